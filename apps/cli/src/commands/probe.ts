import type {ProbeOptions, Probing} from "@ecco/engine";
import {Option, type Command} from "commander";
import {addChat, asksForChat, type ChatFlags} from "../input/chat-options.ts";
import {given, integer, positive, real, type GlobalOptions} from "../input/options.ts";
import {readExamples} from "../input/read-examples.ts";
import {addSpaceOptions, type SpaceFlags} from "../input/space-options.ts";
import {percent, provenanceLine} from "../output/format.ts";
import {print, status} from "../output/streams.ts";
import {leftOutLines, warningLines} from "../output/taken.ts";
import {paint, table, type Column} from "../output/table.ts";
import {withPrompts} from "../output/with-prompts.ts";
import {load} from "./model-command.ts";

interface ProbeFlags
  extends
    GlobalOptions,
    ChatFlags,
    SpaceFlags,
    Pick<ProbeOptions, "control" | "l2" | "pool" | "seed"> {
  readonly data: string;
  readonly folds?: number;
  readonly standardise: boolean;
}

/** Adds `ecco probe`. */
export function probe(program: Command, signal: AbortSignal): void {
  const command = addSpaceOptions(
    program
      .command("probe")
      .description("say what of a text can be read off each layer")
      .argument("<model>", "embedded name, folder, or http(s) address of a folder")
      .requiredOption(
        "--data <file>",
        "examples: .csv or .tsv with text and label, else JSONL; - reads JSONL from stdin"
      )
  )
    .addOption(
      new Option(
        "--pool <how>",
        "what a probe sees: defaults to mean, or token where examples name tokens"
      ).choices(["token", "mean", "last", "first"])
    )
    .addOption(
      new Option("--folds <n>", "defaults to those of the data, else to 5").argParser(positive)
    )
    .addOption(
      new Option("--seed <n>", "of folds and control task; defaults to 0").argParser(integer)
    )
    .option("--control", "probe a control task too: labels at random, the same for each word")
    .addOption(new Option("--l2 <x>", "strength of the penalty; defaults to 1").argParser(real))
    .option("--no-standardise", "leave neurons at their own scales");
  addChat(command, "a text of the examples");
  command.action(async (source: string, _: unknown, self: Command) => {
    const flags = self.optsWithGlobals<ProbeFlags>();
    const {pool, seed, control, l2, standardise, site, layers, stack, without} = flags;
    asksForChat(flags);
    const {examples, folds} = await readExamples(flags.data, flags);
    const model = await load(source, flags, undefined, signal);
    try {
      const asked = flags.verbose ? withPrompts(model) : model;
      const answer = await asked.probe(examples, {
        ...given({pool, seed, control, l2, standardise, site, layers, stack, without}),
        ...given({folds: flags.folds ?? folds ?? undefined}),
        signal,
        progress: (done, total) => status(`probing ${done}/${total}`)
      });
      print(flags.json ? JSON.stringify(answer) : show(answer));
    } finally {
      model.dispose();
    }
  });
}

function show({
  site,
  pool,
  classes,
  samples,
  folds,
  majority,
  layers,
  best,
  leftOut,
  warnings,
  provenance
}: Probing): string {
  const controlled = layers.some(({control}) => control !== null);
  const right = (title: string): Column => ({title, align: "right"});
  return [
    `${samples} ${pool === "token" ? "tokens" : `texts (${pool})`} of ${classes.length} classes, ${site}, ${folds} folds; always the most frequent: ${percent(majority)}`,
    table(
      [
        right("layer"),
        right("accuracy"),
        right("± over folds"),
        ...(controlled ? [right("control"), right("selectivity")] : [])
      ],
      layers.map(({layer, accuracy, deviation, control, selectivity}) => [
        String(layer),
        layer === best ? {text: percent(accuracy), style: "green" as const} : percent(accuracy),
        percent(deviation),
        ...(control === null ? [] : [percent(control), percent(selectivity!).replace("-", "−")])
      ])
    ),
    ...leftOutLines(leftOut),
    ...warningLines(warnings),
    paint(provenanceLine(provenance))
  ].join("\n");
}
