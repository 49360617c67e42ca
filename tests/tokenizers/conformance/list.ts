/** The conformance list: tokenizer files, texts, and what Python's `tokenizers` makes of them (make.py writes it). */
import {readFileSync} from "node:fs";
import {brotliDecompressSync} from "node:zlib";

export type Json = Readonly<Record<string, unknown>>;

/** Ids and ranges of a text's tokens; ranges in UTF-16 units: [start, end). */
export interface Reading {
  readonly ids: readonly number[];
  readonly ranges: readonly (readonly [number, number])[];
}

/** What the reference makes of a text; `refused` where it throws. Null: it fails inside, which says nothing. */
export type Expected = (Reading & {readonly decoded: string | null}) | "refused" | null;

/** One tokenizer.json, the ids it puts before and behind every text, and its readings of the texts, in their order. */
export interface Case {
  readonly name: string;
  readonly json: Json;
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly rows: readonly Stored[];
}

type Stored = readonly [number[], number[], string | 0 | null] | null | 0;

const folder = new URL("./", import.meta.url);
const unpack = (name: string): unknown =>
  JSON.parse(brotliDecompressSync(readFileSync(new URL(name, folder))).toString("utf8"));

/** Names and texts. */
export const texts = JSON.parse(
  readFileSync(new URL("texts.json", folder), "utf8")
) as readonly (readonly [name: string, text: string])[];

const {rules, files} = unpack("tokenizers.json.br") as {
  readonly rules: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, Json>>;
};
const results = unpack("expected.json.br") as Readonly<
  Record<string, Pick<Case, "before" | "after" | "rows">>
>;

export const cases: readonly Case[] = Object.entries(files).map(([name, file]) => ({
  name,
  json: withRules(file) as Json,
  ...results[name]!
}));

/** Returns a file with sentencepiece's rules, which are kept once, where it names them. */
function withRules(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withRules);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]: [string, unknown]) => [
      key,
      key === "precompiled_charsmap" ? rules[String(item).replace("rules:", "")] : withRules(item)
    ])
  );
}

/** Returns what is expected of a text; the list counts characters, Ecco UTF-16 units. */
export function expectedOf(text: string, stored: Stored): Expected {
  if (stored === null) return "refused";
  if (stored === 0) return null;
  const [ids, gaps, decoded] = stored;
  const units = unitsOf(text);
  let last = 0;
  const ranges = ids.map((_, at): readonly [number, number] => {
    const start = last + gaps[2 * at]!;
    last = start + gaps[2 * at + 1]!;
    return [units[start]!, units[last]!];
  });
  return {ids, ranges, decoded: decoded === 0 ? text : decoded};
}

/** Returns where each character begins, and the text's length. */
function unitsOf(text: string): number[] {
  const starts = [0];
  for (const character of text) starts.push(starts.at(-1)! + character.length);
  return starts;
}
