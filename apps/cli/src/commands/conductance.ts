import type {Conductance, ConductanceOptions} from "@ecco/engine";
import {Option, type Command} from "commander";
import {addInput, integer, pick, positive, type InputOptions} from "../input/options.ts";
import {addSpaceOptions} from "../input/space-options.ts";
import {
  likelihoodLines,
  number,
  provenanceLine,
  signed,
  targetText,
  tokenText
} from "../output/format.ts";
import {status} from "../output/streams.ts";
import {paint, table} from "../output/table.ts";
import {answerWith} from "./model-command.ts";

const passed = [
  "site",
  "layers",
  "stack",
  "target",
  "foil",
  "position",
  "baseline",
  "steps",
  "top"
] as const;
type ConductanceFlags = InputOptions & Pick<ConductanceOptions, (typeof passed)[number]>;

/** Adds `ecco conductance`. */
export function conductance(program: Command, signal: AbortSignal): void {
  const command = addSpaceOptions(
    addInput(
      program
        .command("conductance")
        .description("say how much of an answer comes through each layer, position and neuron")
    )
  )
    .option("--target <token>", "token explained; defaults to the most probable")
    .option("--foil <token>", "token it is contrasted with")
    .addOption(
      new Option("--position <p>", "where it is read; defaults to the last").argParser(integer)
    )
    .option("--baseline <row>", "where the way begins: zero, mean, pad, eos, mask or a token")
    .addOption(new Option("--steps <n>", "of the way; defaults to 50").argParser(positive))
    .addOption(
      new Option("--top <n>", "how many units are told; defaults to 20").argParser(positive)
    );
  answerWith<ConductanceFlags, Conductance>(
    command,
    {
      ask: (model, input, flags, signal) =>
        model.conductance(input, {
          ...pick(flags, passed),
          signal,
          progress: (done, total) => status(`conductance ${done}/${total}`)
        }),
      show
    },
    signal
  );
}

function show(found: Conductance): string {
  const {target, tokens, layers, values, units, change, baseline, steps, site} = found;
  const {warning, provenance} = found;
  const right = "right" as const;
  return [
    `${targetText(target)} = ${number(target.value)} at position ${target.position}; what of its change comes through ${site}`,
    ...likelihoodLines(target),
    table(
      [
        {title: "layer", align: right},
        ...tokens.map((token) => ({title: tokenText(token), align: right})),
        {title: "all", align: right}
      ],
      values.map((row, index) => [
        String(layers[index]),
        ...row.map((value) => signed(value).slice(0, 7)),
        signed(row.reduce((sum, x) => sum + x, 0))
      ])
    ),
    table(
      [{title: "unit"}, {title: "value", align: right}],
      units.map(({layer, unit, value}) => [`${layer}.${unit}`, signed(value)])
    ),
    `baseline ${baseline} · ${steps} steps · a change of ${signed(change)}`,
    ...(warning === null ? [] : [paint({text: warning, style: "yellow"})]),
    paint(provenanceLine(provenance))
  ].join("\n");
}
