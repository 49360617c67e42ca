import {shown, SourceError} from "../errors.ts";
import {mostParts, partsIn} from "../json.ts";
import {notTheFile} from "../not-the-file.ts";
import {weightLayouts, type FloatType, type WeightTensor, type Weights} from "./weights.ts";

export {toFloat32, toFloat64} from "./decode.ts";
export type {Weights} from "./weights.ts";

// Maps, not objects: a hostile header may ask for the dtype "constructor".
const floats: ReadonlyMap<string, FloatType> = new Map([
  ["F64", "f64"],
  ["F32", "f32"],
  ["F16", "f16"],
  ["BF16", "bf16"]
]);

/** Not weights we compute with (position ids, masks): checked like the others, then left out. */
const others: ReadonlyMap<string, number> = new Map([
  ["I64", 8],
  ["U64", 8],
  ["I32", 4],
  ["U32", 4],
  ["I16", 2],
  ["U16", 2],
  ["I8", 1],
  ["U8", 1],
  ["BOOL", 1]
]);

/** The format's own limit: a longer header means a file of another kind. */
const longestHeader = 100_000_000;

interface Entry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/**
 * Returns the float tensors of a safetensors file as views of its bytes; integer and boolean buffers are left out.
 *
 * Throws SourceError when the file is truncated or malformed; `file` names it in the message.
 */
export function readSafetensors(
  input: ArrayBuffer | Uint8Array,
  file: string = "safetensors"
): Weights {
  const bytes = input instanceof Uint8Array ? input : new Uint8Array(input);
  const fail = (message: string): never => {
    throw new SourceError(`${file}: ${message}`);
  };
  const strange = notTheFile(bytes);
  if (strange !== null) fail(strange);
  if (bytes.length < 8)
    fail(
      `truncated: got ${bytes.length} bytes, expected at least 8; copy or download the file again`
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > longestHeader)
    fail(`not a safetensors file: header of ${length} bytes, expected at most ${longestHeader}`);
  const start = 8 + length;
  if (start > bytes.length) {
    fail(
      `truncated: got ${bytes.length} bytes, expected a header up to byte ${start}; copy or download the file again`
    );
  }
  const entries = readHeader(bytes.subarray(8, start), fail);
  const size = bytes.length - start;
  checkRanges(entries, size, fail);
  const weights = new Map<string, WeightTensor>();
  for (const {name, dtype, shape, begin, end} of entries) {
    const type = floats.get(dtype);
    if (type)
      weights.set(name, {
        name,
        dtype: type,
        shape,
        bytes: bytes.subarray(start + begin, start + end)
      });
  }
  return weights;
}

function readHeader(bytes: Uint8Array, fail: (message: string) => never): Entry[] {
  const parts = partsIn(bytes);
  if (parts > mostParts)
    fail(
      `the header has ${parts} lists and objects, expected at most ${mostParts}; is this a model's file?`
    );
  let header: unknown;
  let text = "";
  try {
    text = new TextDecoder("utf-8", {fatal: true}).decode(bytes);
    header = JSON.parse(text);
  } catch (error) {
    fail(`header is not JSON: ${oneLine(error)}; is this a safetensors file?`);
  }
  if (!isRecord(header)) return fail(`header is ${shown(header)}, expected an object`);
  const twice = duplicateKey(text);
  if (twice !== undefined)
    fail(`tensor ${JSON.stringify(twice)} appears twice in the header; expected unique names`);
  const entries = Object.entries(header).filter(([name]) => name !== "__metadata__");
  return entries.map(([name, entry]) => readEntry(name, entry, fail));
}

function readEntry(name: string, entry: unknown, fail: (message: string) => never): Entry {
  if (!isRecord(entry)) return fail(`tensor ${name}: entry is ${shown(entry)}, expected an object`);
  const {dtype, shape, data_offsets: offsets} = entry;
  if (typeof dtype !== "string")
    return fail(`tensor ${name}: dtype is ${shown(dtype)}, expected a string`);
  const known = floats.get(dtype);
  const width = known ? weightLayouts[known].bytes : others.get(dtype);
  if (width === undefined && /^F[468]_/.test(dtype))
    return fail(
      `tensor ${name}: dtype ${dtype} is of a quantised model, which is not read; give the model in float32, float16 or bfloat16, or a GGUF file of it`
    );
  if (width === undefined) {
    return fail(
      `tensor ${name}: dtype ${dtype} is not known; one of ${[...floats.keys(), ...others.keys()].join(", ")}`
    );
  }
  if (!isCounts(shape))
    return fail(`tensor ${name}: shape is ${shown(shape)}, expected whole numbers`);
  if (!isCounts(offsets) || offsets.length !== 2) {
    return fail(`tensor ${name}: data_offsets are ${shown(offsets)}, expected [begin, end]`);
  }
  const [begin, end] = offsets as [number, number];
  // An empty array stays empty however long its other axes are said to be: Infinity · 0 is NaN.
  const expected = shape.includes(0) ? 0 : shape.reduce((product, n) => product * n, width);
  if (end - begin !== expected) {
    fail(
      `tensor ${name}: got ${end - begin} bytes, expected ${expected} for ${dtype} [${shape.join(", ")}]`
    );
  }
  return {name, dtype, shape, begin, end};
}

function checkRanges(
  entries: readonly Entry[],
  size: number,
  fail: (message: string) => never
): void {
  const sorted = entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end);
  let last: Entry | undefined;
  for (const entry of sorted) {
    if (entry.end > size) {
      fail(
        `truncated: tensor ${entry.name} ends at byte ${entry.end} of the data, got ${size} bytes; copy or download the file again`
      );
    }
    if (last && entry.begin < last.end) {
      fail(
        `tensors ${last.name} and ${entry.name} overlap: [${last.begin}, ${last.end}) and [${entry.begin}, ${entry.end})`
      );
    }
    if (entry.end > entry.begin) last = entry;
  }
}

/** Returns the first key that the outermost object of a JSON text has twice; JSON.parse would drop one silently. */
function duplicateKey(text: string): string | undefined {
  const seen = new Set<string>();
  let depth = 0;
  // Character by character: on texts of megabytes a regular expression runs out of its stack.
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (char === "{" || char === "[") depth++;
    else if (char === "}" || char === "]") depth--;
    if (char !== '"') continue;
    const from = at++;
    for (; text[at] !== '"'; at++) if (text[at] === "\\") at++;
    if (depth !== 1 || !/^\s*:/.test(text.slice(at + 1, at + 33))) continue;
    const key = String(JSON.parse(text.slice(from, at + 1)));
    if (seen.has(key)) return key;
    seen.add(key);
  }
  return undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

function oneLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error))
    .replaceAll(/\s+/g, " ")
    .slice(0, 120);
}
