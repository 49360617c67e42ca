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

/** Returns one-hot rows [rows, 1, length], one position for each row. */
export function selectRows(positions: readonly number[], length: number): Tensor {
  const data = new Float32Array(positions.length * length);
  positions.forEach((position, row) => (data[row * length + position] = 1));
  return {shape: [positions.length, 1, length], data};
}

/** Returns row `index` of a tensor read as rows of its last axis. */
export function rowOf({shape, data}: Tensor, index: number): Float32Array | Float64Array {
  const width = shape.at(-1)!;
  if (data instanceof Int32Array) throw new TypeError("expected floats");
  return data.subarray(index * width, (index + 1) * width);
}
