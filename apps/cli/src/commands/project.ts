import type {Projection, ProjectOptions} from "@ecco/engine";
import {Option, type Command} from "commander";
import {given, addInput, integer, positive, real, type InputOptions} from "../input/options.ts";
import {
  addMore,
  addSpaceOptions,
  withMore,
  type MoreFlags,
  type SpaceFlags
} from "../input/space-options.ts";
import {poolingOption} from "../input/pooling-options.ts";
import {percent, provenanceLine, tokenCell} from "../output/format.ts";
import {textLine} from "../output/show-vectors.ts";
import {status} from "../output/streams.ts";
import {leftOutLines, warningLines} from "../output/taken.ts";
import {paint, table} from "../output/table.ts";
import {answerWith} from "./model-command.ts";

type ProjectFlags = InputOptions &
  SpaceFlags &
  MoreFlags &
  Pick<ProjectOptions, "method" | "dimensions" | "neighbours" | "minDist" | "seed" | "pooling"> & {
    readonly texts?: boolean;
  };

/** Adds `ecco project`. */
export function project(program: Command, signal: AbortSignal): void {
  const command = addMore(
    addSpaceOptions(
      addInput(
        program.command("project").description("draw each layer's states as points of a picture")
      ).addOption(new Option("--method <name>", "how; defaults to pca").choices(["pca", "umap"]))
    )
      .addOption(
        new Option("--dimensions <n>", "of the picture; defaults to 2").argParser(positive)
      )
      .addOption(
        new Option("--neighbours <n>", "tokens that umap counts as near; defaults to 15").argParser(
          positive
        )
      )
      .addOption(
        new Option(
          "--min-dist <x>",
          "how near each other umap may put tokens; defaults to 0.1"
        ).argParser(real)
      )
      .addOption(new Option("--seed <n>", "of umap; defaults to 0").argParser(integer))
      .option("--texts", "one point a text, pooled at each layer as the model pools its last")
      .addOption(poolingOption())
  );
  answerWith<ProjectFlags, Projection>(
    command,
    {
      ask: async (model, input, flags, signal) => {
        const {method, dimensions, neighbours, minDist, seed, site, layers, stack, without} = flags;
        const {texts, pooling} = flags;
        return model.project(await withMore(input, flags), {
          ...given({method, dimensions, neighbours, minDist, seed, site, layers, stack, without}),
          ...given({pooling, points: texts ? ("texts" as const) : undefined}),
          signal,
          progress: (done, total) => status(`projecting ${done}/${total}`)
        });
      },
      show
    },
    signal
  );
}

function show({
  method,
  site,
  dimensions,
  points: what,
  tokens,
  layers,
  leftOut,
  warnings,
  provenance
}: Projection): string {
  const axes = Array.from({length: dimensions}, (_, at) => ({
    title: `${at + 1}`,
    align: "right" as const
  }));
  const parts = layers.map(({layer, points, explained}) =>
    [
      `${method} of ${site}, layer ${layer}${explained ? `: ${explained.map(percent).join(" + ")} of the variance` : ""}`,
      table(
        [{title: what === "texts" ? "text" : "token"}, ...axes],
        tokens.map((token, at) => [
          what === "texts" ? textLine({text: token.text, tokens: [token]}) : tokenCell(token),
          ...points[at]!.map((value) => value.toFixed(2).replace("-", "−"))
        ])
      )
    ].join("\n")
  );
  return [
    parts.join("\n\n"),
    ...leftOutLines(leftOut),
    ...warningLines(warnings),
    paint(provenanceLine(provenance))
  ].join("\n");
}
