import type {GenerateOptions, Generation, Model} from "@ecco/engine";
import {Option, type Command} from "commander";
import {editOptions, editsOf, type EditFlags, type Steering} from "../input/edit-options.ts";
import {addInput, integer, pick, positive, real, type InputOptions} from "../input/options.ts";
import {candidateText, number, percent, provenanceLine, tokenCell} from "../output/format.ts";
import {liveText, printable} from "../output/live-text.ts";
import {steeringLines} from "../output/show-steering.ts";
import {status, write} from "../output/streams.ts";
import {paint, table} from "../output/table.ts";
import {answerWith} from "./model-command.ts";

interface GenerateFlags extends InputOptions, EditFlags {
  readonly json?: boolean;
  readonly tokens?: number;
  readonly top?: number;
  readonly temperature?: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly minP?: number;
  readonly repetitionPenalty?: number;
  readonly seed?: number;
  readonly beams?: number;
  readonly lengthPenalty?: number;
  readonly stop?: readonly string[];
  readonly stopAtEnd?: boolean;
}

/** The flags that are the engine's own options, by the same names. */
const passed = [
  "tokens",
  "top",
  "temperature",
  "topK",
  "topP",
  "minP",
  "repetitionPenalty",
  "seed",
  "beams",
  "lengthPenalty",
  "stop",
  "stopAtEnd"
] as const satisfies readonly (keyof GenerateFlags & keyof GenerateOptions)[];

/** What was produced, and how the text was steered, where it was. */
type Generated = Generation & {readonly steering?: Steering};

async function optionsOf(
  model: Model,
  flags: GenerateFlags,
  signal: AbortSignal
): Promise<{
  readonly options: GenerateOptions;
  readonly steered: {readonly steering?: Steering};
}> {
  const {interventions, steering} = await editsOf(model, flags, signal);
  const edits = interventions.length > 0 ? {interventions} : {};
  return {
    options: {...pick(flags, passed), ...edits, signal},
    steered: steering ? {steering} : {}
  };
}

/** Adds `ecco generate`. */
export function generate(program: Command, signal: AbortSignal): void {
  const command = addInput(
    program
      .command("generate")
      .description("continue a text, answer it (encoder–decoder), or fill its masks")
  )
    .addOption(
      new Option("--tokens <n>", "how many new tokens at most; defaults to 8").argParser(positive)
    )
    .addOption(
      new Option("--top <n>", "candidates kept a step; defaults to 10").argParser(positive)
    )
    .addOption(
      new Option("--temperature <t>", "draw; 1 from the model's own distribution").argParser(real)
    )
    .addOption(new Option("--top-k <k>", "draw from so many of the likeliest").argParser(positive))
    .addOption(
      new Option("--top-p <p>", "draw from the fewest that hold this share").argParser(real)
    )
    .addOption(
      new Option("--min-p <p>", "draw from at least this share of the likeliest").argParser(real)
    )
    .addOption(
      new Option("--repetition-penalty <x>", "above 1: less of what was there").argParser(real)
    )
    .addOption(new Option("--seed <n>", "the same seed, the same text").argParser(integer))
    .addOption(new Option("--beams <n>", "live continuations of beam search").argParser(positive))
    .addOption(
      new Option("--length-penalty <x>", "of beams; above 0 prefers longer ones").argParser(real)
    )
    .option("--stop <text...>", "texts that end the output, themselves left out")
    .option("--stop-at-end", "end at the model's own end tokens, as it does unless told otherwise")
    .option("--no-stop-at-end", "go on behind the model's own end tokens");
  for (const option of editOptions()) command.addOption(option);
  let told = false;
  answerWith<GenerateFlags, Generated>(
    command,
    {
      async ask(model, input, flags, signal) {
        const onTerminal = process.stdout.isTTY && !flags.json && flags.batch === undefined;
        const live = onTerminal ? liveText(write) : null;
        const {options, steered} = await optionsOf(model, flags, signal);
        const made = await model.generate(input, {
          ...options,
          progress: (_, index, text) => {
            if (live && text !== null) live.tell(text);
            else status(`token ${index + 1}`);
          }
        });
        // Beams and masks are not told token by token: the table comes first, the text behind it.
        told = live !== null && model.info.kind !== "masked" && !made.tree && live.end(made.text);
        return {...made, ...steered};
      },
      async askAll(model, inputs, flags, signal) {
        const {options, steered} = await optionsOf(model, flags, signal);
        const made = await model.generateBatch(inputs, {
          ...options,
          progress: (done, total) => status(`prompt ${done} of ${total}`)
        });
        return made.map((one) => ({...one, ...steered}));
      },
      show: ({steps, text, stopped, seed, steering, provenance}) =>
        [
          table(
            [
              {title: "token"},
              {title: "id", align: "right"},
              {title: "probability", align: "right"},
              {title: "entropy", align: "right"},
              {title: "others"}
            ],
            steps.map(({token, probability, entropy, candidates}) => [
              tokenCell(token),
              String(token.id),
              percent(probability),
              `${number(entropy)} bit`,
              candidates
                .filter(({id}) => id !== token.id)
                .slice(0, 4)
                .map(candidateText)
                .join("  ")
            ])
          ),
          ...(text === null || told ? [] : ["", printable(text)]),
          ...(steering ? ["", ...steeringLines(steering)] : []),
          ...(seed === null ? [] : ["", `seed ${seed}`]),
          ...(stopped.reason === "end" && text === ""
            ? [
                "",
                "the model ended at once; --no-stop-at-end goes on, --chat asks it as a user does"
              ]
            : []),
          ...(stopped.reason === "context" ? ["", "the model reads no more than this"] : []),
          paint(provenanceLine(provenance))
        ].join("\n")
    },
    signal
  );
}
