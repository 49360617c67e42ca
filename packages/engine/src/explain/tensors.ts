/** Small makers and readers of tensors. */
import type {Tensor} from "../backends/backend.ts";

/** Returns one-hot rows [rows, positions, length], the same for every row. */
export function select(positions: readonly number[], length: number, rows: number = 1): Tensor {
  const data = new Float32Array(rows * positions.length * length);
  for (let row = 0; row < rows; row++) {
    positions.forEach((position, index) => {
      data[(row * positions.length + index) * length + position] = 1;
    });
  }
  return {shape: [rows, positions.length, length], data};
}

/** Returns one-hot rows [rows, count, length], each row's own positions; where it has fewer, the rest are zero. */
export function selectRows(
  positions: readonly (readonly number[])[],
  count: number,
  length: number
): Tensor {
  const data = new Float32Array(positions.length * count * length);
  for (const [row, own] of positions.entries())
    for (const [at, position] of own.entries()) data[(row * count + at) * length + position] = 1;
  return {shape: [positions.length, count, length], data};
}

/** Returns row `index` of a tensor read as rows of its last axis. */
export function rowOf({shape, data}: Tensor, index: number): Float32Array | Float64Array {
  const width = shape.at(-1)!;
  if (data instanceof Int32Array) throw new TypeError("expected floats");
  return data.subarray(index * width, (index + 1) * width);
}
