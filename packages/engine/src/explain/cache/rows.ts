import type {Reuse} from "./key-values.ts";

type Floats = Float32Array | Float64Array;

export interface Sizes {
  readonly rows: number;
  readonly heads: number;
  readonly room: number;
  readonly width: number;
}

/**
 * Returns the rows [rows, heads, room, width] that go on from rows of before: the first `past` keys of each parent,
 * zeros behind. Where every row stays where it is and there is room, it is the same memory, and only what lay behind
 * the past is cleared.
 */
export function rewriteRows(
  data: Floats,
  shape: readonly number[],
  to: Sizes,
  {parents, past}: Reuse
): Floats {
  const [rows, heads, room, width] = shape as [number, number, number, number];
  const keys = past * width;
  if (rows === to.rows && room === to.room && parents.every((parent, row) => parent === row)) {
    for (let head = 0; head < rows * heads; head++)
      data.fill(0, head * room * width + keys, (head + 1) * room * width);
    return data;
  }
  const size = to.rows * heads * to.room * width;
  const made = data instanceof Float64Array ? new Float64Array(size) : new Float32Array(size);
  for (const [row, parent] of parents.entries()) {
    for (let head = 0; head < heads; head++) {
      const from = (parent * heads + head) * room * width;
      made.set(data.subarray(from, from + keys), (row * heads + head) * to.room * width);
    }
  }
  return made;
}
