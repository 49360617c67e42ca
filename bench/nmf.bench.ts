/** Factors of a table as large as two layers of a small model at a long text: ours against multiplicative updates. */
import {bench, describe} from "vitest";
import {normOf, zeros} from "../packages/engine/src/analysis/dense.ts";
import type {Dense} from "../packages/engine/src/analysis/dense.ts";
import {nmf} from "../packages/engine/src/analysis/nmf/nmf.ts";
import {positive, product} from "../tests/analysis/tables.ts";
import {multiplicative} from "./multiplicative.ts";

const factors = 10;

/** Ten factors beneath noise, and much of it 0, as of clipped neurons. */
function neuronsOf(count: number, tokens: number): Dense {
  const parts = product(positive(count, factors, 1), positive(factors, tokens, 2));
  const noise = positive(count, tokens, 3);
  const made = zeros(count, tokens);
  for (let at = 0; at < made.data.length; at++)
    made.data[at] = Math.max(0, parts.data[at]! - 6 * noise.data[at]!);
  return made;
}

const x = neuronsOf(1536, 353);
const start = {w: positive(x.rows, factors, 4), h: positive(factors, x.columns, 5)};
const ours = (iterations: number) => nmf(x, {factors, init: start, iterations, tolerance: 0});
const theirs = (updates: number) => {
  for (const found of multiplicative(x, start)) if (--updates === 0) return found;
  return start;
};

// Both go on until they are as near to the least error, by this share of it.
const target = 1.001 * (await ours(400)).error;
let sweeps = 10;
while ((await ours(sweeps)).error > target) sweeps += 5;
let updates = 0;
for (const {w, h} of multiplicative(x, start)) {
  const made = product(w, h);
  updates++;
  if (normOf(x.data.map((value, at) => value - made.data[at]!)) <= target) break;
}
console.log(`to an error of ${target.toFixed(1)}: ${sweeps} sweeps, or ${updates} updates`);

describe("ten factors of 1536 neurons at 353 tokens, from one start to one error", () => {
  const options = {time: 1000, iterations: 3, warmupTime: 0, warmupIterations: 1} as const;
  bench("coordinate descent", async () => void (await ours(sweeps)), options);
  bench("multiplicative updates", () => void theirs(updates), options);
});
