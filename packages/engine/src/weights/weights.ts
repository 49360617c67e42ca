/** The weights of a model: names to tensors that are still in the file's own type. */

export type FloatType = "f64" | "f32" | "f16" | "bf16";

/** Blocks of quantised numbers with their scales, as ggml lays them out. */
export type BlockType =
  | "q8_0"
  | "q4_0"
  | "q4_1"
  | "q5_0"
  | "q5_1"
  | "q2_k"
  | "q3_k"
  | "q4_k"
  | "q5_k"
  | "q6_k"
  | "iq4_nl";

export type WeightType = FloatType | BlockType;

export interface WeightTensor {
  readonly name: string;
  readonly dtype: WeightType;
  /** Row-major, slowest axis first: a matrix is [rows, columns]. Blocks run along the last axis and never cross a row. */
  readonly shape: readonly number[];
  /** View of the file, little endian; not necessarily aligned to the dtype. */
  readonly bytes: Uint8Array;
}

export type Weights = ReadonlyMap<string, WeightTensor>;

/** How many numbers a block holds and how many bytes it takes (floats: blocks of one). */
export const weightLayouts: {
  readonly [T in WeightType]: {readonly numbers: number; readonly bytes: number};
} = {
  f64: {numbers: 1, bytes: 8},
  f32: {numbers: 1, bytes: 4},
  f16: {numbers: 1, bytes: 2},
  bf16: {numbers: 1, bytes: 2},
  q8_0: {numbers: 32, bytes: 34},
  q4_0: {numbers: 32, bytes: 18},
  q4_1: {numbers: 32, bytes: 20},
  q5_0: {numbers: 32, bytes: 22},
  q5_1: {numbers: 32, bytes: 24},
  q2_k: {numbers: 256, bytes: 84},
  q3_k: {numbers: 256, bytes: 110},
  q4_k: {numbers: 256, bytes: 144},
  q5_k: {numbers: 256, bytes: 176},
  q6_k: {numbers: 256, bytes: 210},
  iq4_nl: {numbers: 32, bytes: 18}
};

/** Returns the bytes that so many numbers take; `numbers` is a multiple of the type's block. */
export function bytesFor(dtype: WeightType, numbers: number): number {
  const layout = weightLayouts[dtype];
  return (numbers / layout.numbers) * layout.bytes;
}

/** Returns how many numbers so many bytes hold. */
export function numbersIn(dtype: WeightType, bytes: number): number {
  const layout = weightLayouts[dtype];
  return (bytes / layout.bytes) * layout.numbers;
}

/** Returns whether the type is one of plain floats, a number at a time. */
export const isFloat = (dtype: WeightType): dtype is FloatType =>
  weightLayouts[dtype].numbers === 1;
