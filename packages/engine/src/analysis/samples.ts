/** Tables of numbers: one row a sample (a token), one column a feature (a neuron). */
import {InputError, ShapeError} from "../errors.ts";

/** Row-major: sample i's feature j is data[i * columns + j]. */
export interface Samples {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/** Returns the rows as one table. Throws ShapeError when they differ in length. */
export function samplesOf(list: readonly ArrayLike<number>[]): Samples {
  const columns = list[0]?.length ?? 0;
  const data = new Float64Array(list.length * columns);
  for (const [row, values] of list.entries()) {
    if (values.length !== columns)
      throw new ShapeError(
        `samples: row ${row} has ${values.length} numbers, row 0 has ${columns}; give rows of one length`
      );
    data.set(values, row * columns);
  }
  return {rows: list.length, columns, data};
}

export const rowOf = ({columns, data}: Samples, row: number): Float64Array =>
  data.subarray(row * columns, (row + 1) * columns);

/** Returns these rows, in this order. */
export function rowsAt(samples: Samples, rows: readonly number[]): Samples {
  const data = new Float64Array(rows.length * samples.columns);
  for (const [at, row] of rows.entries()) data.set(rowOf(samples, row), at * samples.columns);
  return {rows: rows.length, columns: samples.columns, data};
}

/** Returns these columns, in this order. */
export function columnsAt({rows, columns, data}: Samples, chosen: readonly number[]): Samples {
  const width = chosen.length;
  const kept = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++)
    for (let at = 0; at < width; at++) kept[row * width + at] = data[row * columns + chosen[at]!]!;
  return {rows, columns: width, data: kept};
}

/** Returns the mean of each column. */
export function meansOf({rows, columns, data}: Samples): Float64Array {
  const means = new Float64Array(columns);
  for (let at = 0; at < data.length; at++) means[at % columns]! += data[at]! / rows;
  // Equal numbers have an exact mean: what does not vary shall be 0 when it is centred, and no rounding error.
  for (let column = 0; column < columns; column++) {
    let row = 1;
    while (row < rows && data[row * columns + column] === data[column]) row++;
    if (row >= rows && rows > 0) means[column] = data[column]!;
  }
  return means;
}

/** Returns the samples minus the mean of each column. Throws InputError for what is not finite. */
export function centred(samples: Samples, means: Float64Array = meansOf(samples)): Samples {
  const {rows, columns, data} = samples;
  const moved = new Float64Array(data.length);
  for (let at = 0; at < data.length; at++) {
    const value = data[at]!;
    if (!Number.isFinite(value))
      throw new InputError(
        `samples: row ${Math.floor(at / columns)}, column ${at % columns} is ${value}, expected finite numbers`
      );
    moved[at] = value - means[at % columns]!;
  }
  return {rows, columns, data: moved};
}

/** Throws ShapeError unless both tables are of the same samples, and at least `least`. */
export function checkPair(what: string, a: Samples, b: Samples, least: number = 2): void {
  if (a.rows !== b.rows)
    throw new ShapeError(
      `${what}: got ${a.rows} and ${b.rows} samples; give the same samples in the same order`
    );
  checkCount(what, a.rows, least);
}

/** Throws InputError when there are fewer samples than a definition needs. */
export function checkCount(what: string, count: number, least: number): void {
  if (count < least)
    throw new InputError(`${what}: got ${count} samples, expected at least ${least}; give more`);
}
