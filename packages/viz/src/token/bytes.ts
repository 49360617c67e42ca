/** Tokens that are bytes: one character may be spread over several of them. */
import type {Token} from "../data.ts";
import {graphemes} from "./graphemes.ts";

/** A whole character, or a byte that is none. */
interface Unit {
  readonly text: string | null;
  readonly byte: number;
  /** Bytes it has. */
  readonly length: number;
}

const decoder = new TextDecoder("utf-8", {fatal: true, ignoreBOM: true});

function unitAt(bytes: readonly number[], at: number): Unit {
  const byte = bytes[at]!;
  const length = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
  try {
    const text = decoder.decode(Uint8Array.from(bytes.slice(at, at + length)));
    return {text, byte, length};
  } catch {
    return {text: null, byte, length: 1};
  }
}

function unitsOf(bytes: readonly number[]): readonly Unit[] {
  const units: Unit[] = [];
  for (let at = 0; at < bytes.length; at += units.at(-1)!.length) units.push(unitAt(bytes, at));
  return units;
}

/** Returns a byte in two digits: `C3`. */
export const hex = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, "0");

/** Returns what the bytes of one token show: whole characters as they are, other bytes in digits: `a E6 9D`. */
export function byteText(bytes: readonly number[]): string {
  let out = "";
  let digits = false;
  for (const {text, byte} of unitsOf(bytes)) {
    const apart = out !== "" && (digits || text === null);
    digits = text === null;
    out += `${apart ? " " : ""}${text ?? hex(byte)}`;
  }
  return out;
}

/** Returns what tokens say together: texts as they are, bytes as the characters they spell; what spells none is U+FFFD. */
export function joinedText(tokens: readonly Token[]): string {
  let out = "";
  let pending: number[] = [];
  const flush = (): void => {
    out += unitsOf(pending)
      .map(({text}) => text ?? "\ufffd")
      .join("");
    pending = [];
  };
  for (const {text, bytes} of tokens) {
    if (bytes) {
      for (const byte of bytes) pending.push(byte);
      continue;
    }
    flush();
    out += text ?? "";
  }
  flush();
  return out;
}

/** A character and the tokens, first to last by index, that spell it. */
export interface Spelled {
  readonly text: string;
  readonly first: number;
  readonly last: number;
}

/** Returns the characters that are spread over several tokens. */
export function spelledTogether(tokens: readonly Token[]): readonly Spelled[] {
  const found: Spelled[] = [];
  for (let i = 0; i < tokens.length; i++) {
    if (!tokens[i]!.bytes) continue;
    const from = i;
    while (tokens[i + 1]?.bytes) i++;
    for (const one of spelledBy(tokens.slice(from, i + 1), from)) found.push(one);
  }
  return found;
}

function spelledBy(tokens: readonly Token[], from: number): readonly Spelled[] {
  const bytes = tokens.flatMap((token) => token.bytes ?? []);
  const owner = tokens.flatMap(({bytes: own = []}, i) => own.map(() => from + i));
  // Where each UTF-16 unit of the text comes from, so that characters of several code points are one.
  const ends: Spelled[] = [];
  let text = "";
  let at = 0;
  for (const unit of unitsOf(bytes)) {
    const said = unit.text ?? "\ufffd";
    const place = {text: said, first: owner[at]!, last: owner[at + unit.length - 1]!};
    for (let k = 0; k < said.length; k++) ends.push(place);
    text += said;
    at += unit.length;
  }
  let start = 0;
  const spelled: Spelled[] = [];
  for (const grapheme of graphemes(text)) {
    const first = ends[start]!.first;
    start += grapheme.length;
    const {last} = ends[start - 1]!;
    if (last > first && !grapheme.includes("\ufffd")) spelled.push({text: grapheme, first, last});
  }
  return spelled;
}
