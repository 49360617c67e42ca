import {shown, SourceError} from "../errors.ts";
import {mostParts, parsePython, partsIn} from "../json.ts";
import {notTheFile} from "../not-the-file.ts";
import {safetensorsLength} from "../weights/safetensors-length.ts";
import type {Files, OpenFile} from "./files.ts";

/** No file that is read into memory is longer, in bytes: who says so does not mean it. */
const longestFile = 2 ** 36;

/** Throws SourceError for a stated length that no model's file has; nothing may be allocated before. */
export function checkSize(size: number | null, name: string): void {
  if (size !== null && !(Number.isSafeInteger(size) && size >= 0 && size <= longestFile))
    throw new SourceError(
      `${name}: the host says ${size} bytes, expected at most ${longestFile}; is it the right file?`
    );
}

/** Most web servers do not say which files a folder has. */
export const orNamed =
  ", or with model.gguf; a GGUF file of another name is named itself, …/NAME.gguf, unless the server lists its folder";

/** Throws the SourceError for a file that is not there. */
export function missing(files: Files, file: string): never {
  throw new SourceError(
    `${files.location}: no ${file}; expected a folder with config.json + *.safetensors + tokenizer.json${/^https?:/.test(files.location) ? orNamed : ""}`
  );
}

/** Called with how many bytes have come since the last time, and how many the file has, once its own beginning says it. */
export type Count = (bytes: number, whole: number | null) => void;

/**
 * Returns all bytes of a file, in one buffer; `count` is called with each part.
 *
 * Throws SourceError when there are fewer or more than a known size, or more than memory takes. What a host announces is
 * a hint: whether a file is whole, its own format says.
 */
export async function readAll(
  file: OpenFile,
  name: string,
  count: Count = () => {}
): Promise<Uint8Array> {
  const {size} = file;
  if (size === null) return readGrowing(file, name, count);
  let target: Uint8Array;
  try {
    checkSize(size, name);
    target = allocate(size, name);
  } catch (error) {
    await file.close();
    throw error;
  }
  const length = file.readInto
    ? await file.readInto(target, (bytes) => count(bytes, null))
    : await fill(file, target, name, count);
  if (length < size)
    throw new SourceError(
      `${name}: truncated: got ${length} bytes, expected ${size}; load it again`
    );
  return target;
}

async function fill(
  file: OpenFile,
  target: Uint8Array,
  name: string,
  count: Count
): Promise<number> {
  let length = 0;
  for await (const part of file.read()) {
    if (length + part.length > target.length)
      throw new SourceError(
        `${name}: more bytes came than the ${target.length} the host said; load it again`
      );
    target.set(part, length);
    length += part.length;
    count(part.length, null);
  }
  return length;
}

/** The buffer grows where more comes than was announced. */
async function readGrowing(file: OpenFile, name: string, count: Count): Promise<Uint8Array> {
  const wholeOf = isSafetensors(name) ? safetensorsLength() : () => null;
  let bytes = firstBuffer(file.expected ?? 0);
  let length = 0;
  for await (const part of file.read()) {
    const needed = length + part.length;
    if (needed > bytes.length) bytes = grown(bytes, {length, needed, whole: null}, name);
    bytes.set(part, length);
    length = needed;
    const whole = wholeOf(bytes.subarray(0, length));
    if (whole !== null && whole > bytes.length)
      bytes = grown(bytes, {length, needed, whole: Math.min(whole, longestFile)}, name);
    count(part.length, whole);
  }
  // Twice as much as came is worth a copy.
  return bytes.length > 2 * length + smallest ? bytes.slice(0, length) : bytes.subarray(0, length);
}

const isSafetensors = (name: string): boolean => /\.safetensors$/i.test(name);

/** Bytes of the least buffer. */
const smallest = 1 << 20;

/** Returns a buffer for what was announced; a small one where memory does not take that, or no file is so long. */
function firstBuffer(announced: number): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(announced <= longestFile ? Math.max(announced, smallest) : smallest);
  } catch {
    return new Uint8Array(smallest);
  }
}

/** Returns a larger buffer with the same bytes: as long as the whole file where that is known, and fits. */
function grown(
  bytes: Uint8Array,
  {
    length,
    needed,
    whole
  }: {readonly length: number; readonly needed: number; readonly whole: number | null},
  name: string
): Uint8Array<ArrayBuffer> {
  checkSize(needed, name);
  const larger = allocate(whole ?? Math.max(bytes.length * 2, needed), name);
  larger.set(bytes.subarray(0, length));
  return larger;
}

function allocate(size: number, name: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(size);
  } catch (error) {
    throw new SourceError(
      `${name}: ${size} bytes do not fit this machine's memory; take a smaller or quantised model`,
      {cause: error}
    );
  }
}

/** Returns what a JSON file says, undefined for no file. Throws SourceError when it is no JSON object. */
export function parseObject(
  bytes: Uint8Array | null,
  name: string
): Readonly<Record<string, unknown>> | undefined {
  const value = parse(bytes, name);
  if (value === undefined) return undefined;
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Readonly<Record<string, unknown>>;
  throw new SourceError(
    `${name}: got ${shown(value)}, expected an object; copy or download the file again`
  );
}

/** Returns what a JSON file says, undefined for no file. Throws SourceError when it is not JSON. */
export function parse(bytes: Uint8Array | null, name: string): unknown {
  if (!bytes) return undefined;
  const parts = partsIn(bytes);
  if (parts > mostParts)
    throw new SourceError(
      `${name}: ${parts} lists and objects, expected at most ${mostParts}; is it a file of this model?`
    );
  if (bytes.length === 0)
    throw new SourceError(`${name}: not JSON: the file is empty; copy or download the file again`);
  const strange = notTheFile(bytes);
  if (strange !== null) throw new SourceError(`${name}: ${strange}`);
  try {
    return parsePython(new TextDecoder().decode(bytes));
  } catch (error) {
    const reason = error instanceof Error ? error.message.replaceAll(/\s+/g, " ") : String(error);
    throw new SourceError(`${name}: not JSON: ${reason}; copy or download the file again`, {
      cause: error
    });
  }
}
