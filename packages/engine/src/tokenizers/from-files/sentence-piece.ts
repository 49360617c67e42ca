/** Reads a sentencepiece model (tokenizer.model, spiece.model): a protobuf of pieces and of how a text is prepared. */
import {SourceError} from "../../errors.ts";

export interface Piece {
  readonly piece: string;
  readonly score: number;
  /** One of `pieceTypes`. */
  readonly type: number;
}

export const pieceTypes = {normal: 1, unknown: 2, control: 3, userDefined: 4, unused: 5, byte: 6};

export interface SentencePieceModel {
  readonly pieces: readonly Piece[];
  /** 1 is Unigram, 2 BPE, 3 words, 4 characters. */
  readonly modelType: number;
  readonly byteFallback: boolean;
  readonly whitespaceAsSuffix: boolean;
  /** Ids of the pieces with a role; below 0 for none. */
  readonly ids: {readonly unk: number; readonly bos: number; readonly eos: number};
  readonly names: {readonly unk: string; readonly bos: string; readonly eos: string};
  readonly charsmap: Uint8Array | null;
  readonly addDummyPrefix: boolean;
  readonly removeExtraWhitespaces: boolean;
  readonly escapeWhitespaces: boolean;
}

/** Above the largest published vocabulary. */
const mostPieces = 2 ** 22;
const utf8 = new TextDecoder("utf-8", {fatal: true});

/** A field's value: whole numbers, the bytes of a float, or of what has a length. */
type Value = bigint | Uint8Array;

/** Yields the fields of a message. Throws RangeError where it ends too early or has what no such message has. */
function* fieldsOf(bytes: Uint8Array): Generator<readonly [number, Value]> {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) break;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, value);
    }
    throw new RangeError("a number does not end");
  };
  const take = (length: number): Uint8Array => {
    if (!(length >= 0 && at + length <= bytes.length)) throw new RangeError("a field does not end");
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const key = varint();
    const [field, kind] = [Number(key >> 3n), Number(key & 7n)];
    if (kind === 0) yield [field, varint()];
    else if (kind === 1) yield [field, take(8)];
    else if (kind === 2) yield [field, take(Number(varint()))];
    else if (kind === 5) yield [field, take(4)];
    else throw new RangeError(`a field of kind ${kind}`);
  }
}

const whole = (value: Value): number => {
  if (typeof value !== "bigint") throw new RangeError("a number is no number");
  return Number(value);
};
const flag = (value: Value): boolean => whole(value) !== 0;
const bytesOf = (value: Value): Uint8Array => {
  if (typeof value === "bigint") throw new RangeError("a text is no text");
  return value;
};
const text = (value: Value): string => utf8.decode(bytesOf(value));
const float = (value: Value): number => {
  const {buffer, byteOffset, length} = bytesOf(value);
  if (length !== 4) throw new RangeError("a score is no float");
  return new DataView(buffer, byteOffset).getFloat32(0, true);
};

/** Reads the known fields of a message into an object; others are passed over. */
function read<T extends object>(
  bytes: Uint8Array,
  readers: Readonly<Record<number, (into: T, value: Value) => void>>,
  into: T
): T {
  for (const [field, value] of fieldsOf(bytes)) readers[field]?.(into, value);
  return into;
}

type Writable<T> = {-readonly [K in keyof T]: T[K]};
type Made = {
  -readonly [K in keyof SentencePieceModel]: SentencePieceModel[K] extends object | null
    ? SentencePieceModel[K] extends readonly Piece[]
      ? Piece[]
      : SentencePieceModel[K] extends Uint8Array | null
        ? Uint8Array | null
        : Writable<SentencePieceModel[K]>
    : SentencePieceModel[K];
};

const ofPiece: Readonly<Record<number, (into: Writable<Piece>, value: Value) => void>> = {
  1: (into, value) => (into.piece = text(value)),
  2: (into, value) => (into.score = float(value)),
  3: (into, value) => (into.type = whole(value))
};
const ofTrainer: Readonly<Record<number, (into: Made, value: Value) => void>> = {
  3: (into, value) => (into.modelType = whole(value)),
  24: (into, value) => (into.whitespaceAsSuffix = flag(value)),
  35: (into, value) => (into.byteFallback = flag(value)),
  40: (into, value) => (into.ids.unk = whole(value)),
  41: (into, value) => (into.ids.bos = whole(value)),
  42: (into, value) => (into.ids.eos = whole(value)),
  45: (into, value) => (into.names.unk = text(value)),
  46: (into, value) => (into.names.bos = text(value)),
  47: (into, value) => (into.names.eos = text(value))
};
const ofNormalizer: Readonly<Record<number, (into: Made, value: Value) => void>> = {
  2: (into, value) => {
    const bytes = bytesOf(value);
    into.charsmap = bytes.length > 0 ? bytes : null;
  },
  3: (into, value) => (into.addDummyPrefix = flag(value)),
  4: (into, value) => (into.removeExtraWhitespaces = flag(value)),
  5: (into, value) => (into.escapeWhitespaces = flag(value))
};
const ofModel: Readonly<Record<number, (into: Made, value: Value) => void>> = {
  1: (into, value) => {
    if (into.pieces.length === mostPieces) throw new RangeError(`more than ${mostPieces} pieces`);
    const empty: Piece = {piece: "", score: 0, type: pieceTypes.normal};
    into.pieces.push(read(bytesOf(value), ofPiece, empty));
  },
  2: (into, value) => read(bytesOf(value), ofTrainer, into),
  3: (into, value) => read(bytesOf(value), ofNormalizer, into)
};

/** Returns what a sentencepiece model says; *where* names the file. Throws SourceError for what is none. */
export function readSentencePiece(bytes: Uint8Array, where: string): SentencePieceModel {
  const made: Made = {
    pieces: [],
    modelType: 1,
    byteFallback: false,
    whitespaceAsSuffix: false,
    ids: {unk: 0, bos: 1, eos: 2},
    names: {unk: "<unk>", bos: "<s>", eos: "</s>"},
    charsmap: null,
    addDummyPrefix: true,
    removeExtraWhitespaces: true,
    escapeWhitespaces: true
  };
  try {
    read(bytes, ofModel, made);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SourceError(
      `${where}: no sentencepiece model: ${reason}; copy or download the file again`,
      {cause: error}
    );
  }
  if (made.pieces.length === 0)
    throw new SourceError(
      `${where}: no sentencepiece model: it has no pieces; copy or download the file again`
    );
  return made;
}
