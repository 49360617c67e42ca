/** Products of tables, by rows that lie together in memory. */
import type {Samples} from "./samples.ts";

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
}

export function transposed({rows, columns, data}: Samples): Samples {
  const turned = new Float64Array(data.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      turned[column * rows + row] = data[row * columns + column]!;
  return {rows: columns, columns: rows, data: turned};
}

/** Returns the Gram matrix X·Xᵀ [rows, rows]: each sample against each. */
export function gramOf({rows, columns, data}: Samples): Float64Array {
  const gram = new Float64Array(rows * rows);
  const row = (at: number): Float64Array => data.subarray(at * columns, (at + 1) * columns);
  for (let one = 0; one < rows; one++) {
    const left = row(one);
    for (let other = one; other < rows; other++) {
      const value = dot(left, row(other));
      gram[one * rows + other] = value;
      gram[other * rows + one] = value;
    }
  }
  return gram;
}

/** Returns A·B [A's rows, B's columns]. */
export function product(a: Samples, b: Samples): Samples {
  const data = new Float64Array(a.rows * b.columns);
  for (let row = 0; row < a.rows; row++) {
    const out = data.subarray(row * b.columns, (row + 1) * b.columns);
    for (let inner = 0; inner < a.columns; inner++) {
      const factor = a.data[row * a.columns + inner]!;
      if (factor === 0) continue;
      const from = inner * b.columns;
      for (let column = 0; column < b.columns; column++)
        out[column]! += factor * b.data[from + column]!;
    }
  }
  return {rows: a.rows, columns: b.columns, data};
}
