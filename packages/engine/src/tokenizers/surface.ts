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
  const parts = (piece: string): Part => (literal.has(piece) ? piece : part(piece));
  const text = (piece: string): string => {
    const read = parts(piece);
    return typeof read === "string" ? read : new TextDecoder().decode(Uint8Array.from(read));
  };
  return {
    units: (pieces) => joinUnits(pieces.map(parts)),
    text,
    bytes: (piece) => {
      const read = parts(piece);
      return typeof read !== "string" && text(piece).includes("\ufffd") ? read : undefined;
    }
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
  if (typeof component !== "object" || component === null) return [];
  const inner = Object.values(component).flatMap((value) =>
    typeof value === "object" ? componentTypes(value) : []
  );
  return "type" in component ? [String(component.type), ...inner] : inner;
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
  let pending: {byte: number; token: number}[] = [];
  const flush = (): void => {
    units.push(...decodeUnits(pending));
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

/** Reads UTF-8; a malformed byte is one unit of U+FFFD. */
function decodeUnits(bytes: readonly {byte: number; token: number}[]): SurfaceUnit[] {
  const decoder = new TextDecoder("utf-8", {fatal: true, ignoreBOM: true});
  const units: SurfaceUnit[] = [];
  for (let i = 0; i < bytes.length;) {
    const lead = bytes[i]!.byte;
    const wanted = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    const slice = bytes.slice(i, i + wanted);
    let text = "\ufffd";
    let length = 1;
    try {
      text = decoder.decode(Uint8Array.from(slice, ({byte}) => byte));
      length = slice.length;
    } catch {
      // keep U+FFFD for this byte alone
    }
    units.push({text, first: bytes[i]!.token, last: bytes[i + length - 1]!.token});
    i += length;
  }
  return units;
}
