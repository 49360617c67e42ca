import {createReadStream} from "node:fs";
import {createInterface} from "node:readline";
import type {ModelInput} from "@ecco/engine";
import {InputError, SourceError} from "@ecco/engine/errors";
import {asksForChat, conversationOf, spoken, wrongIn, type ChatFlags} from "./chat-options.ts";
import type {InputOptions} from "./options.ts";
import {readText, unreadable} from "./read-text.ts";

/** Returns the input of one call: TEXT, stdin, a file, a conversation, or ids. Throws InputError when there is none, or two. */
export async function readInput(
  text: string | undefined,
  options: InputOptions
): Promise<ModelInput> {
  const {ids, decoderIds, types, mask} = options;
  if (asksForChat(options)) {
    if (ids) throw new InputError("--chat: got ids, expected a text to be said by the user");
    return {
      ...((await conversationOf(text, options)) as object),
      ...(decoderIds ? {decoderIds} : {}),
      ...(types ? {types} : {}),
      ...(mask ? {mask} : {})
    };
  }
  if (text !== undefined && ids)
    throw new InputError("input: got TEXT and --ids, expected one of them");
  if (text === undefined && !ids)
    throw new InputError(
      "input: got no text, expected TEXT, - (stdin), @FILE, --messages or --ids 5,17,3"
    );
  return {
    ...(text === undefined ? {} : {text: await readText(text)}),
    ...(ids ? {ids} : {}),
    ...(decoderIds ? {decoderIds} : {}),
    ...(types ? {types} : {}),
    ...(mask ? {mask} : {})
  };
}

/** A line of a batch: its number, and its input or what is wrong with it. */
export interface BatchLine<I = ModelInput> {
  readonly line: number;
  readonly input: I | InputError;
}

/**
 * Yields the inputs of a JSONL file: a string, or {text | messages | ids, continue, literal, decoderIds, types, mask};
 * empty lines are skipped. With flags of a conversation a text is what the user says.
 */
export const readBatch = (path: string, flags: ChatFlags = {}): AsyncGenerator<BatchLine> =>
  readLines(path, (value, line) => spokenOf(value, line, flags));

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

/** Returns what a line means where flags of a conversation are given, or what is wrong with it. */
export function spokenOf(value: unknown, line: number, flags: ChatFlags): ModelInput | InputError {
  const input = inputOf(value, line);
  if (input instanceof InputError) return input;
  try {
    return spoken(input, flags);
  } catch (error) {
    if (error instanceof InputError) return new InputError(`line ${line}: ${error.message}`);
    throw error;
  }
}

/** Returns all inputs of a JSONL file. Throws InputError for the first line that is none. */
export async function readBatchInputs(path: string, flags: ChatFlags = {}): Promise<ModelInput[]> {
  const inputs: ModelInput[] = [];
  for await (const {input} of readBatch(path, flags)) {
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
  if ("messages" in value) {
    const chat = Object.entries(value).filter(([key]) => !(key in numberLists));
    const wrong = wrongIn(Object.fromEntries(chat));
    if (wrong) return new InputError(`line ${line}: ${wrong}`);
  }
  const input: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(value)) {
    if (key === "text" && typeof part === "string") input["text"] = part;
    else if ("messages" in value && ["messages", "continue", "literal"].includes(key))
      input[key] = part;
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
