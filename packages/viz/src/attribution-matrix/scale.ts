/** What a cell of the matrix is worth: a score, or its share of its row. */
import type {AttributionMatrix} from "../data.ts";

/** "row": each row adds up to 1 by size. "one": all scores on one scale. */
export type MatrixScale = "row" | "one";

export interface MatrixLook {
  readonly scale: MatrixScale;
  /** Whether values keep their sign. */
  readonly signed: boolean;
}

export interface MatrixValues {
  /** Undefined where a token was not seen. */
  readonly at: (row: number, column: number) => number | undefined;
  /** The largest size there is: the end of the scale. */
  readonly top: number;
  /** How many columns anything stands in. */
  readonly columns: number;
}

const sizeOf = (scores: readonly number[]): number =>
  scores.reduce((sum, score) => sum + Math.abs(score), 0);

/** Returns the values that are drawn; columns that are *dimmed* are not on the scale. */
export function matrixValues(
  {rows}: AttributionMatrix,
  {scale, signed}: MatrixLook,
  dimmed: readonly boolean[] = []
): MatrixValues {
  const parts = rows.map(({scores}) => (scale === "row" ? sizeOf(scores) || 1 : 1));
  let top = 0;
  rows.forEach(({scores}, row) => {
    scores.forEach((score, column) => {
      if (!dimmed[column]) top = Math.max(top, Math.abs(score) / parts[row]!);
    });
  });
  return {
    at: (row, column) => {
      const score = rows[row]?.scores[column];
      if (score === undefined) return undefined;
      const value = score / parts[row]!;
      return signed ? value : Math.abs(value);
    },
    top,
    columns: Math.max(0, ...rows.map(({scores}) => scores.length))
  };
}

/** Returns the column a row leans on most, of those that are not *dimmed*; −1 without scores. */
export function strongestOf(scores: readonly number[], dimmed: readonly boolean[] = []): number {
  let best = -1;
  scores.forEach((score, column) => {
    if (dimmed[column]) return;
    if (best < 0 || Math.abs(score) > Math.abs(scores[best]!)) best = column;
  });
  return best;
}
