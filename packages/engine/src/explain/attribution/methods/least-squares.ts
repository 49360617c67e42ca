/** Weighted linear models of the game. */
import {Matrix, pseudoInverse} from "ml-matrix";

/** Returns the coefficients that minimise Σ w (y − X b)²; of many such, the shortest. */
export function leastSquares(
  rows: readonly (readonly number[])[],
  y: readonly number[],
  weights: readonly number[]
): number[] {
  const scaled = rows.map((row, index) => row.map((x) => x * Math.sqrt(weights[index]!)));
  const wanted = y.map((value, index) => [value * Math.sqrt(weights[index]!)]);
  return pseudoInverse(new Matrix(scaled)).mmul(new Matrix(wanted)).getColumn(0);
}

/**
 * Returns intercept and coefficients that minimise 1/(2 Σ w) Σ w (y − a − X b)² + penalty Σ |b|, by coordinate descent
 * (Friedman et al. 2010, eq. 5).
 */
export function lasso(
  rows: readonly (readonly number[])[],
  y: readonly number[],
  weights: readonly number[],
  penalty: number
): {intercept: number; coefficients: number[]} {
  const total = weights.reduce((sum, w) => sum + w, 0);
  const meanOf = (list: (index: number) => number): number =>
    weights.reduce((sum, w, index) => sum + w * list(index), 0) / total;
  const width = rows[0]!.length;
  const means = Array.from({length: width}, (_, at) => meanOf((index) => rows[index]![at]!));
  const middle = meanOf((index) => y[index]!);
  const x = rows.map((row) => row.map((value, at) => value - means[at]!));
  const rest = y.map((value) => value - middle);
  const sizes = means.map((_, at) => meanOf((index) => x[index]![at]! ** 2));
  const coefficients = means.map(() => 0);
  for (let sweep = 0; sweep < 10_000; sweep++) {
    let largest = 0;
    for (let at = 0; at < width; at++) {
      if (sizes[at] === 0) continue;
      const before = coefficients[at]!;
      const pull = meanOf((index) => x[index]![at]! * rest[index]!) + sizes[at]! * before;
      const after = (Math.sign(pull) * Math.max(Math.abs(pull) - penalty, 0)) / sizes[at]!;
      if (after === before) continue;
      for (let index = 0; index < rest.length; index++)
        rest[index]! -= (after - before) * x[index]![at]!;
      coefficients[at] = after;
      largest = Math.max(largest, Math.abs(after - before) * Math.sqrt(sizes[at]!));
    }
    if (largest <= 1e-12 * (1 + Math.abs(middle))) break;
  }
  const intercept = middle - coefficients.reduce((sum, b, at) => sum + b * means[at]!, 0);
  return {intercept, coefficients};
}
