/**
 * Unicode's normalization forms, character by character: which of them are added, and which stand for several.
 *
 * The engine's `normalize` says what is written; the counts are those of the Rust crate `unicode-normalization-alignments`.
 */
import type {Aligned, Change} from "./aligned.ts";
import {newer} from "./unicode-tables.ts";

export type Form = "NFC" | "NFD" | "NFKC" | "NFKD";

interface Part {
  char: string;
  /** 1: added; 0: takes the place of a character; −n: of one and the n behind it. */
  count: number;
}

/** Has ranks below all marks but itself: a mark whose place it takes is one that moves. */
const iota = "\u0345";

const marks = new Map<string, boolean>();
/** Whether a character has a combining class: it is put in order behind the letter it belongs to. */
function isMark(char: string): boolean {
  if (char < "\u0300") return false;
  let known = marks.get(char);
  if (known === undefined) {
    known =
      /\p{M}/u.test(char) &&
      !newer(char) &&
      (char === iota || (iota + char).normalize("NFD") !== iota + char.normalize("NFD"));
    marks.set(char, known);
  }
  return known;
}

/** Returns the one character that two make; undefined where they stay two. */
function composed(a: string, b: string): string | undefined {
  const both = (a + b).normalize("NFC");
  const isOne = both.length === (both.codePointAt(0)! > 0xffff ? 2 : 1);
  return isOne && !newer(both) ? both : undefined;
}

const manyMarks = /\p{M}{100}/u;

/** Returns a text in a form. */
export function inForm(piece: Aligned, form: Form): Aligned {
  const {text} = piece;
  // JavaScript's own takes the square of a run of marks.
  if (!manyMarks.test(text) && text.normalize(form) === text) return piece;
  const compatible = form === "NFKC" || form === "NFKD";
  const parts = decomposed(text, compatible ? "NFKD" : "NFD");
  return piece.changed(changeOf(form === "NFC" || form === "NFKC" ? recomposed(parts) : parts));
}

function changeOf(parts: readonly Part[]): Change {
  return {chars: parts.map(({char}) => char), counts: parts.map(({count}) => count)};
}

function decomposed(text: string, form: "NFD" | "NFKD"): Part[] {
  const parts: Part[] = [];
  /** Marks behind the last letter, in the order of the text. */
  let pending: Part[] = [];
  const flush = (): void => {
    if (pending.length > 1) pending = ordered(pending);
    for (const part of pending) parts.push(part);
    pending = [];
  };
  for (const char of text) {
    let count = 0;
    for (const made of char < "\u00a0" || newer(char) ? char : char.normalize(form)) {
      if (isMark(made)) pending.push({char: made, count});
      else {
        flush();
        parts.push({char: made, count});
      }
      count = 1;
    }
  }
  flush();
  return parts;
}

/** Puts marks in Unicode's order; those of one class keep theirs. */
function ordered(pending: readonly Part[]): Part[] {
  const kinds = [...new Set(pending.map(({char}) => char))].toSorted(byClass);
  const ranks = new Map<string, number>();
  kinds.forEach((kind, at) => {
    const before = kinds[at - 1];
    const isNext = before !== undefined && byClass(before, kind) !== 0;
    ranks.set(kind, before === undefined ? 0 : ranks.get(before)! + Number(isNext));
  });
  return pending.toSorted((a, b) => ranks.get(a.char)! - ranks.get(b.char)!);
}

/** Compares the combining classes of two marks: which of them is put before the other. */
function byClass(a: string, b: string): number {
  if ((b + a).normalize("NFD") !== b + a) return -1;
  return (a + b).normalize("NFD") === a + b ? 0 : 1;
}

function recomposed(parts: readonly Part[]): Part[] {
  const made: Part[] = [];
  let base: Part | null = null;
  /** Marks that have not become one with the base. */
  let behind: Part[] = [];
  const flush = (): void => {
    if (base) made.push(base);
    for (const part of behind) made.push(part);
    behind = [];
  };
  for (const {char, count} of parts) {
    const mark = isMark(char);
    const last: Part | undefined = behind.at(-1);
    const isBlocked = last !== undefined && (!mark || byClass(last.char, char) === 0);
    const whole: string | undefined = base && !isBlocked ? composed(base.char, char) : undefined;
    if (base && whole !== undefined) {
      base.char = whole;
      base.count += count - 1;
    } else if (!base && mark) made.push({char, count});
    else if (mark) behind.push({char, count});
    else {
      flush();
      base = {char, count};
    }
  }
  flush();
  return made;
}
