/** The key-value part of a GGUF file. */
import type {GgufCursor} from "./gguf-cursor.ts";

/** Numbers of one kind, as compact as in the file. Booleans are bytes, 0 or 1. */
export type GgufNumbers =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array
  | BigUint64Array
  | BigInt64Array;

/** A value of the metadata. 64-bit integers are numbers where that is exact, else bigints. */
export type GgufValue =
  | number
  | bigint
  | boolean
  | string
  | GgufNumbers
  | readonly string[]
  | readonly GgufValue[];

interface Scalar {
  readonly width: number;
  readonly read: (view: DataView) => number | bigint | boolean;
  readonly array: (buffer: ArrayBuffer) => GgufNumbers;
}

const exact = (value: bigint): number | bigint =>
  BigInt.asIntN(54, value) === value ? Number(value) : value;

const BOOL = 7;
const STRING = 8;
const ARRAY = 9;

/** The types of fixed width, by their code. */
const scalars: {readonly [code: number]: Scalar} = {
  0: {width: 1, read: (v) => v.getUint8(0), array: (b) => new Uint8Array(b)},
  1: {width: 1, read: (v) => v.getInt8(0), array: (b) => new Int8Array(b)},
  2: {width: 2, read: (v) => v.getUint16(0, true), array: (b) => new Uint16Array(b)},
  3: {width: 2, read: (v) => v.getInt16(0, true), array: (b) => new Int16Array(b)},
  4: {width: 4, read: (v) => v.getUint32(0, true), array: (b) => new Uint32Array(b)},
  5: {width: 4, read: (v) => v.getInt32(0, true), array: (b) => new Int32Array(b)},
  6: {width: 4, read: (v) => v.getFloat32(0, true), array: (b) => new Float32Array(b)},
  [BOOL]: {width: 1, read: (v) => v.getUint8(0) !== 0, array: (b) => new Uint8Array(b)},
  10: {width: 8, read: (v) => exact(v.getBigUint64(0, true)), array: (b) => new BigUint64Array(b)},
  11: {width: 8, read: (v) => exact(v.getBigInt64(0, true)), array: (b) => new BigInt64Array(b)},
  12: {width: 8, read: (v) => v.getFloat64(0, true), array: (b) => new Float64Array(b)}
};

/** Shortest entry: a key of length 0, a type, one byte. */
const shortestEntry = 8 + 4 + 1;
const deepest = 4;
/** Arrays within arrays; an empty one takes 12 bytes of the file and twenty times that in memory. */
const mostInner = 10_000;

/** Returns the entries in the file's order. Throws SourceError for what cannot be read. */
export function readMetadata(cursor: GgufCursor, count: number): Map<string, GgufValue> {
  const metadata = new Map<string, GgufValue>();
  let inner = 0;

  function readArray(what: string, depth: number): GgufValue {
    if (depth > deepest)
      cursor.fail(
        `${what}: arrays ${depth} deep, expected at most ${deepest}; convert the model again`
      );
    if (depth > 1 && ++inner > mostInner)
      cursor.fail(`${what}: more than ${mostInner} inner arrays; convert the model again`);
    const code = cursor.u32(`element type of ${what}`);
    const scalar = scalars[code];
    if (scalar) {
      const length = cursor.count(`number of elements of ${what}`, scalar.width);
      const from = cursor.take(length * scalar.width, what);
      const copy = new Uint8Array(cursor.bytes.subarray(from, cursor.at));
      return scalar.array(copy.buffer);
    }
    // A string has at least its length, an array its element type and length.
    if (code === STRING) {
      const length = cursor.count(`number of elements of ${what}`, 8);
      const texts: string[] = [];
      for (let i = 0; i < length; i++) texts.push(cursor.text(`element ${i} of ${what}`));
      return texts;
    }
    if (code === ARRAY) {
      const length = cursor.count(`number of elements of ${what}`, 12);
      const arrays: GgufValue[] = [];
      for (let i = 0; i < length; i++) arrays.push(readArray(`element ${i} of ${what}`, depth + 1));
      return arrays;
    }
    return unknown(`element type of ${what}`, code);
  }

  const unknown = (what: string, code: number): never =>
    cursor.fail(`${what} is ${code}, expected 0 to 12; copy or download the file again`);

  for (let index = 0; index < count; index++) {
    const key = cursor.name(`key ${index} of the metadata`);
    const what = `metadata ${JSON.stringify(key.slice(0, 80))}`;
    if (metadata.has(key))
      cursor.fail(`${what} appears twice; expected unique keys; convert the model again`);
    const code = cursor.u32(`type of ${what}`);
    const scalar = scalars[code];
    if (scalar) metadata.set(key, scalar.read(cursor.view(scalar.width, what)));
    else if (code === STRING) metadata.set(key, cursor.text(what));
    else if (code === ARRAY) metadata.set(key, readArray(what, 1));
    else unknown(`type of ${what}`, code);
  }
  return metadata;
}

/** Returns how many entries follow. */
export const countEntries = (cursor: GgufCursor): number =>
  cursor.few("number of metadata entries", shortestEntry);
