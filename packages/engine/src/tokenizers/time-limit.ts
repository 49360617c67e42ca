/**
 * A model's own patterns and templates say how long a text takes to be read. What does not end is ended: in Node here,
 * by a watchdog that breaks off regular expressions too; in a page by the one who has started the worker, who hears
 * through `watchReading` when reading begins and ends.
 */
import {InputError, SourceError} from "../errors.ts";
import type {EccoError} from "../errors.ts";
import {builtin, inNode} from "../sources/node.ts";

/** What is read or written with what a model brings. */
export type Reading = "text" | "chat" | "tokens" | "tokenizer";

interface Words {
  /** What goes on, for "the model does not answer: …". */
  readonly doing: string;
  readonly overdue: (limit: string) => EccoError;
}

const readings: {readonly [R in Reading]: Words} = {
  text: {
    doing: "reading the prompt",
    overdue: (limit) =>
      new InputError(
        `the tokenizer's pattern did not end within ${limit} on this text; change or shorten the text, or take another model`
      )
  },
  chat: {
    doing: "reading the prompt",
    overdue: (limit) =>
      new InputError(
        `the chat template did not end within ${limit} on these messages; change or shorten them, give a text instead, or take another model`
      )
  },
  tokens: {
    doing: "writing what the tokens say",
    overdue: (limit) =>
      new InputError(
        `the tokenizer's decoder did not end within ${limit} on these tokens; take another model`
      )
  },
  tokenizer: {
    doing: "reading the tokenizer",
    overdue: (limit) =>
      new SourceError(
        `tokenizer.json: its patterns were not ready within ${limit}; take another model`
      )
  }
};

/** Returns what goes on, in words. */
export const doingOf = (reading: Reading): string => readings[reading].doing;

/** Returns the error of what has not ended within so many milliseconds. */
export const overdue = (reading: Reading, milliseconds: number): EccoError =>
  readings[reading].overdue(`${milliseconds / 1000} s`);

/** When nothing has come back: it is said, then it is ended; in ms. */
export interface ReadingLimits {
  readonly said: number;
  readonly ended: number;
}
export const readingLimits: ReadingLimits = {said: 5000, ended: 20_000};

/** Who keeps the time of what is read. */
export interface ReadingWatch {
  /** Something begins; *of* is the text, the messages or the name that is read. Nothing else begins before it ends. */
  readonly begins: (reading: Reading, of: unknown) => void;
  readonly ends: () => void;
}

let watch: ReadingWatch | undefined;
let limit = readingLimits.ended;
let reading = false;

/** Has somebody hear of all that is read here; *ended* is the limit in Node, in ms. Returns how to go back. */
export function watchReading(
  by: ReadingWatch | undefined,
  {ended = readingLimits.ended}: Partial<ReadingLimits> = {}
): () => void {
  const before = [watch, limit] as const;
  [watch, limit] = [by, ended];
  return () => {
    [watch, limit] = before;
  };
}

/** Returns what *work* returns. Throws where it does not end in time; what is read inside counts as a part of it. */
export function withinTime<T>(kind: Reading, of: unknown, work: () => T): T {
  if (reading) return work();
  reading = true;
  watch?.begins(kind, of);
  try {
    return inNode() ? brokenOff(kind, work) : work();
  } finally {
    reading = false;
    watch?.ends();
  }
}

/** The name under which a script of Node's finds what it shall run. */
const place = Symbol.for("ecco.reading");
const places = globalThis as unknown as Record<symbol, () => void>;
let script: {runInThisContext: (options: {readonly timeout: number}) => unknown} | undefined;

/** Runs *work* under Node's watchdog, which alone ends a regular expression. */
function brokenOff<T>(kind: Reading, work: () => T): T {
  script ??= new (builtin("node:vm").Script)('globalThis[Symbol.for("ecco.reading")]()');
  let outcome: {readonly value: T} | {readonly error: unknown} | undefined;
  places[place] = () => {
    try {
      outcome = {value: work()};
    } catch (error) {
      outcome = {error};
    }
  };
  try {
    script.runInThisContext({timeout: limit});
  } catch (error) {
    throw (error as {readonly code?: string}).code === "ERR_SCRIPT_EXECUTION_TIMEOUT"
      ? overdue(kind, limit)
      : error;
  } finally {
    delete places[place];
  }
  if (!outcome) throw overdue(kind, limit);
  if ("error" in outcome) throw outcome.error;
  return outcome.value;
}
