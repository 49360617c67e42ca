/** Reads GGUF files, versions 2 and 3. */
import {UnsupportedError} from "../errors.ts";
import {GgufCursor} from "./gguf-cursor.ts";
import {countEntries, readMetadata} from "./gguf-metadata.ts";
import type {GgufValue} from "./gguf-metadata.ts";
import {ggufTypes, otherGgufTypes} from "./gguf-types.ts";
import {bytesFor, weightLayouts} from "./weights.ts";
import type {WeightTensor, Weights, WeightType} from "./weights.ts";

export type {GgufValue} from "./gguf-metadata.ts";

/** What a GGUF file holds. */
export interface Gguf {
  /** In the file's order. */
  readonly metadata: ReadonlyMap<string, GgufValue>;
  /** By the file's own names, as views of its bytes; shapes are row-major, the reverse of the file's. */
  readonly tensors: Weights;
}

const magic = "GGUF";
const mostAxes = 4;
/** Shortest entry: a name of length 0, number of axes, one axis, type, offset. */
const shortestTensor = 8 + 4 + 8 + 4 + 8;
const defaultAlignment = 32;

interface Entry {
  readonly name: string;
  readonly dtype: WeightType;
  readonly shape: readonly number[];
  /** Bytes from the beginning of the data. */
  readonly offset: bigint;
  readonly size: number;
}

/**
 * Returns what a GGUF file says, its tensors as views of `bytes`.
 *
 * Throws SourceError when the file is truncated or malformed, UnsupportedError for a version or a tensor's type that
 * is not known here; `file` names it in the message. Nothing is allocated that the file is not long enough for.
 */
export function readGguf(bytes: Uint8Array, file: string = "gguf"): Gguf {
  const cursor = new GgufCursor(bytes, file);
  checkVersion(cursor, file);
  const tensorCount = cursor.few("number of tensors", shortestTensor);
  const metadata = readMetadata(cursor, countEntries(cursor));
  const entries: Entry[] = [];
  for (let index = 0; index < tensorCount; index++) entries.push(readEntry(cursor, file, index));
  const alignment = alignmentOf(cursor, metadata.get("general.alignment"));
  const start = Math.ceil(cursor.at / alignment) * alignment;
  return {metadata, tensors: locate(cursor, entries, start, alignment)};
}

function checkVersion(cursor: GgufCursor, file: string): void {
  const from = cursor.take(4, "the magic");
  const found = Array.from(cursor.bytes.subarray(from, cursor.at), (byte) =>
    String.fromCharCode(byte)
  ).join("");
  if (found !== magic) {
    cursor.fail(
      `not a GGUF file: begins with ${JSON.stringify(found)}, expected ${magic}; name a .gguf file, or convert the model`
    );
  }
  const version = cursor.u32("the version");
  if (version === 2 || version === 3) return;
  if (version !== 0 && (version & 0xffff) === 0)
    cursor.fail("big endian GGUF, expected little endian; convert the model for this machine");
  throw new UnsupportedError(
    `${file}: GGUF version ${version}, expected 2 or 3; convert the model with a current llama.cpp`
  );
}

function readEntry(cursor: GgufCursor, file: string, index: number): Entry {
  const name = cursor.name(`name of tensor ${index}`);
  const what = `tensor ${JSON.stringify(name.slice(0, 80))}`;
  const rank = cursor.u32(`number of axes of ${what}`);
  if (rank < 1 || rank > mostAxes)
    cursor.fail(`${what}: ${rank} axes, expected 1 to ${mostAxes}; convert the model again`);
  const axes: bigint[] = [];
  for (let axis = 0; axis < rank; axis++) axes.unshift(cursor.u64(`axes of ${what}`));
  const code = cursor.u32(`type of ${what}`);
  const offset = cursor.u64(`offset of ${what}`);
  const dtype = ggufTypes[code];
  if (!dtype) {
    throw new UnsupportedError(
      `${file}: ${what}: type ${otherGgufTypes[code] ?? code} is not supported; one of ${Object.values(ggufTypes).join(", ")}; choose a file quantised that way`
    );
  }
  const shown = `[${axes.join(", ")}]`;
  if (axes.includes(0n))
    cursor.fail(`${what}: shape ${shown}, expected no axis of length 0; convert the model again`);
  const layout = weightLayouts[dtype];
  if (axes.at(-1)! % BigInt(layout.numbers) !== 0n) {
    cursor.fail(
      `${what}: rows of ${axes.at(-1)} numbers, expected a multiple of ${layout.numbers} for ${dtype}; convert the model again`
    );
  }
  // In bigints: a product of four 64-bit lengths has no other home.
  const numbers = axes.reduce((product, length) => product * length, 1n);
  const size = (numbers / BigInt(layout.numbers)) * BigInt(layout.bytes);
  if (size > BigInt(cursor.bytes.length)) {
    cursor.fail(
      `${what}: ${dtype} ${shown} takes ${size} bytes, but the file has ${cursor.bytes.length}; copy or download the file again`
    );
  }
  return {name, dtype, shape: axes.map(Number), offset, size: bytesFor(dtype, Number(numbers))};
}

function alignmentOf(cursor: GgufCursor, value: GgufValue | undefined): number {
  if (value === undefined) return defaultAlignment;
  const usable =
    typeof value === "number" && value > 0 && value < 2 ** 31 && Number.isInteger(Math.log2(value));
  return usable
    ? value
    : cursor.fail(
        `metadata "general.alignment" is ${String(value).slice(0, 40)}, expected a power of two; convert the model again`
      );
}

function locate(
  cursor: GgufCursor,
  entries: readonly Entry[],
  start: number,
  alignment: number
): Map<string, WeightTensor> {
  const room = Math.max(0, cursor.bytes.length - start);
  const tensors = new Map<string, WeightTensor>();
  for (const {name, dtype, shape, offset, size} of entries) {
    const what = `tensor ${JSON.stringify(name.slice(0, 80))}`;
    if (tensors.has(name))
      cursor.fail(`${what} appears twice; expected unique names; convert the model again`);
    if (offset % BigInt(alignment) !== 0n) {
      cursor.fail(
        `${what}: offset ${offset} is no multiple of the alignment ${alignment}; convert the model again`
      );
    }
    if (offset + BigInt(size) > BigInt(room)) {
      cursor.fail(
        `truncated: ${what} ends at byte ${offset + BigInt(size)} of the data, got ${room} bytes; copy or download the file again`
      );
    }
    const from = start + Number(offset);
    tensors.set(name, {name, dtype, shape, bytes: cursor.bytes.subarray(from, from + size)});
  }
  checkOverlaps(cursor, entries);
  return tensors;
}

function checkOverlaps(cursor: GgufCursor, entries: readonly Entry[]): void {
  // Offsets are within the file by now.
  const sorted = entries.toSorted((a, b) => Number(a.offset - b.offset));
  for (let index = 1; index < sorted.length; index++) {
    const [before, after] = [sorted[index - 1]!, sorted[index]!];
    const end = before.offset + BigInt(before.size);
    if (after.offset < end) {
      cursor.fail(
        `tensors ${before.name} and ${after.name} overlap: [${before.offset}, ${end}) and [${after.offset}, ${after.offset + BigInt(after.size)}); convert the model again`
      );
    }
  }
}
