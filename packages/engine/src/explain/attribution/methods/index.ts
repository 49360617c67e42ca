/** The methods: each takes a target apart into one row [C] per token. */
import type {AttributionMethod} from "../../../results.ts";
import {baselineRow} from "../../embeddings.ts";
import {gaussLegendre} from "../quadrature.ts";
import type {Embeddings, Target} from "../target.ts";

export interface MethodOptions {
  readonly target: Target;
  readonly baseline: string;
  readonly steps: number;
  readonly progress?: ((done: number, total: number) => void) | undefined;
}

export interface Found {
  /** f on the input as it is. */
  readonly value: number;
  /** One per token, of the embedding's width (occlusion: of width 1). */
  readonly rows: readonly Float64Array[];
  /** f(input) − f(baseline), where the method knows it. */
  readonly change: number | null;
  /** Whether the rows' sum should be `change`. */
  readonly complete: boolean;
  readonly baseline: string | null;
  readonly steps: number | null;
}

export type Method = (options: MethodOptions) => Promise<Found>;

const rowsIn = (blocks: Embeddings, width: number): Float64Array[] =>
  blocks.flatMap((block) =>
    Array.from({length: block.length / width}, (_, row) =>
      block.subarray(row * width, (row + 1) * width)
    )
  );

const combine = (a: Embeddings, b: Embeddings, f: (x: number, y: number) => number): Embeddings =>
  a.map((block, index) => block.map((x, at) => f(x, b[index]![at]!)));

const plain = {change: null, complete: false, baseline: null, steps: null} as const;

/** ∂f/∂x (Simonyan et al. 2014). */
const saliency: Method = async ({target}) => {
  const [found] = await target.gradients([target.embeddings]);
  return {...plain, value: found!.value, rows: rowsIn(found!.gradient, target.width)};
};

/** x · ∂f/∂x (Shrikumar et al. 2016). */
const inputTimesGradient: Method = async ({target}) => {
  const [found] = await target.gradients([target.embeddings]);
  return {
    ...plain,
    value: found!.value,
    rows: rowsIn(
      combine(found!.gradient, target.embeddings, (g, x) => g * x),
      target.width
    )
  };
};

function baselineOf(target: Target, baseline: string): {blocks: Embeddings; name: string} {
  const rows = target.lookups.map((lookup) => baselineRow(target.session, lookup, baseline));
  const blocks = target.embeddings.map((block, index) =>
    block.map((_, at) => rows[index]!.row[at % target.width]!)
  );
  return {blocks, name: rows[0]!.name};
}

/** (x − x₀) · ∫₀¹ ∂f/∂x at x₀ + α(x − x₀) dα (Sundararajan et al. 2017, eq. 1), by Gauss–Legendre quadrature. */
const integratedGradients: Method = async ({target, baseline, steps, progress}) => {
  const {blocks, name} = baselineOf(target, baseline);
  const {nodes, weights} = gaussLegendre(steps);
  const change = combine(target.embeddings, blocks, (x, x0) => x - x0);
  const path = nodes.map((alpha) => combine(blocks, change, (x0, move) => x0 + alpha * move));
  const points = await target.gradients(path, (done) => progress?.(done, steps));
  const sums = change.map((block) => new Float64Array(block.length));
  points.forEach(({gradient}, step) =>
    gradient.forEach((block, index) => {
      for (let at = 0; at < block.length; at++) sums[index]![at]! += weights[step]! * block[at]!;
    })
  );
  const [value, floor] = await target.values([target.embeddings, blocks]);
  return {
    value: value!,
    rows: rowsIn(
      combine(sums, change, (g, move) => g * move),
      target.width
    ),
    change: value! - floor!,
    complete: true,
    baseline: name,
    steps
  };
};

/** f(x) − f(x with this token's row replaced by the baseline's) (Zeiler & Fergus 2014). */
const occlusion: Method = async ({target, baseline, progress}) => {
  const {blocks, name} = baselineOf(target, baseline);
  const {width} = target;
  const inputs = target.embeddings.flatMap((block, index) =>
    Array.from({length: block.length / width}, (_, row) => {
      const changed = block.slice();
      changed.set(blocks[index]!.subarray(row * width, (row + 1) * width), row * width);
      return target.embeddings.map((other, at) => (at === index ? changed : other));
    })
  );
  const [value, ...values] = await target.values([target.embeddings, ...inputs], (done) =>
    progress?.(done, inputs.length + 1)
  );
  return {
    ...plain,
    value: value!,
    rows: values.map((without) => Float64Array.of(value! - without)),
    baseline: name
  };
};

export const methods: {readonly [M in AttributionMethod]: Method} = {
  saliency,
  "input-x-gradient": inputTimesGradient,
  "integrated-gradients": integratedGradients,
  occlusion
};
