/** Gradients along a path from a baseline. */
import type {Target} from "../target.ts";
import {quadratures} from "../quadrature.ts";
import {gradient} from "../rules.ts";
import type {Found, Method, Task} from "./method.ts";
import {
  combine,
  difference,
  meanOf,
  normalsOf,
  product,
  rowsIn,
  weightedSum,
  withRows
} from "./rows.ts";
import type {Embeddings} from "../target.ts";
import {randomOf} from "../../generation/random.ts";

/** Where adapting the number of steps ends. */
const MOST_STEPS = 1600;

/** Returns (x − x₀) · ∫₀¹ ∂f/∂x at x₀ + α(x − x₀) dα. */
async function integral(
  target: Target,
  from: Embeddings,
  steps: number,
  {quadrature}: Task["settings"],
  progress: (done: number) => void
): Promise<Embeddings> {
  const {nodes, weights} = quadratures[quadrature](steps);
  const way = difference(target.embeddings, from);
  const path = nodes.map((alpha) => ({rows: combine(from, way, (x, move) => x + alpha * move)}));
  const points = await target.walks(gradient, path, {progress});
  return product(
    weightedSum(
      points.map(({flow}) => flow),
      weights
    ),
    way
  );
}

const sumOf = (blocks: Embeddings): number =>
  blocks.reduce((all, block) => block.reduce((sum, x) => sum + x, all), 0);

/** Sundararajan et al. 2017, eq. 1. */
export const integratedGradients: Method = async (task) => {
  const {target, baselines, settings, progress} = task;
  const from = meanOf(baselines.sets);
  const [value, floor] = await target.values([target.embeddings, from]);
  const change = value! - floor!;
  let {steps} = settings;
  for (;;) {
    const rows = await integral(target, from, steps, settings, (done) => progress?.(done, steps));
    const missed = Math.abs(sumOf(rows) - change);
    const close = settings.accuracy === null || missed <= settings.accuracy * Math.abs(change);
    if (close || 2 * steps > MOST_STEPS)
      return {
        value: value!,
        rows: rowsIn(rows, target.width),
        change,
        sum: "exact",
        baseline: true,
        steps
      };
    steps *= 2;
  }
};

/**
 * For each token the integral of its own gradient while it alone goes from the baseline to its row, all others in place
 * (Enguehard 2023, eq. 3, without its normalisation). Each adds up to what occluding the token changes.
 */
export const sequentialIntegratedGradients: Method = async ({
  target,
  baselines,
  settings: {steps, quadrature},
  progress
}) => {
  const from = meanOf(baselines.sets);
  const {nodes, weights} = quadratures[quadrature](steps);
  const rows: Float64Array[] = [];
  const total = rowsIn(target.embeddings, target.width).length;
  const way = rowsIn(difference(target.embeddings, from), target.width);
  for (let token = 0; token < total; token++) {
    const path = nodes.map((alpha) => ({
      rows: withRows(
        target.embeddings,
        combine(from, target.embeddings, (x0, x) => x0 + alpha * (x - x0)),
        target.width,
        [token]
      )
    }));
    const points = await target.walks(gradient, path, {
      progress: (done) => progress?.(token * steps + done, total * steps)
    });
    const sums = new Float64Array(target.width);
    points.forEach(({flow}, step) =>
      rowsIn(flow, target.width)[token]!.forEach((x, at) => {
        sums[at]! += weights[step]! * x;
      })
    );
    rows.push(sums.map((x, at) => x * way[token]![at]!));
  }
  const [value] = await target.values([target.embeddings]);
  return {value: value!, rows, baseline: true, steps};
};

/**
 * Mean of (x − x₀) · ∂f/∂x at x₀ + u(x + noise − x₀), u uniform in [0, 1], x₀ one of the baselines (Lundberg & Lee 2017;
 * expected gradients, Erion et al. 2021, eq. 5).
 */
export const gradientShap: Method = async ({
  target,
  baselines: {sets},
  settings: {samples, seed, noise},
  progress
}): Promise<Found> => {
  const count = samples ?? 64;
  const random = randomOf(seed);
  const normal = normalsOf(seed + 1);
  const drawn = Array.from({length: count}, (_, index) => {
    const from = sets[index % sets.length]!;
    // Stratified: one draw in each of as many slices of the way.
    const along = (index + random()) / count;
    const rows = combine(from, target.embeddings, (x0, x) => x0 + along * (x - x0));
    const shaken =
      noise === 0 ? rows : rows.map((row) => row.map((x) => x + noise * along * normal()));
    return {from, rows: shaken};
  });
  const points = await target.walks(gradient, drawn, {
    progress: (done) => progress?.(done, count)
  });
  const parts = points.map(({flow}, index) =>
    product(flow, difference(target.embeddings, drawn[index]!.from))
  );
  const [value, ...floors] = await target.values([target.embeddings, ...sets]);
  return {
    value: value!,
    rows: rowsIn(meanOf(parts), target.width),
    errors: errorsOf(parts, target.width),
    change: value! - floors.reduce((sum, floor) => sum + floor, 0) / floors.length,
    sum: "expected",
    baseline: true
  };
};

/** Standard error of each token's sum over draws. */
function errorsOf(parts: readonly Embeddings[], width: number): number[] {
  const sums = parts.map((part) =>
    rowsIn(part, width).map((row) => row.reduce((a, b) => a + b, 0))
  );
  const count = sums.length;
  return sums[0]!.map((_, token) => {
    const mean = sums.reduce((sum, row) => sum + row[token]!, 0) / count;
    const spread = sums.reduce((sum, row) => sum + (row[token]! - mean) ** 2, 0);
    return Math.sqrt(spread / Math.max(count - 1, 1) / count);
  });
}
