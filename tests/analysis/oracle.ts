/** The reference numbers of the analyses: tests/fixtures/analysis. */
import {product, transposed} from "../../packages/engine/src/analysis/products.ts";
import type {Samples} from "../../packages/engine/src/analysis/samples.ts";
import {arrays, json} from "../engine/oracle.ts";

export interface PairNumbers {
  readonly cka: number;
  readonly cka_debiased: number;
  readonly cka_rbf: number;
  readonly cca: number;
  readonly cca_coefs: readonly number[];
  readonly svcca20: number;
  readonly svcca3: number;
  readonly pwcca: number;
  readonly pwcca_back: number;
  readonly pwcca_centred: number;
  readonly pwcca_centred_back: number;
  readonly pwcca_sign_range: readonly [number, number];
}

interface ProbeNumbers {
  readonly labels: readonly number[];
  readonly objective: number;
  readonly accuracy: number;
  readonly fold_accuracy: readonly number[];
  readonly mean_fold_accuracy: number;
}

interface Expected {
  readonly golden: {
    readonly randn: {
      readonly cca: number;
      readonly svcca20: number;
      readonly pwcca: number;
      readonly cka: number;
      readonly cka_debiased: number;
    };
    readonly sincos: {
      readonly x: readonly (readonly number[])[];
      readonly y: readonly (readonly number[])[];
      readonly cca: number;
      readonly cca_coefs: readonly number[];
      readonly svcca3: number;
      readonly pwcca_xy: number;
      readonly pwcca_yx: number;
      readonly cka: number;
      readonly cka_debiased: number;
      readonly cka_rbf: number;
    };
  };
  readonly pairs: Readonly<Record<string, PairNumbers>>;
  readonly pca: {
    readonly explained_variance: readonly number[];
    readonly explained_variance_ratio: readonly number[];
    readonly singular_values: readonly number[];
  };
  readonly probe: {
    readonly fold: readonly number[];
    readonly classes2: ProbeNumbers;
    readonly classes3: ProbeNumbers;
  };
  readonly ranks: Readonly<
    Record<
      string,
      {
        readonly a: readonly number[];
        readonly b: readonly number[];
        readonly spearman: number;
        readonly kendall_tau_b: number;
        readonly pearson: number;
      }
    >
  >;
}

export const expected = json<Expected>("analysis/expected.json");

/** Returns one array of a file of this folder; a list is one row. */
export function table(file: "pairs" | "pca" | "probe", name: string): Samples {
  const {shape, data} = arrays(`analysis/${file}.safetensors`).get(name)!;
  const columns = shape.at(-1)!;
  return {rows: data.length / columns, columns, data: Float64Array.from(data)};
}

/** Returns a pair's sides as we have them: tokens × neurons. */
export const pairOf = (name: string): readonly [Samples, Samples] => [
  transposed(table("pairs", `${name}.a`)),
  transposed(table("pairs", `${name}.b`))
];

/** Returns numbers like a normal distribution's [rows, columns], always the same (no mean, variance 1). */
export function noise(rows: number, columns: number, seed: number): Samples {
  let state = seed >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  const data = Float64Array.from(
    {length: rows * columns},
    () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next())
  );
  return {rows, columns, data};
}

/** Returns the samples turned by an orthogonal matrix: reflections, one after the other. */
export function turned(samples: Samples, seed: number): Samples {
  let made = samples;
  for (let count = 0; count < 3; count++) {
    const {data: axis} = noise(1, samples.columns, seed + count);
    const length = axis.reduce((sum, x) => sum + x * x, 0);
    const {columns} = samples;
    const mirror = Float64Array.from({length: columns * columns}, (_, at) => {
      const [row, column] = [Math.floor(at / columns), at % columns];
      return (row === column ? 1 : 0) - (2 * axis[row]! * axis[column]!) / length;
    });
    made = product(made, {rows: columns, columns, data: mirror});
  }
  return made;
}

export const changed = (samples: Samples, change: (x: number, at: number) => number): Samples => ({
  ...samples,
  data: samples.data.map(change)
});
