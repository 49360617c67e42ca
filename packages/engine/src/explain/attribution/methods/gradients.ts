/** The gradient, and what is made of it in one walk or in several. */
import {deconvolution, gradient, guided} from "../rules.ts";
import type {Rules} from "../rules.ts";
import type {Method} from "./method.ts";
import {meanOf, normalsOf, product, rowsIn} from "./rows.ts";

/** ∂f/∂x (Simonyan et al. 2014). */
export const saliency: Method = async ({target}) => {
  const [found] = await target.walks(gradient, [{rows: target.embeddings}]);
  return {value: found!.value, rows: rowsIn(found!.flow, target.width)};
};

/** x times what flows back by some rules. */
const inputTimes =
  (rules: Rules): Method =>
  async ({target}) => {
    const [found] = await target.walks(rules, [{rows: target.embeddings}]);
    return {
      value: found!.value,
      rows: rowsIn(product(found!.flow, target.embeddings), target.width)
    };
  };

/** x · ∂f/∂x (Shrikumar et al. 2016). */
export const inputTimesGradient: Method = inputTimes(gradient);
export const guidedBackprop: Method = inputTimes(guided);
export const deconvolutional: Method = inputTimes(deconvolution);

/** x · mean of ∂f/∂x at x + noise (Smilkov et al. 2017, eq. 2, of input × gradient). */
export const smoothGrad: Method = async ({target, settings: {samples, seed, noise}, progress}) => {
  const count = samples ?? 32;
  const normal = normalsOf(seed);
  const [low, high] = rangeOf(target.embeddings);
  const feeds = Array.from({length: count}, () => ({
    rows: target.embeddings.map((block) => block.map((x) => x + noise * (high - low) * normal()))
  }));
  const found = await target.walks(gradient, feeds, {
    progress: (done) => progress?.(done, count + 1)
  });
  const [value] = await target.values([target.embeddings]);
  progress?.(count + 1, count + 1);
  const mean = meanOf(found.map(({flow}) => flow));
  return {value: value!, rows: rowsIn(product(mean, target.embeddings), target.width)};
};

function rangeOf(blocks: readonly Float64Array[]): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const block of blocks)
    for (const x of block) {
      low = Math.min(low, x);
      high = Math.max(high, x);
    }
  return [low, high];
}
