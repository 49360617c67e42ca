/** A table of numbers, row by row. */
import {InputError, ShapeError} from "../errors.ts";

export interface Dense {
  readonly rows: number;
  readonly columns: number;
  /** Row by row: number (i, j) lies at i · columns + j. */
  readonly data: Float64Array;
}

/** Returns a table of zeros. */
export const zeros = (rows: number, columns: number): Dense => ({
  rows,
  columns,
  data: new Float64Array(rows * columns)
});

/** Returns the table of these rows. Throws ShapeError when their lengths differ. */
export function denseOf(rows: readonly ArrayLike<number>[]): Dense {
  const columns = rows[0]?.length ?? 0;
  const made = zeros(rows.length, columns);
  for (const [at, row] of rows.entries()) {
    if (row.length !== columns)
      throw new ShapeError(`row ${at}: got ${row.length} numbers, expected ${columns}`);
    made.data.set(row, at * columns);
  }
  return made;
}

export function transposed({rows, columns, data}: Dense): Dense {
  const made = zeros(columns, rows);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) made.data[j * rows + i] = data[i * columns + j]!;
  return made;
}

/** Returns row `index`, not copied. */
export const rowAt = ({columns, data}: Dense, index: number): Float64Array =>
  data.subarray(index * columns, (index + 1) * columns);

/** Returns the Euclidean length, which of a table is its Frobenius norm. */
export function normOf(data: Float64Array): number {
  let sum = 0;
  for (const value of data) sum += value * value;
  return Math.sqrt(sum);
}

/** Throws unless the table is a whole one of finite numbers. */
export function checkTable(what: string, {rows, columns, data}: Dense): void {
  if (!(rows >= 1 && columns >= 1) || data.length !== rows * columns)
    throw new ShapeError(
      `${what}: got ${data.length} numbers for ${rows} × ${columns}, expected at least one row and column`
    );
  // A loop: of ten million numbers a callback each takes a tenth of a second.
  for (let at = 0; at < data.length; at++) {
    if (Number.isFinite(data[at])) continue;
    throw new InputError(
      `${what}: got ${data[at]} at row ${Math.floor(at / columns)}, column ${at % columns}, expected finite numbers`
    );
  }
}
