import type {Comparison, CompareOptions, Model, SimilarityMeasure} from "@ecco/engine";
import {Option, type Command} from "commander";
import {
  given,
  addInput,
  positive,
  type GlobalOptions,
  type InputOptions
} from "../input/options.ts";
import {
  addMore,
  addSpaceOptions,
  layers,
  withMore,
  type MoreFlags,
  type SpaceFlags
} from "../input/space-options.ts";
import {provenanceLine} from "../output/format.ts";
import {say, status} from "../output/streams.ts";
import {leftOutLines, warningLines} from "../output/taken.ts";
import {paint, table} from "../output/table.ts";
import {answerWith, load} from "./model-command.ts";

const measures: readonly SimilarityMeasure[] = [
  "cka",
  "cka-rbf",
  "cka-debiased",
  "cca",
  "svcca",
  "pwcca"
];

interface CompareFlags
  extends
    InputOptions,
    SpaceFlags,
    MoreFlags,
    Pick<CompareOptions, "measure" | "dims" | "columns" | "compat"> {
  readonly with?: string;
}

/** Adds `ecco compare`. */
export function compare(program: Command, signal: AbortSignal): void {
  const command = addMore(
    addSpaceOptions(
      addInput(program.command("compare").description("say how alike the states of layers are"))
        .option("--with <model>", "another model, whose layers are the columns")
        .addOption(
          new Option("--measure <name>", "how likeness is measured; defaults to cka").choices(
            measures
          )
        )
    )
      .addOption(
        new Option("--columns <list>", "layers of the columns; defaults to all").argParser(layers)
      )
      .addOption(
        new Option("--dims <n>", "directions svcca keeps; defaults to 20").argParser(positive)
      )
      .addOption(
        new Option("--compat <with>", "pwcca as the Python library Ecco computes it").choices([
          "ecco"
        ])
      )
  );
  // Loaded once for all lines of a batch.
  let other: Model | undefined;
  answerWith<CompareFlags & GlobalOptions, Comparison>(
    command,
    {
      ask: async (model, input, flags, signal) => {
        const {measure, dims, columns, compat, site, layers, stack, without} = flags;
        const inputs = await withMore(input, flags);
        if (flags.with !== undefined) other ??= await load(flags.with, flags, undefined, signal);
        const answer = await model.compare(inputs, {
          ...given({measure, dims, columns, compat, site, layers, stack, without, with: other}),
          signal,
          progress: (done, total) => status(`comparing ${done}/${total}`)
        });
        if (answer.warning) say(`ecco: ${answer.warning.message}`);
        return answer;
      },
      close: () => other?.dispose(),
      show
    },
    signal
  );
}

function show(answer: Comparison): string {
  const {measure, site, rows, columns, values, tokens, alignment, provenance} = answer;
  const {leftOut, warnings} = answer;
  const models =
    answer.with === null ? "" : ` of ${provenance.model} (rows) and ${answer.with.model} (columns)`;
  return [
    `${measure} of ${site}${models}, over ${tokens.length} ${alignment}s`,
    table(
      [
        {title: "layer", align: "right"},
        ...columns.map((layer) => ({title: shortly(layer), align: "right" as const}))
      ],
      rows.map((layer, at) => [
        shortly(layer),
        ...values[at]!.map((value) => (Number.isNaN(value) ? "–" : value.toFixed(3)))
      ])
    ),
    ...leftOutLines(leftOut),
    ...warningLines(warnings),
    paint(provenanceLine(provenance))
  ].join("\n");
}

const shortly = (layer: number | "embedding"): string =>
  layer === "embedding" ? "emb" : String(layer);
