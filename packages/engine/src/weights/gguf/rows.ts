/** Puts rows in another order without decoding them: blocks never cross a row. */
import {SourceError} from "../../errors.ts";
import type {WeightTensor} from "../weights.ts";

/**
 * Returns q's or k's rows [heads · D, …] with the halves of each head side by side again: the converter has put
 * channel i next to i + D/2.
 */
export function unpaired(tensor: WeightTensor, heads: number, file: string): WeightTensor {
  const [count] = tensor.shape as [number];
  const size = count / heads;
  if (!Number.isInteger(size) || size % 2 !== 0)
    throw new SourceError(
      `${file}: tensor ${tensor.name} has ${count} rows, expected a multiple of twice its ${heads} heads; convert the model again`
    );
  const stride = tensor.bytes.length / count;
  // Blocks run along the last axis: a list of rows has none of its own.
  if (!Number.isInteger(stride))
    throw new SourceError(
      `${file}: tensor ${tensor.name} is [${tensor.shape.join(", ")}] of ${tensor.dtype}, expected plain floats; convert the model again`
    );
  const bytes = new Uint8Array(tensor.bytes.length);
  for (let head = 0; head < heads; head++) {
    for (let row = 0; row < size; row++) {
      const [half, pair] = [row >= size / 2 ? 1 : 0, row % (size / 2)];
      const from = (head * size + 2 * pair + half) * stride;
      bytes.set(tensor.bytes.subarray(from, from + stride), (head * size + row) * stride);
    }
  }
  return {...tensor, bytes};
}
