/** A weight that stays in its file's type: rows are decoded where they are used, a panel at a time. */
import {sizeOf} from "../../graph/shape.ts";
import {decodeRows, toFloat64} from "../../weights/decode.ts";
import type {WeightTensor} from "../../weights/weights.ts";
import type {Value} from "./kernels.ts";

/** Numbers of a panel: 256 KB of float64, which a processor's second cache holds. */
const PANEL = 32768;

export class StoredWeight implements Value {
  readonly shape: readonly number[];
  readonly #tensor: WeightTensor;
  readonly #panel: (length: number) => Float64Array;

  /** `panel` returns memory for so many numbers; it is written over at each call, by whatever weight. */
  constructor(tensor: WeightTensor, panel: (length: number) => Float64Array) {
    this.shape = tensor.shape;
    this.#tensor = tensor;
    this.#panel = panel;
  }

  /** All numbers, decoded anew at each reading: for the few operations that cannot take rows. */
  get data(): Float64Array {
    return toFloat64(this.#tensor);
  }

  /** Writes rows along the last axis to `out`; none beyond the last. */
  rows(first: number, count: number, out: Float64Array): void {
    decodeRows(this.#tensor, first, count, out);
  }

  /** Returns rows that hold until the next call. */
  panel(first: number, count: number): Float64Array {
    const out = this.#panel(count * this.shape.at(-1)!);
    this.rows(first, count, out);
    return out;
  }
}

/** Calls `visit` with panels of a matrix's rows in order: the first row's index, how many, their numbers. */
export function eachPanel(
  matrix: Value,
  visit: (first: number, count: number, numbers: Value["data"]) => void
): void {
  const width = matrix.shape.at(-1)!;
  const rows = sizeOf(matrix.shape.slice(0, -1));
  const most = Math.max(1, Math.floor(PANEL / width));
  for (let first = 0; first < rows; first += most) {
    const count = Math.min(most, rows - first);
    const numbers =
      matrix instanceof StoredWeight
        ? matrix.panel(first, count)
        : matrix.data.subarray(first * width, (first + count) * width);
    visit(first, count, numbers);
  }
}

/** Returns memory that is reused, and grows when more is asked for. */
export function reused(): (length: number) => Float64Array {
  let memory = new Float64Array(0);
  return (length) => {
    if (memory.length < length) memory = new Float64Array(length);
    return memory.subarray(0, length);
  };
}
