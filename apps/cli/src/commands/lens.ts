import type {Lens, LensMode, LensOptions} from "@ecco/engine";
import {Option, type Command} from "commander";
import {addInput, integer, positive, type InputOptions} from "../input/options.ts";
import {candidateText, number, provenanceLine, tokenText} from "../output/format.ts";
import {paint, table} from "../output/table.ts";
import {answerWith} from "./model-command.ts";

const modes: readonly LensMode[] = ["norm", "raw"];

interface LensFlags extends InputOptions {
  readonly mode?: LensMode;
  readonly position?: number;
  readonly watch?: readonly string[];
  readonly top?: number;
  readonly compat?: "ecco";
}

/** Adds `ecco lens`. */
export function lens(program: Command, signal: AbortSignal): void {
  const command = addInput(
    program.command("lens").description("read each layer through the model's own output head")
  )
    .addOption(
      new Option("--mode <mode>", "with the final norm or without; defaults to norm").choices(modes)
    )
    .addOption(
      new Option("--position <p>", "where to read; defaults to the last position").argParser(
        integer
      )
    )
    .option("--watch <token...>", 'tokens followed through the layers: " London" #3576')
    .addOption(new Option("--top <n>", "candidates a layer; defaults to 5").argParser(positive))
    .addOption(
      new Option("--compat <with>", "the lens as the Python library Ecco had it").choices(["ecco"])
    );
  answerWith<LensFlags, Lens>(
    command,
    {
      ask: (model, input, {mode, position, watch, top, compat}, signal) => {
        const all = {mode, position, watch, top, compat};
        const given: LensOptions = Object.fromEntries(
          Object.entries(all).filter(([, value]) => value !== undefined)
        );
        return model.lens(input, {...given, signal});
      },
      show
    },
    signal
  );
}

function show({mode, position, tokens, layers, provenance}: Lens): string {
  const watched = layers[0]?.watch ?? [];
  const here = tokens[position];
  return [
    `lens (${mode}) at position ${position}${here ? `, ${tokenText(here)}` : ""}`,
    table(
      [
        {title: "layer", align: "right"},
        {title: "entropy", align: "right"},
        ...watched.map((token) => ({title: `rank ${tokenText(token)}`, align: "right" as const})),
        {title: "most probable"}
      ],
      layers.map(({layer, entropy, top, watch}) => [
        String(layer),
        `${number(entropy)} bit`,
        ...watch.map(({rank}) =>
          rank === 1 ? {text: "1", style: "green" as const} : String(rank)
        ),
        top.map(candidateText).join("  ")
      ])
    ),
    paint(provenanceLine(provenance))
  ].join("\n");
}
