import {isExport, loadModel, withChoice, type Model, type ModelInput} from "@ecco/engine";
import {EccoError} from "@ecco/engine/errors";
import type {Command} from "commander";
import type {GlobalOptions, InputOptions} from "../input/options.ts";
import {inChunks} from "../input/in-chunks.ts";
import {readBatch, readInput} from "../input/read-input.ts";
import type {BatchLine} from "../input/read-input.ts";
import type {ChatFlags} from "../input/chat-options.ts";
import {failureOf} from "../output/failure.ts";
import {print, say, status} from "../output/streams.ts";
import {withPrompts} from "../output/with-prompts.ts";

/** What a command that asks a model one question has to say for itself. */
export interface Question<O, R> {
  /** Answers for one input. */
  ask(model: Model, input: ModelInput, options: O, signal: AbortSignal): Promise<R>;
  /** Answers for several, in their order, where that is faster than one by one. */
  askAll?(
    model: Model,
    inputs: readonly ModelInput[],
    options: O,
    signal: AbortSignal
  ): Promise<readonly R[]>;
  /** What `--json` prints; defaults to the answer. */
  json?(answer: R): unknown;
  /** The answer as lines for people. */
  show(answer: R): string;
  /** Called when all is answered. */
  close?(): void;
  /** Backend to use unless one is named; defaults to "auto". */
  readonly backend?: GlobalOptions["backend"];
}

/** Makes a command answer its question: for one input, or for each line of a batch. */
export function answerWith<O extends InputOptions, R>(
  command: Command,
  question: Question<O, R>,
  signal: AbortSignal
): void {
  command.action(async (source: string, text: string | undefined, _: unknown, self: Command) => {
    const options = self.optsWithGlobals<O & GlobalOptions>();
    if (options.batch !== undefined && (text !== undefined || options.ids))
      self.error("error: got TEXT or --ids together with --batch, expected one of them");
    if (options.batch !== undefined && options.messages !== undefined)
      self.error("error: got --messages together with --batch, expected one of them");
    // The input is looked at first: a wrong one should not have to wait for a model to load.
    const input = options.batch === undefined ? await readInput(text, options) : undefined;
    const model = await load(source, options, question.backend, signal);
    const asked = options.verbose ? withPrompts(model) : model;
    const json = (answer: R): unknown => (question.json ?? ((same) => same))(answer);
    try {
      if (input !== undefined) {
        const answer = await question.ask(asked, input, options, signal);
        print(options.json ? JSON.stringify(json(answer)) : question.show(answer));
      } else {
        const {askAll} = question;
        await answerBatch(
          readBatch(options.batch!, options),
          {
            one: async (line) => json(await question.ask(asked, line, options, signal)),
            all:
              askAll && (async (lines) => (await askAll(asked, lines, options, signal)).map(json))
          },
          signal
        );
      }
    } finally {
      model.dispose();
      question.close?.();
    }
  });
}

interface Answers<I> {
  readonly one: (input: I) => Promise<unknown>;
  readonly all?: ((inputs: readonly I[]) => Promise<readonly unknown[]>) | undefined;
}

/** Lines that are answered together. */
const TOGETHER = 32;

/** Prints one JSON object a line; a line that fails says so in its place, and the others go on. */
export async function answerBatch<I>(
  batch: AsyncIterable<BatchLine<I>>,
  {one, all}: Answers<I>,
  signal: AbortSignal
): Promise<void> {
  for await (const lines of inChunks(batch, all ? TOGETHER : 1)) {
    const found = await answersOf(lines, all, signal);
    for (const [index, {line, input}] of lines.entries()) {
      try {
        if (input instanceof EccoError) throw input;
        print(JSON.stringify(found ? found[index] : await one(input)));
      } catch (error) {
        if (signal.aborted) throw error;
        const {message, code} = failureOf(error, signal);
        say(`${message.replace(/^ecco: (line \d+: )?/, `ecco: line ${line}: `)}`);
        print(JSON.stringify({line, error: message.replace(/^ecco: /, "")}));
        process.exitCode = Math.max(Number(process.exitCode ?? 0), code);
      }
    }
  }
}

/** Returns the answers of all lines at once; null where one of them fails: then each is asked for by itself. */
async function answersOf<I>(
  lines: readonly BatchLine<I>[],
  all: Answers<I>["all"],
  signal: AbortSignal
): Promise<readonly unknown[] | null> {
  const inputs = lines.flatMap(({input}) => (input instanceof EccoError ? [] : [input]));
  if (!all || inputs.length < 2) return null;
  try {
    const answers = [...(await all(inputs))];
    return lines.map(({input}) => (input instanceof EccoError ? null : answers.shift()));
  } catch (error) {
    if (signal.aborted || !(error instanceof EccoError)) throw error;
    return null;
  }
}

/** Returns the model of MODEL, loaded as the global options say. */
export async function load(
  source: string,
  {backend, dtype, threads, models, chatTemplate}: GlobalOptions & Pick<ChatFlags, "chatTemplate">,
  usual: GlobalOptions["backend"] | undefined,
  signal: AbortSignal
): Promise<Model> {
  const named = chatTemplate === undefined ? source : withChoice(source, chatTemplate);
  // What transformers.js runs has no other backends.
  const own = isExport(named) ? undefined : usual;
  return loadModel(named, {
    backend: backend === "auto" ? (own ?? "auto") : backend,
    signal,
    ...(dtype ? {dtype} : {}),
    ...(threads ? {threads} : {}),
    ...(models ? {models} : {}),
    progress: (loaded, total) =>
      status(
        `loading ${source} ${total ? `${Math.floor((100 * loaded) / total)} %` : `${(loaded / 1e6).toFixed(1)} MB`}`
      ),
    needs: ({bytes, message}) => {
      // Small ones are nobody's concern.
      if (bytes > 256e6) say(`ecco: ${source} takes ${message}`);
    },
    notice: (message) => say(`ecco: ${message}`),
    // Shown at once: it may be the last word for seconds.
    preparing: ({what, nodes, done}) =>
      status(done ? "" : `preparing ${what} (${nodes} operations) …`, true)
  });
}
