/** Writes GGUF version 3, for tests: metadata of every type, tensors quantised the simple way. */
import {ggufTypes} from "../../packages/engine/src/weights/gguf-types.ts";
import {bytesFor, weightLayouts} from "../../packages/engine/src/weights/weights.ts";
import type {WeightType} from "../../packages/engine/src/weights/weights.ts";

const valueTypes = {
  u8: 0,
  i8: 1,
  u16: 2,
  i16: 3,
  u32: 4,
  i32: 5,
  f32: 6,
  bool: 7,
  string: 8,
  array: 9,
  u64: 10,
  i64: 11,
  f64: 12
} as const;

export type ValueType = keyof typeof valueTypes;

/** A value with its type; an array's elements are of one type. */
export type Written =
  | {readonly type: Exclude<ValueType, "array">; readonly value: number | bigint | boolean | string}
  | {
      readonly type: "array";
      readonly of: Exclude<ValueType, "array">;
      readonly value: readonly (number | bigint | boolean | string)[];
    }
  | {readonly type: "array"; readonly of: "array"; readonly value: readonly Written[]};

/** Plain values mean: text, boolean, u32 for whole numbers, f32 for others, arrays of text, i32 or f32. */
export type Metadata = Readonly<
  Record<string, string | number | boolean | readonly string[] | readonly number[] | Written>
>;

export interface WrittenTensor {
  readonly name: string;
  readonly dtype: "f32" | "f16" | "q8_0" | "q4_0" | "q4_1";
  /** Row-major, rows first; written reversed, as the format wants it. */
  readonly shape: readonly number[];
  readonly data: Float64Array | Float32Array | readonly number[];
}

/** A tensor whose bytes are given. */
export interface RawTensor {
  readonly name: string;
  readonly dtype: WeightType;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** A growing buffer of little-endian numbers. */
class Writer {
  readonly parts: Uint8Array[] = [];
  length = 0;
  bytes(part: Uint8Array): void {
    this.parts.push(part);
    this.length += part.length;
  }
  number(width: number, set: (view: DataView) => void): void {
    const view = new DataView(new ArrayBuffer(width));
    set(view);
    this.bytes(new Uint8Array(view.buffer));
  }
  u32(value: number): void {
    this.number(4, (view) => view.setUint32(0, value, true));
  }
  u64(value: number | bigint): void {
    this.number(8, (view) => view.setBigUint64(0, BigInt(value), true));
  }
  text(text: string): void {
    const bytes = new TextEncoder().encode(text);
    this.u64(bytes.length);
    this.bytes(bytes);
  }
  joined(): Uint8Array {
    const all = new Uint8Array(this.length);
    let at = 0;
    for (const part of this.parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }
}

type Plain = number | bigint | boolean | string;
const scalars: {
  readonly [T in Exclude<ValueType, "array">]: (out: Writer, value: Plain) => void;
} = {
  u8: (out, value) => out.number(1, (view) => view.setUint8(0, Number(value))),
  i8: (out, value) => out.number(1, (view) => view.setInt8(0, Number(value))),
  u16: (out, value) => out.number(2, (view) => view.setUint16(0, Number(value), true)),
  i16: (out, value) => out.number(2, (view) => view.setInt16(0, Number(value), true)),
  u32: (out, value) => out.u32(Number(value)),
  i32: (out, value) => out.number(4, (view) => view.setInt32(0, Number(value), true)),
  f32: (out, value) => out.number(4, (view) => view.setFloat32(0, Number(value), true)),
  bool: (out, value) => out.number(1, (view) => view.setUint8(0, value ? 1 : 0)),
  string: (out, value) => out.text(String(value)),
  u64: (out, value) => out.u64(value as number | bigint),
  i64: (out, value) =>
    out.number(8, (view) => view.setBigInt64(0, BigInt(value as number | bigint), true)),
  f64: (out, value) => out.number(8, (view) => view.setFloat64(0, Number(value), true))
};

const numberType = (values: readonly number[]): "i32" | "f32" =>
  values.every(Number.isInteger) ? "i32" : "f32";

function typed(value: Metadata[string]): Written {
  if (typeof value === "string") return {type: "string", value};
  if (typeof value === "boolean") return {type: "bool", value};
  if (typeof value === "number")
    return {type: Number.isInteger(value) && value >= 0 ? "u32" : "f32", value};
  if (!Array.isArray(value)) return value as Written;
  const all = value as readonly (string | number)[];
  if (all.every((one) => typeof one === "string")) return {type: "array", of: "string", value: all};
  return {type: "array", of: numberType(all as readonly number[]), value: all};
}

function writeValue(out: Writer, value: Written): void {
  if (value.type !== "array") return scalars[value.type](out, value.value);
  out.u32(valueTypes[value.of]);
  out.u64(value.value.length);
  if (value.of === "array") for (const inner of value.value) writeValue(out, inner);
  else for (const one of value.value) scalars[value.of](out, one);
}

/** Returns the bytes of a GGUF file, version 3, with this metadata and these tensors, in their order. */
export function writeGguf(
  metadata: Metadata,
  tensors: readonly (WrittenTensor | RawTensor)[]
): Uint8Array {
  const alignment = Number(metadata["general.alignment"] ?? 32);
  const out = new Writer();
  out.bytes(new TextEncoder().encode("GGUF"));
  out.u32(3);
  out.u64(tensors.length);
  out.u64(Object.keys(metadata).length);
  for (const [key, plain] of Object.entries(metadata)) {
    const value = typed(plain);
    out.text(key);
    out.u32(valueTypes[value.type]);
    writeValue(out, value);
  }
  const pad = (length: number) => Math.ceil(length / alignment) * alignment;
  let offset = 0;
  const data: Uint8Array[] = [];
  for (const tensor of tensors) {
    const bytes = "bytes" in tensor ? tensor.bytes : quantise(tensor.dtype, tensor.data);
    out.text(tensor.name);
    out.u32(tensor.shape.length);
    for (const length of tensor.shape.toReversed()) out.u64(length);
    out.u32(codes.get(tensor.dtype)!);
    out.u64(offset);
    offset += pad(bytes.length);
    data.push(bytes);
  }
  for (const bytes of data) {
    out.bytes(new Uint8Array(pad(out.length) - out.length));
    out.bytes(bytes);
  }
  out.bytes(new Uint8Array(pad(out.length) - out.length));
  return out.joined();
}

const codes = new Map(Object.entries(ggufTypes).map(([code, dtype]) => [dtype, Number(code)]));

/** Returns 16 bits nearest to the number among the halves (ties to even). */
export function toHalf(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(size)) return 0x7e00;
  if (size >= 65520) return sign | 0x7c00;
  const exponent = Math.max(-14, Math.floor(Math.log2(size)));
  const ulp = 2 ** (exponent - 10);
  const steps = size / ulp;
  const floor = Math.floor(steps);
  const rest = steps - floor;
  const rounded = floor + (rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? 1 : 0);
  return sign | (((exponent + 14) << 10) + rounded);
}

const halfValue = (half: number): number => {
  const size =
    half & 0x7c00
      ? (1024 + (half & 1023)) * 2 ** (((half >> 10) & 31) - 25)
      : (half & 1023) * 2 ** -24;
  return half & 0x8000 ? -size : size;
};

type Quantised = "q8_0" | "q4_0" | "q4_1";
const clamp = (x: number, low: number, high: number): number =>
  Math.max(low, Math.min(high, Math.round(x)));

/** Each writes a block of 32 numbers: scales chosen so that the largest magnitude, or the range, is just covered. */
const blocks: {readonly [T in Quantised]: (x: readonly number[], out: DataView) => void} = {
  q8_0: (x, out) => {
    out.setUint16(0, toHalf(Math.max(...x.map(Math.abs)) / 127), true);
    const d = halfValue(out.getUint16(0, true)) || 1;
    x.forEach((value, i) => out.setInt8(2 + i, clamp(value / d, -127, 127)));
  },
  q4_0: (x, out) => {
    const largest = x.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
    out.setUint16(0, toHalf(largest / -8), true);
    const d = halfValue(out.getUint16(0, true)) || 1;
    const q = x.map((value) => clamp(value / d + 8, 0, 15));
    for (let i = 0; i < 16; i++) out.setUint8(2 + i, q[i]! | (q[i + 16]! << 4));
  },
  q4_1: (x, out) => {
    const low = Math.min(...x);
    out.setUint16(0, toHalf((Math.max(...x) - low) / 15), true);
    out.setUint16(2, toHalf(low), true);
    const d = halfValue(out.getUint16(0, true)) || 1;
    const m = halfValue(out.getUint16(2, true));
    const q = x.map((value) => clamp((value - m) / d, 0, 15));
    for (let i = 0; i < 16; i++) out.setUint8(4 + i, q[i]! | (q[i + 16]! << 4));
  }
};

/** Returns the numbers in a tensor's own type; as many as a multiple of its block. */
export function quantise(dtype: WrittenTensor["dtype"], data: WrittenTensor["data"]): Uint8Array {
  const values = Array.from(data);
  if (dtype === "f32") return new Uint8Array(Float32Array.from(values).buffer);
  if (dtype === "f16") return new Uint8Array(Uint16Array.from(values, toHalf).buffer);
  const layout = weightLayouts[dtype];
  const bytes = new Uint8Array(bytesFor(dtype, values.length));
  for (let block = 0; block * layout.numbers < values.length; block++) {
    const numbers = values.slice(block * layout.numbers, (block + 1) * layout.numbers);
    blocks[dtype](numbers, new DataView(bytes.buffer, block * layout.bytes, layout.bytes));
  }
  return bytes;
}
