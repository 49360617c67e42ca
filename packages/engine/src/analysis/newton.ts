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
  const enough = tolerance * Math.max(norm(here.gradient), 1e-300);
  for (let step = 0; step < most && norm(here.gradient) > enough; step++) {
    const direction = descent(here);
    const slope = dot(here.gradient, direction);
    let length = 1;
    let next = at(moved(x, length, direction));
    // Armijo's rule; near the minimum rounding decides, and then we are there.
    while (!(next.value <= here.value + 1e-4 * length * slope)) {
      length /= 2;
      if (length < 1e-10) return x;
      next = at(moved(x, length, direction));
    }
    x = moved(x, length, direction);
    here = next;
  }
  return x;
}

/** Returns a solution of H·d = −g, the more exact the nearer the minimum is. */
function descent({gradient, curve}: Point): Float64Array {
  const size = norm(gradient);
  const enough = Math.min(0.5, Math.sqrt(size)) * size * 1e-2;
  let found: Float64Array = new Float64Array(gradient.length);
  let rest: Float64Array = gradient.map((x) => -x);
  let direction: Float64Array = rest;
  for (let step = 0; step < 10 * gradient.length && norm(rest) > enough; step++) {
    const curved = curve(direction);
    const bend = dot(direction, curved);
    if (bend <= 0) break;
    const length = dot(rest, rest) / bend;
    found = moved(found, length, direction);
    const next = moved(rest, -length, curved);
    direction = moved(next, dot(next, next) / dot(rest, rest), direction);
    rest = next;
  }
  return found;
}
