import type {SurfaceUnit} from "./surface.ts";

/** Where a token lies in the text, in UTF-16 units: [start, end). */
export interface Range {
  readonly start: number;
  readonly end: number;
}

interface Unit {
  readonly text: string;
  /** The character of the text it comes from; "…" becomes three units. */
  readonly source: string;
  readonly start: number;
  readonly end: number;
}

/** How far the two sides may be apart before a character is given up as unknown. */
const window = 24;

/**
 * Returns the range of each of `count` tokens in `text`.
 *
 * The tokenizer library gives no offsets and its normalisers change the text, so both sides are brought to one
 * canonical form (compatibility decomposition, no case, no marks, one kind of space) that no normaliser changes,
 * and matched from left to right. Text that tokens reproduce as it is (byte-level vocabularies) is matched as it is.
 * `unknown` are tokens that stand for text they do not show; they take what lies between their neighbours.
 */
export function alignTokens(
  text: string,
  units: readonly SurfaceUnit[],
  count: number,
  unknown: ReadonlySet<number>
): Range[] {
  const well = text.toWellFormed();
  const surface = units.map((unit) => unit.text).join("");
  const exact = unknown.size === 0 && (surface === well || surface === ` ${well}`);
  const canonical = exact ? (char: string): readonly string[] => [char] : canonicalForm;
  const left = textUnits(well, canonical);
  const right = units.flatMap((unit) =>
    [...canonical(unit.text)].map((char) => ({...unit, text: char}))
  );
  const starts = new Array<number>(count).fill(-1);
  const ends = new Array<number>(count).fill(-1);
  let i = 0;
  for (let j = 0; j < right.length; j++) {
    const unit = right[j]!;
    if (unknown.has(unit.first)) {
      // The first unit of an unknown token takes its whole range; the rest of its name stands for nothing.
      if (right[j - 1]?.first !== unit.first)
        i = takeUnknown(left, i, unit.first, right, j, starts, ends);
      continue;
    }
    if (left[i]?.text !== unit.text) {
      const step = resync(left, i, right, j);
      if (step === null) continue;
      i = step;
    }
    const {start, end} = left[i]!;
    for (let token = unit.first; token <= unit.last; token++) {
      if (starts[token]! < 0) starts[token] = start;
      ends[token] = Math.max(ends[token]!, end);
    }
    i++;
  }
  return fillGaps(starts, ends, well.length);
}

/** Returns the position in `left` that matches right[j], or null when right[j] has no counterpart (an added space). */
function resync(
  left: readonly Unit[],
  i: number,
  right: readonly SurfaceUnit[],
  j: number
): number | null {
  const wanted = right[j]!.text;
  if (wanted === " ") return null;
  // Spaces the tokens do not show are passed over without looking further.
  let position = i;
  while (left[position]?.text === " ") position++;
  if (left[position]?.text === wanted) return position;
  const next = right[j + 1]?.text;
  for (let ahead = position; ahead < Math.min(left.length, position + window); ahead++) {
    if (left[ahead]!.text !== wanted) continue;
    if (
      next === undefined ||
      next === " " ||
      right[j + 1]!.first !== right[j]!.first ||
      left[ahead + 1]?.text === next
    )
      return ahead;
  }
  return null;
}

/** Gives an unknown token the word or the character it stands for and returns where the text goes on. */
function takeUnknown(
  left: readonly Unit[],
  from: number,
  token: number,
  right: readonly SurfaceUnit[],
  j: number,
  starts: number[],
  ends: number[]
): number {
  let i = from;
  while (left[i]?.text === " ") i++;
  if (!left[i]) return i;
  let until = i + 1;
  const isLast = right.at(-1)!.first === token;
  if (isLast) until = left.length;
  else if (isAlone(left[i]!.source)) while (left[until]?.start === left[i]!.start) until++;
  else while (left[until] && left[until]!.text !== " " && !isAlone(left[until]!.source)) until++;
  while (until > i + 1 && left[until - 1]!.text === " ") until--;
  starts[token] = left[i]!.start;
  ends[token] = left[until - 1]!.end;
  return until;
}

/** Characters that tokenizers of words treat one by one: punctuation, all ASCII that is no letter or digit, Han. */
function isAlone(char: string): boolean {
  return /[\p{P}!-/:-@[-`{-~\p{sc=Han}]/u.test(char);
}

/** Tokens without a character of their own (a prefix space, a dropped mark) lie empty between their neighbours. */
function fillGaps(starts: readonly number[], ends: readonly number[], length: number): Range[] {
  const ranges: Range[] = [];
  let start = 0;
  let end = 0;
  for (let token = 0; token < starts.length; token++) {
    if (starts[token]! >= 0) {
      start = Math.max(start, starts[token]!);
      end = Math.max(start, ends[token]!);
    } else {
      start = end;
    }
    ranges.push({start: Math.min(start, length), end: Math.min(end, length)});
  }
  return ranges;
}

function textUnits(text: string, canonical: (char: string) => readonly string[]): Unit[] {
  const units: Unit[] = [];
  let start = 0;
  for (const char of text) {
    const end = start + char.length;
    const forms = canonical(char);
    const last = units.at(-1);
    // Marks and controls have no form of their own and belong to what they follow.
    if (forms.length === 0 && last) units[units.length - 1] = {...last, end};
    for (const form of forms) units.push({text: form, source: char, start, end});
    start = end;
  }
  return units;
}

const forms = new Map<string, readonly string[]>();

/** Returns what is left of a character that no normaliser of any tokenizer changes; nothing for marks and controls. */
function canonicalForm(char: string): readonly string[] {
  let form = forms.get(char);
  if (!form) {
    const plain = char.normalize("NFKD").toLowerCase().normalize("NFKD").replaceAll("ς", "σ");
    form = /\s/u.test(char)
      ? [" "]
      : [...plain.replaceAll(/[\p{M}\p{C}]/gu, "").replaceAll(/\s/gu, " ")];
    forms.set(char, form);
  }
  return form;
}
