/** Arithmetic of row blocks. */
import {randomOf} from "../../generation/random.ts";
import type {Embeddings} from "../target.ts";

/** Returns one view [width] per token. */
export const rowsIn = (blocks: Embeddings, width: number): Float64Array[] =>
  blocks.flatMap((block) =>
    Array.from({length: block.length / width}, (_, row) =>
      block.subarray(row * width, (row + 1) * width)
    )
  );

export const combine = (
  a: Embeddings,
  b: Embeddings,
  f: (x: number, y: number) => number
): Embeddings => a.map((block, index) => block.map((x, at) => f(x, b[index]![at]!)));

export const product = (a: Embeddings, b: Embeddings): Embeddings => combine(a, b, (x, y) => x * y);
export const difference = (a: Embeddings, b: Embeddings): Embeddings =>
  combine(a, b, (x, y) => x - y);

/** Returns Σ weights · blocks. */
export function weightedSum(all: readonly Embeddings[], weights: readonly number[]): Embeddings {
  const sums = all[0]!.map((block) => new Float64Array(block.length));
  all.forEach((blocks, row) =>
    blocks.forEach((block, index) => {
      const sum = sums[index]!;
      const weight = weights[row]!;
      for (let at = 0; at < block.length; at++) sum[at]! += weight * block[at]!;
    })
  );
  return sums;
}

export const meanOf = (all: readonly Embeddings[]): Embeddings =>
  weightedSum(
    all,
    all.map(() => 1 / all.length)
  );

/** Returns the blocks with the rows of some tokens (indices over all blocks) taken from others. */
export function withRows(
  blocks: Embeddings,
  others: Embeddings,
  width: number,
  tokens: Iterable<number>
): Embeddings {
  const made = blocks.map((block) => block.slice());
  for (const token of tokens) {
    let at = token;
    let index = 0;
    while (at >= made[index]!.length / width) at -= made[index++]!.length / width;
    made[index]!.set(others[index]!.subarray(at * width, (at + 1) * width), at * width);
  }
  return made;
}

/** Returns draws of the normal distribution (Box & Muller 1958). */
export function normalsOf(seed: number): () => number {
  const random = randomOf(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
