/** Multiplicative updates (Lee & Seung 2001, theorem 1), the naive twin of our factorisation. */
import {transposed} from "../packages/engine/src/analysis/dense.ts";
import type {Dense} from "../packages/engine/src/analysis/dense.ts";
import {product} from "../tests/analysis/tables.ts";

/** Keeps 0 / 0 away. */
const NOTHING = 1e-12;

const times = (factor: Dense, up: Dense, down: Dense): Dense => ({
  ...factor,
  data: factor.data.map((value, at) => (value * up.data[at]!) / (down.data[at]! + NOTHING))
});

interface Factors {
  readonly w: Dense;
  readonly h: Dense;
}

/** Updates W, then H. */
function updated(x: Dense, xt: Dense, {w, h}: Factors): Factors {
  const ht = transposed(h);
  const nextW = times(w, product(x, ht), product(w, product(h, ht)));
  const wt = transposed(nextW);
  const up = transposed(product(xt, nextW));
  return {w: nextW, h: times(h, up, product(product(wt, nextW), h))};
}

/** Yields W and H after each update, without end. */
export function* multiplicative(x: Dense, start: Factors): Generator<Factors, never> {
  const xt = transposed(x);
  for (let factors = start; ;) yield (factors = updated(x, xt, factors));
}
