import type {AlikeOptions, Embeddings, EmbedOptions, Model, ModelInput} from "@ecco/engine";
import {InputError} from "@ecco/engine/errors";
import {Option, type Command} from "commander";
import {pick, positive, type GlobalOptions} from "../input/options.ts";
import {poolingOptions, type PoolingFlags} from "../input/pooling-options.ts";
import {readBatch} from "../input/read-input.ts";
import {readText, readTextLines} from "../input/read-text.ts";
import {showAlike} from "../output/show-alike.ts";
import {showCosines, showVectors} from "../output/show-vectors.ts";
import {print, say, status} from "../output/streams.ts";
import {withPrompts} from "../output/with-prompts.ts";
import {answerBatch, load} from "./model-command.ts";

interface EmbedFlags
  extends
    GlobalOptions,
    PoolingFlags,
    Pick<EmbedOptions, "rows">,
    Pick<AlikeOptions, "method" | "unit" | "baseline" | "steps"> {
  readonly texts?: string;
  readonly batch?: string;
  readonly matrix?: boolean;
  readonly against?: string;
  readonly why?: boolean;
}

const pooled = ["pooling", "normalise", "prompt", "promptName"] as const;
const asked = ["method", "unit", "baseline", "steps"] as const;

/** Adds `ecco embed`. */
export function embed(program: Command, signal: AbortSignal): void {
  const command = program
    .command("embed")
    .description("texts as vectors, their cosines, and which words make two alike")
    .argument("<model>", "embedded name, folder, or http(s) address of a folder")
    .argument("[text...]", "the texts; - reads stdin, @FILE reads a file")
    .option("--texts <file>", "further texts, one a line; - reads stdin")
    .option("--batch <file>", "one input a line (JSONL), one answer a line; - reads stdin")
    .option("--matrix", "the cosine of each text with each other")
    .option("--against <text>", "another text: its cosine with TEXT")
    .option("--why", "with --against: which words make the two alike");
  for (const option of [...poolingOptions(), ...whyOptions()]) command.addOption(option);
  command
    .addOption(new Option("--rows <n>", "texts read at once; defaults to 8").argParser(positive))
    .action(async (source: string, given: readonly string[], _: unknown, self: Command) => {
      const flags = self.optsWithGlobals<EmbedFlags>();
      // Looked at first: a wrong call should not have to wait for a model to load.
      checkUse(flags, given);
      const texts = flags.batch === undefined ? await textsOf(given, flags) : [];
      const model = await load(source, flags, undefined, signal);
      const shown = flags.verbose ? withPrompts(model) : model;
      try {
        if (flags.batch !== undefined) await batch(shown, flags.batch, flags, signal);
        else print(await answerOf(shown, texts, flags, signal));
      } finally {
        model.dispose();
      }
    });
}

const whyOptions = (): readonly Option[] => [
  new Option("--method <name>", "of --why; defaults to occlusion").choices([
    "occlusion",
    "integrated-gradients"
  ]),
  new Option("--unit <unit>", "of --why: what is scored together; defaults to word").choices([
    "token",
    "word",
    "sentence"
  ]),
  new Option("--baseline <what>", "of integrated gradients: zero, mean, pad, mask, or a token"),
  new Option("--steps <n>", "of integrated gradients; defaults to 50").argParser(positive)
];

function checkUse(flags: EmbedFlags, given: readonly string[]): void {
  const {batch, texts, against, why, matrix} = flags;
  if (batch !== undefined && (given.length > 0 || texts !== undefined || matrix || against))
    throw new InputError("got --batch together with texts, --matrix or --against, expected one");
  if (why && against === undefined)
    throw new InputError("--why needs another text; give it as --against");
  const unused = asked.find((name) => flags[name] !== undefined);
  if (unused && !why) throw new InputError(`--${unused} is of --why; give --against and --why too`);
  if (against !== undefined && (given.length !== 1 || texts !== undefined || matrix))
    throw new InputError(
      `--against compares one text with another: got ${given.length} texts${matrix ? " and --matrix" : ""}; give --texts and --matrix for several`
    );
}

async function textsOf(
  given: readonly string[],
  {texts, against}: EmbedFlags
): Promise<readonly string[]> {
  const read: string[] = [];
  for (const text of [...given, ...(against === undefined ? [] : [against])])
    read.push(await readText(text));
  if (texts !== undefined) read.push(...(await readTextLines(texts)));
  if (read.length > 0) return read;
  throw new InputError("input: got no text, expected TEXT…, --texts FILE or --batch FILE");
}

async function answerOf(
  model: Model,
  texts: readonly string[],
  flags: EmbedFlags,
  signal: AbortSignal
): Promise<string> {
  const told = <T extends {readonly warning: {readonly message: string} | null}>(
    answer: T,
    show: (answer: T) => string
  ): string => {
    if (answer.warning) say(`ecco: ${answer.warning.message}`);
    return flags.json ? JSON.stringify(answer) : show(answer);
  };
  if (flags.why) {
    const [a, b] = texts as [string, string];
    const options = {...pick(flags, pooled), ...pick(flags, asked)};
    const progress = (done: number, total: number): void => status(`asking why ${done}/${total}`);
    return told(await model.alike(a, b, {...options, signal, progress}), showAlike);
  }
  const options = optionsOf(flags, signal);
  return flags.matrix || flags.against !== undefined
    ? told(await model.similarities(texts, options), showCosines)
    : told(await model.embed(texts, options), showVectors);
}

const optionsOf = (flags: EmbedFlags, signal: AbortSignal): EmbedOptions => ({
  ...pick(flags, [...pooled, "rows"]),
  signal,
  progress: (done, total) => status(`reading text ${done}/${total}`)
});

/** One vector a line. */
async function batch(
  model: Model,
  path: string,
  flags: EmbedFlags,
  signal: AbortSignal
): Promise<void> {
  const options = optionsOf(flags, signal);
  const all = async (inputs: readonly ModelInput[]): Promise<readonly unknown[]> => {
    const answer = await model.embed(inputs, options);
    return answer.texts.map((text, at) => lineOf(answer, text, at));
  };
  await answerBatch(readBatch(path), {one: async (input) => (await all([input]))[0], all}, signal);
}

/** An answer of many texts, of one of them. */
const lineOf = (
  {vectors, warning, ...answer}: Embeddings,
  text: Embeddings["texts"][number],
  at: number
): Embeddings => ({
  ...answer,
  texts: [text],
  vectors: [vectors[at]!],
  warning: warning && (text.truncated > 0 || answer.pooling.includes("assumed")) ? warning : null
});
