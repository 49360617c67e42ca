/** What each operation over rows does, pass by pass. */
import type {NodeOf} from "../../../graph/node.ts";
import type {OpOf} from "../../../schedule/roles.ts";
import type {HelperName} from "./functions.ts";

interface Accumulator {
  readonly name: string;
  readonly kind: "sum" | "max";
  /** WGSL for what is added, of x0, x1, x2 (the inputs' numbers in this column) and earlier names. */
  readonly value: string;
  /** WGSL for what the name then means; $ is the sum. `width` is the row's length. */
  readonly means: string;
}

export interface RowProgram {
  readonly passes: readonly (readonly Accumulator[])[];
  /** WGSL for the result's number: one a column, or one a row where `scalar`. */
  readonly result: string;
  readonly scalar: boolean;
  readonly helpers: readonly HelperName[];
}

const sumOf = (name: string, value: string, means: string = "$"): Accumulator => ({
  name,
  kind: "sum",
  value,
  means
});
const maxOf = (name: string, value: string): Accumulator => ({
  name,
  kind: "max",
  value,
  means: "$"
});
const MEAN = "$ / f32(width)";

const program = (
  passes: readonly (readonly Accumulator[])[],
  result: string,
  helpers: readonly HelperName[] = []
): RowProgram => ({passes, result, scalar: false, helpers});

const deviation = (value: string, epsilon: number): Accumulator =>
  sumOf("inverse", value, `1.0 / sqrt(${MEAN} + ${epsilon}f)`);

export const rowPrograms: {readonly [O in OpOf<"rows">]: (node: NodeOf<O>) => RowProgram} = {
  sum: () => ({...program([[sumOf("total", "x0")]], "total"), scalar: true}),
  max: () => ({...program([[maxOf("top", "x0")]], "top"), scalar: true}),
  softmax: () =>
    program(
      // A row of −∞ alone has no sum; it becomes zeros, not NaN.
      [[maxOf("top", "x0")], [sumOf("inverse", "ecco_exp(x0 - top)", "1.0 / max($, 1e-37f)")]],
      "ecco_exp(x0 - top) * inverse",
      ["exp"]
    ),
  logSoftmax: () =>
    program(
      [[maxOf("top", "x0")], [sumOf("total", "ecco_exp(x0 - top)", "log(max($, 1e-37f))")]],
      "x0 - top - total",
      ["exp"]
    ),
  logSumExp: () => ({
    ...program(
      [[maxOf("top", "x0")], [sumOf("total", "ecco_exp(x0 - top)", "log(max($, 1e-37f))")]],
      "top + total",
      ["exp"]
    ),
    scalar: true
  }),
  layerNorm: ({attributes: {epsilon}}) =>
    program(
      [[sumOf("mean", "x0", MEAN)], [deviation("(x0 - mean) * (x0 - mean)", epsilon)]],
      "(x0 - mean) * inverse * x1 + x2"
    ),
  rmsNorm: ({attributes: {epsilon}}) =>
    program([[deviation("x0 * x0", epsilon)]], "x0 * inverse * x1"),
  layerNormGradient: ({attributes: {epsilon}}) =>
    program(
      [
        [sumOf("mean", "x0", MEAN), sumOf("mean_g", "x1 * x2", MEAN)],
        [
          deviation("(x0 - mean) * (x0 - mean)", epsilon),
          sumOf("along", "x1 * x2 * (x0 - mean)", MEAN)
        ]
      ],
      "inverse * (x1 * x2 - mean_g - (x0 - mean) * inverse * inverse * along)"
    ),
  rmsNormGradient: ({attributes: {epsilon}}) =>
    program(
      [[deviation("x0 * x0", epsilon), sumOf("along", "x1 * x2 * x0", MEAN)]],
      "inverse * (x1 * x2 - x0 * inverse * inverse * along)"
    ),
  softmaxGradient: () => program([[sumOf("along", "x0 * x1")]], "x0 * (x1 - along)"),
  logSoftmaxGradient: () => program([[sumOf("along", "x1")]], "x1 - ecco_exp(x0) * along", ["exp"])
};
