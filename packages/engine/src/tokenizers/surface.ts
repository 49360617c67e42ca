import type {Given} from "./fields.ts";
import {bytesOf} from "./pipeline/byte-level.ts";
import type {TokenizerJson} from "./tokenizer-json.ts";

/** Turns vocabulary strings into the text they stand for. */
export interface Surface {
  /** Returns what one vocabulary string stands for; bytes that are no character alone become U+FFFD. */
  text(piece: string): string;
  /** Returns the bytes of a vocabulary string, where some of them are no character alone. */
  bytes(piece: string): readonly number[] | undefined;
}

type Part = string | readonly number[];

const utf8 = new TextDecoder("utf-8", {ignoreBOM: true});

/** Returns how this tokenizer's vocabulary strings are read; `literal` are its added tokens. */
export function createSurface(json: TokenizerJson, literal: ReadonlySet<string>): Surface {
  const part = partReader(json);
  const parts = remembering((piece): Part => (literal.has(piece) ? piece : part(piece)));
  const text = remembering((piece): string => {
    const read = parts(piece);
    return typeof read === "string" ? read : utf8.decode(Uint8Array.from(read));
  });
  return {
    text,
    bytes: (piece) => {
      const read = parts(piece);
      return typeof read !== "string" && text(piece).includes("\ufffd") ? read : undefined;
    }
  };
}

/** How many vocabulary strings are kept as they were read. */
const kept = 50_000;

/** Returns a function that knows what it was asked before: a long text is made of few strings. */
function remembering<T>(read: (piece: string) => T): (piece: string) => T {
  const known = new Map<string, T>();
  return (piece) => {
    const before = known.get(piece);
    if (before !== undefined) return before;
    const now = read(piece);
    if (known.size >= kept) known.clear();
    known.set(piece, now);
    return now;
  };
}

function partReader(json: TokenizerJson): (piece: string) => Part {
  const {decoder, normalizer, pre_tokenizer: cut, model} = json;
  const types = new Set([decoder, normalizer, cut].flatMap(componentTypes));
  if (types.has("ByteLevel")) return (piece) => bytesOf(piece) ?? piece;
  const prefix = model.continuing_subword_prefix ?? (model.type === "WordPiece" ? "##" : null);
  if (prefix)
    return (piece) =>
      piece.length > prefix.length && piece.startsWith(prefix) ? piece.slice(prefix.length) : piece;
  const suffix = model.end_of_word_suffix;
  return (piece) => {
    const byte = /^<0x([0-9A-F]{2})>$/i.exec(piece);
    if (byte) return [parseInt(byte[1]!, 16)];
    const spaced = piece.replaceAll("\u2581", " ");
    return suffix && spaced.endsWith(suffix) ? spaced.slice(0, -suffix.length) : spaced;
  };
}

/** Returns the `type` of a component and of all inside it. */
function componentTypes(component: unknown): string[] {
  const {type, normalizers, pretokenizers, decoders} = (component ?? {}) as Given;
  const inner = normalizers ?? pretokenizers ?? decoders;
  return [String(type), ...(Array.isArray(inner) ? inner.flatMap(componentTypes) : [])];
}
