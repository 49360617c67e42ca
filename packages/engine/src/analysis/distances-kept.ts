/** How far a picture keeps the distances of what it shows. */
import {spearman} from "./rank-correlation.ts";
import {rowOf} from "./samples.ts";
import type {Samples} from "./samples.ts";

/** Of more samples so many are taken, at even steps: pairs grow with the square. */
const most = 200;

/**
 * Returns Spearman's ρ between the Euclidean distances of samples in their space and in a picture of them, −1 to 1
 * (1: near stays near and far stays far); null for fewer than 3 samples, and where all distances are the same. Of more
 * than 200 samples, 200 are taken at even steps.
 */
export function distancesKept(space: Samples, picture: Samples): number | null {
  const {rows} = space;
  const count = Math.min(rows, most);
  const chosen = Array.from({length: count}, (_, at) => Math.floor((at * rows) / count));
  const rho = count < 3 ? NaN : spearman(distancesOf(space, chosen), distancesOf(picture, chosen));
  return Number.isFinite(rho) ? rho : null;
}

function distancesOf(samples: Samples, chosen: readonly number[]): number[] {
  const distances: number[] = [];
  const rows = chosen.map((row) => rowOf(samples, row));
  for (let one = 1; one < rows.length; one++)
    for (let other = 0; other < one; other++) {
      const [a, b] = [rows[one]!, rows[other]!];
      let sum = 0;
      for (let at = 0; at < a.length; at++) sum += (a[at]! - b[at]!) ** 2;
      distances.push(Math.sqrt(sum));
    }
  return distances;
}
