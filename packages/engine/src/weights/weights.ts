/** The weights of a model: names to tensors that are still in the file's own dtype. */

export type WeightType = "f64" | "f32" | "f16" | "bf16";

export interface WeightTensor {
  readonly name: string;
  readonly dtype: WeightType;
  readonly shape: readonly number[];
  /** View of the file, little endian; not necessarily aligned to the dtype. */
  readonly bytes: Uint8Array;
}

export type Weights = ReadonlyMap<string, WeightTensor>;

/** Bytes of one number. */
export const weightBytes: {readonly [T in WeightType]: number} = {f64: 8, f32: 4, f16: 2, bf16: 2};
