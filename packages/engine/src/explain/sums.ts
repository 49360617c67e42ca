/** Results whose parts should add up: how far they do. */

/** What a row adds up to, and what it should. */
export interface RowSum {
  readonly sum: number;
  readonly expected: number;
  /** sum − expected. */
  readonly error: number;
}

/** An error beyond this share of what the parts should add up to is told. */
const SHARE = 0.1;
/** Below this everything is rounding. */
const NOTHING = 1e-3;

/** Whether a sum misses what it should be by more than a tenth. */
export const misses = (error: number, expected: number): boolean =>
  !(Math.abs(error) <= Math.max(SHARE * Math.abs(expected), NOTHING));

export const rowSum = (row: readonly number[], expected: number): RowSum => {
  const sum = row.reduce((total, value) => total + value, 0);
  return {sum, expected, error: sum - expected};
};
