import type {Token} from "../data.ts";
import {isSpace} from "./label.ts";
import {opensTurn, sameSection} from "./turns.ts";

/** One token's place in the line of text. */
export interface Placed {
  readonly token: Token;
  /** 0-based, counted over the whole strip. */
  readonly position: number;
  /** Whether a gap (the space of the text) stands before it. */
  readonly gap: boolean;
  /** Whether it touches the token before it. */
  readonly seam: boolean;
  /** Whether another message of a conversation begins with it. */
  readonly opens: boolean;
}

/** Tokens that wrap together. */
export type Run = readonly Placed[];

/** A run longer than this may break anywhere, or narrow columns would overflow. */
const widest = 24;

const spaceless =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** In UTF-8 a character of several bytes begins with one of at least this. */
const firstOfCharacter = 0xc0;
const wordy = /[\p{L}\p{N}]/u;

/** Whether the text has a space between two neighbours: from offsets, else from the token's own leading space, else from word numbers. */
export function hasGap(before: Token | undefined, token: Token, marksSpaces: boolean): boolean {
  if (!before || token.special || before.special) return false;
  const text = token.text ?? "";
  // A space that is a token of its own is drawn as one, so nothing is left out around it.
  if (isSpace(text)) return false;
  if (/^[ \u00a0]/.test(text)) return true;
  if (isSpace(before.text ?? "")) return false;
  if (before.text?.endsWith("\n")) return false;
  if (/[ \u00a0]$/.test(before.text ?? "")) return true;
  if (before.end !== null && token.start !== null && token.end !== null)
    return token.start > before.end;
  // Without offsets a tokenizer that writes its spaces has just said that there is none.
  if (marksSpaces || token.word === null || before.word === null || token.word === before.word)
    return token.text === null;
  const last = before.text?.at(-1) ?? "";
  const first = text[0] ?? "";
  return wordy.test(last) && wordy.test(first) && !(spaceless.test(last) || spaceless.test(first));
}

/** Returns the tokens with gaps and seams, in runs that wrap together: the parts of a word and its punctuation. */
export function wordRuns(tokens: readonly Token[], offset = 0, before?: Token): readonly Run[] {
  const marksSpaces = tokens.some(
    (token) => !token.special && /^[ \u00a0]\S/.test(token.text ?? "")
  );
  const placed = tokens.map((token, i): Placed => {
    const previous = i ? tokens[i - 1] : before;
    const gap = hasGap(previous, token, marksSpaces);
    const apart =
      gap ||
      !previous ||
      i === 0 ||
      token.special ||
      previous.special ||
      !sameSection(previous, token) ||
      previous.text?.includes("\n");
    return {
      token,
      position: offset + i,
      gap,
      seam: !apart,
      opens: opensTurn(previous, token)
    };
  });
  const runs: Placed[][] = [];
  for (const item of placed) {
    const run = runs.at(-1);
    const text = item.token.text ?? "";
    const breakable =
      spaceless.test(text) ||
      isSpace(text) ||
      isSpace(run?.at(-1)?.token.text ?? "") ||
      (item.token.bytes?.[0] ?? 0) >= firstOfCharacter;
    if (item.seam && run && !breakable && size(run) + size([item]) <= widest) run.push(item);
    else runs.push([item]);
  }
  return runs;
}

const size = (run: Run): number =>
  run.reduce((sum, {token}) => sum + (token.text ?? "00000").trim().length, 0);
