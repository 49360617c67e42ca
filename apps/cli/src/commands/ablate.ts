import type {AblateOptions, Ablation, CausalSite} from "@ecco/engine";
import {Option, type Command} from "commander";
import {
  addInput,
  idList,
  integer,
  integers,
  pick,
  positive,
  type InputOptions
} from "../input/options.ts";
import {readBatchInputs} from "../input/read-input.ts";
import {targeted, targetOptions, type TargetFlags} from "../input/target-options.ts";
import {
  headsOf,
  likelihoodLines,
  number,
  provenanceLine,
  signed,
  targetText
} from "../output/format.ts";
import {status} from "../output/streams.ts";
import {bar, paint, table} from "../output/table.ts";
import {answerWith} from "./model-command.ts";

const sites: readonly CausalSite[] = [
  "residual",
  "attention",
  "mlp",
  "head",
  "query",
  "key",
  "value",
  "neuron"
];
const passed = [
  "site",
  "layers",
  "heads",
  "neurons",
  "positions",
  "with",
  "draws",
  "seed"
] as const;

interface AblateFlags
  extends InputOptions, TargetFlags, Pick<AblateOptions, (typeof passed)[number]> {
  readonly samples?: string;
}

/** Adds `ecco ablate`. */
export function ablate(program: Command, signal: AbortSignal): void {
  const command = addInput(
    program
      .command("ablate")
      .description("take units out, one at a time: what the target is without each")
  );
  for (const option of [...targetOptions(), ...ablateOptions()]) command.addOption(option);
  answerWith<AblateFlags, Ablation>(
    command,
    {
      ask: async (model, input, flags, signal) =>
        model.ablate(input, {
          ...pick(flags, targeted),
          ...pick(flags, passed),
          ...(flags.samples === undefined
            ? {}
            : {samples: await readBatchInputs(flags.samples, flags)}),
          signal,
          progress: (done, total) => status(`ablating ${done}/${total}`)
        }),
      show
    },
    signal
  );
}

const ablateOptions = (): Option[] => [
  new Option("--site <which>", "what is taken out; defaults to head").choices(sites),
  new Option("--layers <list>", "defaults to all").argParser(idList),
  new Option(
    "--heads <list>",
    "of heads and queries; of keys and values the groups; defaults to all"
  ).argParser(idList),
  new Option("--neurons <list>", "defaults to all, one run each").argParser(idList),
  new Option("--positions <list>", "where; defaults to everywhere").argParser(integers),
  new Option("--with <what>", "what stands in for a unit; defaults to zero").choices([
    "zero",
    "mean",
    "resample"
  ]),
  new Option("--samples <file>", "the other texts of mean and resample, one a line (JSONL)"),
  new Option("--draws <n>", "how many of them are resampled from; defaults to all").argParser(
    positive
  ),
  new Option("--seed <n>", "of the draws; defaults to 0").argParser(integer)
];

const standIns = {zero: "zero", mean: "the mean", resample: "another text's value"} as const;

/** Rows that are told of a site with many units. */
const MOST = 20;

function show(answer: Ablation): string {
  const {
    site,
    with: by,
    layers,
    units,
    effects,
    value,
    target,
    queriesPerColumn,
    provenance
  } = answer;
  const all = layers
    .flatMap((layer, row) =>
      units.map((unit, column) => ({layer, unit, effect: effects[row]![column]!}))
    )
    .toSorted((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
  const largest = Math.max(Math.abs(all[0]?.effect ?? 0), Number.MIN_VALUE);
  return [
    `${targetText(target)} = ${number(value)}; its change with ${standIns[by]} in place of each ${site}`,
    ...likelihoodLines(target),
    table(
      [{title: site}, {title: "change", align: "right"}, {title: ""}],
      all
        .slice(0, MOST)
        .map(({layer, unit, effect}) => [
          units.length > 1 || queriesPerColumn !== null || site === "neuron"
            ? `${layer}:${headsOf(answer, unit)}`
            : String(layer),
          signed(effect),
          bar(effect / largest)
        ])
    ),
    ...(all.length > MOST ? [`and ${all.length - MOST} smaller ones (--json tells all)`] : []),
    paint(provenanceLine(provenance))
  ].join("\n");
}
