/** What is wrong with the text of a cell, and where. */
import type {CellKind} from "../document/cell-types.ts";

/** A place in the text of a cell. */
export interface Place {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

export interface Diagnostic {
  readonly message: string;
  /** Null when the compiler does not say. */
  readonly place: Place | null;
  /** First character of the text it is about, from 0; null with `place`. */
  readonly from: number | null;
  /** The type of cell that this text would run as; none by default. */
  readonly wouldRunAs?: CellKind;
}

interface Located {
  readonly loc?: {readonly line: number; readonly column: number};
}

/** Returns the place of that character. */
export function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset).split("\n");
  return {line: before.length, column: before.at(-1)!.length + 1};
}

/** Returns the first character of that place. */
export function offsetOf(text: string, {line, column}: Place): number {
  const lines = text.split("\n").slice(0, line - 1);
  const start = lines.reduce((sum, each) => sum + each.length + 1, 0);
  return Math.min(start + column - 1, text.length);
}

/**
 * Returns what a compiler's error says; its place is in `loc` or at the end of the message. *counted* is the number of
 * the first column there: 0 for acorn and notebook-kit, 1 for Sucrase.
 */
export function diagnosticOf(error: unknown, text: string, counted: 0 | 1): Diagnostic {
  const {message, loc} = error as Error & Located;
  const first = 1 - counted;
  const said = /\s*\((\d+):(\d+)\)\s*$/.exec(message);
  const place = loc
    ? {line: loc.line, column: loc.column + first}
    : said
      ? {line: Number(said[1]), column: Number(said[2]) + first}
      : null;
  const plain = message.replace(/\s*\(\d+:\d+\)\s*$/, "");
  return {
    message: plain.charAt(0).toLowerCase() + plain.slice(1),
    place,
    from: place && offsetOf(text, place)
  };
}
