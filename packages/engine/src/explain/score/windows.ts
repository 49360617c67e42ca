/** Long texts in windows: each token is scored once, in one of them. */
import {InputError} from "../../errors.ts";
import type {ScoreOptions} from "./options.ts";

/** Models read more, but the scores of attention grow with the square. */
const USUAL = 1024;

/** Tokens from *start* to before *end*, and which of them are scored here. */
export interface Window {
  readonly start: number;
  readonly end: number;
  readonly scored: readonly number[];
}

export interface Reading {
  readonly window: number;
  readonly stride: number;
}

/**
 * Returns how long the windows are; *kept* tokens stand in each of them. Throws InputError for a window longer than the
 * model reads, or a stride that leaves a token out.
 */
export function readingOf(
  {window: asked, stride: step}: Pick<ScoreOptions, "window" | "stride">,
  context: number,
  kept: number
): Reading {
  const least = kept + 2;
  const window = asked ?? Math.max(least, Math.min(USUAL, context));
  if (!Number.isInteger(window) || window < least || window > context)
    throw new InputError(
      `window: got ${window}, expected a whole number of tokens from ${least}${Number.isFinite(context) ? ` to ${context}` : ""}`
    );
  // The first of a window is predicted by nothing, unless a start token stands before it.
  const most = window - Math.max(kept, 1);
  const stride = step ?? Math.min(most, Math.max(1, Math.floor(window / 2)));
  if (!Number.isInteger(stride) || stride < 1 || stride > most)
    throw new InputError(
      `stride: got ${stride}, expected a whole number of tokens from 1 to ${most}`
    );
  return {window, stride};
}

const range = (start: number, end: number): number[] =>
  Array.from({length: Math.max(0, end - start)}, (_, index) => start + index);

/**
 * Returns the windows of *length* tokens that are read forwards: each scores what the one before has not seen, so that
 * every token beyond the first window has at least size − stride before it.
 */
export function forwardWindows(length: number, size: number, stride: number): Window[] {
  const made: Window[] = [];
  let seen = 0;
  for (let start = 0; seen < length; start += stride) {
    const end = Math.min(start + size, length);
    made.push({start, end, scored: range(seen, end)});
    seen = end;
  }
  return made;
}

/**
 * Returns the windows of *length* tokens that are read from both sides: each token is scored where the shorter of its
 * two sides is longest; the text's own ends count as no limit.
 */
export function middleWindows(length: number, size: number, stride: number): Window[] {
  const last = Math.max(0, length - size);
  const starts = [...range(0, Math.ceil(last / stride)).map((index) => index * stride), last];
  const room = (at: number, start: number): number => {
    const end = Math.min(start + size, length);
    if (at < start || at >= end) return -1;
    return Math.min(start === 0 ? Infinity : at - start, end === length ? Infinity : end - 1 - at);
  };
  const chosen = starts.map((): number[] => []);
  for (const at of range(0, length)) {
    let best = 0;
    for (let index = 1; index < starts.length; index++)
      if (room(at, starts[index]!) > room(at, starts[best]!)) best = index;
    chosen[best]!.push(at);
  }
  return starts.map((start, index) => ({
    start,
    end: Math.min(start + size, length),
    scored: chosen[index]!
  }));
}
