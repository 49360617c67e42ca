/** Newton's method with conjugate gradients inside (Nocedal & Wright 2006, algorithm 7.1): few steps, no matrix. */
import {dot} from "./products.ts";

/** A smooth convex function at one point. */
export interface Point {
  readonly value: number;
  readonly gradient: Float64Array;
  /** Returns the Hessian times a vector. */
  readonly curve: (vector: Float64Array) => Float64Array;
}

const norm = (list: Float64Array): number => Math.sqrt(dot(list, list));
const moved = (from: Float64Array, step: number, direction: Float64Array): Float64Array =>
  from.map((x, at) => x + step * direction[at]!);

/** Returns where the gradient is shorter than *tolerance* times that of the start, or no step goes down any more. */
export function minimise(
  at: (x: Float64Array) => Point,
  start: Float64Array,
  tolerance: number,
  most: number = 200
): Float64Array {
  let x = start;
  let here = at(x);
  const first = norm(here.gradient);
  for (let step = 0; step < most && norm(here.gradient) > tolerance * first; step++) {
    const direction = descent(here, norm(here.gradient) / first);
    const slope = dot(here.gradient, direction);
    let length = 1;
    let next = at(moved(x, length, direction));
    // Armijo's rule, but for what rounding adds; where no step goes down, we are there.
    const slack = 4 * Number.EPSILON * Math.abs(here.value);
    while (!(next.value <= here.value + 1e-4 * length * slope + slack)) {
      length /= 2;
      if (length < 1e-10) return x;
      next = at(moved(x, length, direction));
    }
    x = moved(x, length, direction);
    here = next;
  }
  return x;
}

/** Returns a solution of H·d = −g, the more exact the nearer the minimum is (Eisenstat & Walker 1996). */
function descent({gradient, curve}: Point, nearness: number): Float64Array {
  const rest = gradient.map((x) => -x);
  // Beyond six digits the steps are rounding errors, and a next one of Newton's is worth more.
  const enough = norm(rest) * Math.max(1e-6, Math.min(0.1, Math.sqrt(nearness)));
  const found = new Float64Array(gradient.length);
  const direction = rest.slice();
  let square = dot(rest, rest);
  for (let step = 0; step < gradient.length && Math.sqrt(square) > enough; step++) {
    const curved = curve(direction);
    const bend = dot(direction, curved);
    if (bend <= 0) break;
    const length = square / bend;
    for (let at = 0; at < found.length; at++) {
      found[at]! += length * direction[at]!;
      rest[at]! -= length * curved[at]!;
    }
    const next = dot(rest, rest);
    for (let at = 0; at < found.length; at++)
      direction[at] = rest[at]! + (next / square) * direction[at]!;
    square = next;
  }
  return found;
}
