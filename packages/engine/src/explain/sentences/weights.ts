/** How much each token counts in a text's vector: rows that are fed to the pooling. */
import type {Tensor} from "../../backends/backend.ts";
import {InputError} from "../../errors.ts";
import type {Pooling} from "./options.ts";

/** Added to the states of tokens that do not count, where the largest is taken. */
const NEVER = -1e30;

type Weigh = (counted: readonly number[], weights: Float64Array) => void;

/** Fills the weights of the positions that count; they are ascending. */
const linears: {readonly [P in Exclude<Pooling, "max">]: Weigh} = {
  cls: ([first], weights) => void (weights[first!] = 1),
  lasttoken: (counted, weights) => void (weights[counted.at(-1)!] = 1),
  mean: (counted, weights) => counted.forEach((at) => (weights[at] = 1 / counted.length)),
  mean_sqrt_len_tokens: (counted, weights) =>
    counted.forEach((at) => (weights[at] = 1 / Math.sqrt(counted.length))),
  weightedmean: (counted, weights) => {
    const total = counted.reduce((sum, at) => sum + at + 1, 0);
    for (const at of counted) weights[at] = (at + 1) / total;
  }
};

/** Whether a pooling is a sum of states with fixed weights. */
export const isLinear = (pooling: Pooling): pooling is Exclude<Pooling, "max"> => pooling !== "max";

/** Returns the weights of the states [length] of a text in which these positions count. */
export function weightsOf(
  pooling: Exclude<Pooling, "max">,
  counted: readonly number[],
  length: number
): Float64Array {
  const weights = new Float64Array(length);
  linears[pooling](counted, weights);
  return weights;
}

/** Returns what is fed for rows of one length; `rows` are the positions that count in each. */
export function poolFeeds(
  poolings: readonly Pooling[],
  rows: readonly (readonly number[])[],
  length: number
): Map<string, Tensor> {
  return new Map(
    poolings.map((pooling) => {
      const data = new Float64Array(rows.length * length);
      for (const [row, counted] of rows.entries()) {
        const own = isLinear(pooling)
          ? weightsOf(pooling, counted, length)
          : Float64Array.from({length}, (_, at) => (counted.includes(at) ? 0 : NEVER));
        data.set(own, row * length);
      }
      const shape = isLinear(pooling) ? [rows.length, 1, length] : [rows.length, length, 1];
      return [`pool.${pooling}`, {shape, data}];
    })
  );
}

/**
 * Returns which positions count: those the caller's mask leaves, behind the prompt where that is not pooled. Throws
 * InputError where there is none.
 */
export function countedOf(
  length: number,
  mask: readonly number[] | undefined,
  promptLength: number
): readonly number[] {
  const counted = Array.from({length}, (_, at) => at).filter(
    (at) => at >= promptLength && mask?.[at] !== 0
  );
  if (counted.length > 0) return counted;
  throw new InputError(
    "embed: no token of the text counts; give a text behind the prompt, or a mask that leaves some"
  );
}
