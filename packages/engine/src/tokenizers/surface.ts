import type {TokenizerJson} from "./tokenizer-json.ts";

/** A code point a token stands for, and the tokens (first to last) that share its bytes. */
export interface SurfaceUnit {
  readonly text: string;
  readonly first: number;
  readonly last: number;
}

/** Turns vocabulary strings into the text they stand for. */
export interface Surface {
  /** Returns the code points of a sequence of vocabulary strings, spaces included. */
  units(pieces: readonly string[]): SurfaceUnit[];
  /** Returns what one vocabulary string stands for; bytes that are no character alone become U+FFFD. */
  text(piece: string): string;
  /** Returns the bytes of a vocabulary string, where some of them are no character alone. */
  bytes(piece: string): readonly number[] | undefined;
}

type Part = string | readonly number[];

/** Returns how this tokenizer's vocabulary strings are read; `literal` are its added tokens. */
export function createSurface(json: TokenizerJson, literal: ReadonlySet<string>): Surface {
  const part = partReader(json);
  const parts = remembering((piece): Part => (literal.has(piece) ? piece : part(piece)));
  const text = remembering((piece): string => {
    const read = parts(piece);
    return typeof read === "string" ? read : new TextDecoder().decode(Uint8Array.from(read));
  });
  return {
    units: (pieces) => joinUnits(pieces.map(parts)),
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
  const types = new Set([...componentTypes(json.decoder), ...componentTypes(json.pre_tokenizer)]);
  if (types.has("ByteLevel")) return (piece) => byteLevel(piece) ?? piece;
  const prefix =
    json.model.type === "WordPiece" ? (json.model.continuing_subword_prefix ?? "##") : null;
  if (prefix)
    return (piece) =>
      piece.length > prefix.length && piece.startsWith(prefix) ? piece.slice(prefix.length) : piece;
  const suffix = json.model.end_of_word_suffix;
  return (piece) => {
    const byte = /^<0x([0-9A-F]{2})>$/i.exec(piece);
    if (byte) return [parseInt(byte[1]!, 16)];
    const spaced = piece.replaceAll("\u2581", " ");
    return suffix && spaced.endsWith(suffix) ? spaced.slice(0, -suffix.length) : spaced;
  };
}

/** Returns the `type` of a component and of all inside it. */
function componentTypes(component: unknown): string[] {
  const {type, pretokenizers, decoders} = (component ?? {}) as Readonly<Record<string, unknown>>;
  const inner = pretokenizers ?? decoders;
  return [String(type), ...(Array.isArray(inner) ? inner.flatMap(componentTypes) : [])];
}

/** GPT-2's table: printable Latin-1 stands for itself, the other bytes for U+0100 and up. */
const byteOf: ReadonlyMap<string, number> = (() => {
  const printable = (byte: number): boolean =>
    (byte >= 0x21 && byte <= 0x7e) ||
    (byte >= 0xa1 && byte <= 0xac) ||
    (byte >= 0xae && byte <= 0xff);
  const map = new Map<string, number>();
  let next = 0x100;
  for (let byte = 0; byte < 256; byte++)
    map.set(String.fromCodePoint(printable(byte) ? byte : next++), byte);
  return map;
})();

function byteLevel(piece: string): number[] | null {
  const bytes = Array.from(piece, (char) => byteOf.get(char));
  return bytes.every((byte) => byte !== undefined) ? bytes : null;
}

function joinUnits(parts: readonly Part[]): SurfaceUnit[] {
  const units: SurfaceUnit[] = [];
  let pending: Byte[] = [];
  const flush = (): void => {
    for (const unit of decodeUnits(pending)) units.push(unit);
    pending = [];
  };
  parts.forEach((part, token) => {
    if (typeof part === "string") {
      flush();
      for (const text of part.toWellFormed()) units.push({text, first: token, last: token});
    } else {
      for (const byte of part) pending.push({byte, token});
    }
  });
  flush();
  return units;
}

interface Byte {
  readonly byte: number;
  readonly token: number;
}

/** Reads UTF-8; a malformed byte is one unit of U+FFFD. */
function decodeUnits(bytes: readonly Byte[]): SurfaceUnit[] {
  const units: SurfaceUnit[] = [];
  for (let at = 0; at < bytes.length;) {
    const code = codeAt(bytes, at);
    const length = code === null ? 1 : widthOf(code);
    units.push({
      text: code === null ? "\ufffd" : String.fromCodePoint(code),
      first: bytes[at]!.token,
      last: bytes[at + length - 1]!.token
    });
    at += length;
  }
  return units;
}

const widthOf = (code: number): number =>
  code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;

/** Returns the code point that begins at a place; null where bytes are missing, or say one in more bytes than it takes. */
function codeAt(bytes: readonly Byte[], at: number): number | null {
  const lead = bytes[at]!.byte;
  if (lead < 0x80) return lead;
  const width = lead < 0xc0 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf8 ? 4 : 0;
  if (width === 0) return null;
  let code = lead & (0x7f >> width);
  for (let next = 1; next < width; next++) {
    const byte = bytes[at + next]?.byte ?? 0;
    if ((byte & 0xc0) !== 0x80) return null;
    code = (code << 6) | (byte & 0x3f);
  }
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  return code > 0x10_ffff || isSurrogate || widthOf(code) !== width ? null : code;
}
