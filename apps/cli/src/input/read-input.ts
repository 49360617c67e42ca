import {createReadStream} from "node:fs";
import {readFile} from "node:fs/promises";
import {createInterface} from "node:readline";
import {text as readStream} from "node:stream/consumers";
import {InputError, SourceError, type ModelInput} from "@ecco/engine";
import type {InputOptions} from "./options.ts";

/** Returns the input of one call: TEXT, stdin, a file, or ids. Throws InputError when there is none, or two. */
export async function readInput(
  text: string | undefined,
  options: InputOptions
): Promise<ModelInput> {
  const {ids, decoderIds, types, mask} = options;
  if (text !== undefined && ids)
    throw new InputError("input: got TEXT and --ids, expected one of them");
  if (text === undefined && !ids)
    throw new InputError("input: got no text, expected TEXT, - (stdin), @FILE or --ids 5,17,3");
  return {
    ...(text === undefined ? {} : {text: await readText(text)}),
    ...(ids ? {ids} : {}),
    ...(decoderIds ? {decoderIds} : {}),
    ...(types ? {types} : {}),
    ...(mask ? {mask} : {})
  };
}

/** Returns a text of the command line: - reads stdin, @FILE a file. */
export async function readText(text: string): Promise<string> {
  if (text === "-") return withoutLastBreak(await readStream(process.stdin));
  return text.startsWith("@") && text.length > 1
    ? withoutLastBreak(await readTextFile(text.slice(1)))
    : text;
}

export async function readTextFile(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw unreadable(path, error, "; a text that itself begins with @ can be given by - (stdin)");
  }
}

function withoutLastBreak(text: string): string {
  return text.replace(/\r?\n$/, "");
}

function unreadable(path: string, error: unknown, advice: string = ""): SourceError {
  const code = (error as NodeJS.ErrnoException).code;
  const reason = code === "ENOENT" ? "there is no such file" : (code ?? String(error));
  return new SourceError(`${path}: cannot be read: ${reason}; expected a text file${advice}`, {
    cause: error
  });
}

/** Returns the lines of a text file that say something. Throws InputError where there is none. */
export async function readTextLines(path: string): Promise<string[]> {
  const content = path === "-" ? await readStream(process.stdin) : await readTextFile(path);
  const lines = content.split(/\r?\n/).filter((line) => line.trim() !== "");
  if (lines.length > 0) return lines;
  throw new InputError(`${path}: got no text, expected one a line`);
}

/** A line of a batch: its number, and its input or what is wrong with it. */
export interface BatchLine<I = ModelInput> {
  readonly line: number;
  readonly input: I | InputError;
}

/** Yields the inputs of a JSONL file: a string, or {text | messages | ids, decoderIds, types, mask}; empty lines are skipped. */
export const readBatch = (path: string): AsyncGenerator<BatchLine> => readLines(path, inputOf);

/** Yields the lines of a JSONL file, each as *inputOf* reads its value. */
export async function* readLines<I>(
  path: string,
  inputOf: (value: unknown, line: number) => I | InputError
): AsyncGenerator<BatchLine<I>> {
  const stream = path === "-" ? process.stdin : createReadStream(path, "utf8");
  let line = 0;
  try {
    for await (const content of createInterface({input: stream, crlfDelay: Infinity})) {
      line++;
      if (content.trim()) yield {line, input: parseLine(content, line, inputOf)};
    }
  } catch (error) {
    throw error instanceof SourceError ? error : unreadable(path, error);
  }
}

/** Returns all inputs of a JSONL file. Throws InputError for the first line that is none. */
export async function readBatchInputs(path: string): Promise<ModelInput[]> {
  const inputs: ModelInput[] = [];
  for await (const {input} of readBatch(path)) {
    if (input instanceof InputError) throw input;
    inputs.push(input);
  }
  return inputs;
}

const numberLists = {
  ids: "ids",
  decoderIds: "decoderIds",
  "decoder-ids": "decoderIds",
  types: "types",
  mask: "mask"
} as const;

function parseLine<I>(
  content: string,
  line: number,
  inputOf: (value: unknown, line: number) => I | InputError
): I | InputError {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    return new InputError(`line ${line}: not JSON, expected "text" or {"text": …} or {"ids": […]}`);
  }
  return inputOf(value, line);
}

/** Returns what a line's value means as an input, or what is wrong with it. */
export function inputOf(value: unknown, line: number): ModelInput | InputError {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return new InputError(
      `line ${line}: got ${JSON.stringify(value).slice(0, 40)}, expected "text" or {"text": …} or {"ids": […]}`
    );
  }
  const input: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(value)) {
    if (key === "text" && typeof part === "string") input["text"] = part;
    else if (key === "messages" && isChat(part)) input["messages"] = part;
    else if (
      key in numberLists &&
      Array.isArray(part) &&
      part.every((n) => Number.isSafeInteger(n))
    ) {
      input[numberLists[key as keyof typeof numberLists]] = part;
    } else
      return new InputError(
        `line ${line}: ${key} cannot be used; expected text, messages, ids, decoderIds, types or mask`
      );
  }
  return "text" in input || "ids" in input || "messages" in input
    ? input
    : new InputError(`line ${line}: got neither text, messages nor ids`);
}

const isChat = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.every(
    (message: unknown) =>
      typeof message === "object" &&
      message !== null &&
      "role" in message &&
      typeof message.role === "string" &&
      "content" in message &&
      typeof message.content === "string"
  );
