/** A vocabulary of tiktoken's kind, as Llama 3 was published first: a piece in base64 and its rank on each line. */
import {shown, SourceError} from "../../errors.ts";
import {isRecord} from "../fields.ts";
import {bpe, byteLevel, preTokenizers, split} from "./components.ts";
import type {Kind} from "./kind.ts";
import type {Settings} from "./settings.ts";

const line = /^([A-Za-z0-9+/]+={0,2}) (\d{1,9})$/;
const pattern =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

/** Whether a file is of tiktoken's kind and no protobuf. */
export const isTiktoken = (bytes: Uint8Array): boolean =>
  line.test(new TextDecoder("latin1").decode(bytes.subarray(0, 400)).split(/\r?\n/)[0]!);

/** GPT-2's letters for bytes: those that are seen stand for themselves, the others follow behind U+0100. */
const letters: readonly string[] = (() => {
  const seen = (byte: number): boolean =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte !== 173);
  let next = 256;
  return Array.from({length: 256}, (_, byte) => String.fromCodePoint(seen(byte) ? byte : next++));
})();

/** Returns the kind of a tiktoken file; *where* names it. Throws SourceError for a line that is none. */
export function tiktokenKind(bytes: Uint8Array, where: string): Kind {
  const ids: Record<string, number> = {};
  const lines = new TextDecoder().decode(bytes).split(/\r?\n/).filter(Boolean);
  for (const one of lines) {
    const [, piece, rank] = line.exec(one) ?? [];
    if (piece === undefined)
      throw new SourceError(
        `${where}: got the line ${shown(one)}, expected a piece in base64 and its rank; copy or download the file again`
      );
    ids[Array.from(atob(piece), (letter) => letters[letter.charCodeAt(0)]!).join("")] =
      Number(rank);
  }
  return {
    classes: [],
    types: [],
    files: "pieces",
    roles: {},
    completed: (settings) => withReserved(settings, lines.length),
    parts: () => ({
      normalizer: null,
      pre_tokenizer: preTokenizers(split({Regex: pattern}), byteLevel(false, false)),
      decoder: byteLevel(true),
      model: bpe(ids, mergesIn(ids), {whole: true})
    })
  };
}

/** Every way to part a piece into two others, in the order of the ranks of what they make. */
function mergesIn(ids: Readonly<Record<string, number>>): (readonly [string, string])[] {
  const ranks = new Map(Object.entries(ids));
  return [...ranks]
    .toSorted(([, a], [, b]) => a - b)
    .flatMap(([piece]) => {
      const own: [string, string][] = [];
      for (let at = 1; at < piece.length; at++) {
        const [left, right] = [piece.slice(0, at), piece.slice(at)];
        if (ranks.has(left) && ranks.has(right)) own.push([left, right]);
      }
      return own.sort(
        (a, b) => ranks.get(a[0])! - ranks.get(b[0])! || ranks.get(a[1])! - ranks.get(b[1])!
      );
    });
}

/** Tokens behind the pieces, without gaps: those that no file names are reserved. */
function withReserved(settings: Settings, count: number): Settings {
  const {added_tokens_decoder: decoder} = settings;
  if (!isRecord(decoder)) return settings;
  const last = Math.min(Math.max(0, ...Object.keys(decoder).map(Number)), 2 ** 22);
  const all: Record<string, unknown> = {...decoder};
  for (let id = count; id < last; id++)
    all[String(id)] ??= {content: `<|reserved_token_${id}|>`, special: true};
  return {...settings, added_tokens_decoder: all};
}
