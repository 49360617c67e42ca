/** Scalar functions in float64. */
import type {Activation} from "../../graph/node.ts";

const TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

/** Returns the error function, to float64 precision: its series near 0, a continued fraction further out. */
export function erf(x: number): number {
  const z = Math.abs(x);
  if (z > 6) return Math.sign(x);
  if (z < 2.5) {
    let term = z;
    let sum = z;
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= (-z * z) / n;
      sum += term / (2 * n + 1);
      if (n > 200) break;
    }
    return Math.sign(x) * TWO_OVER_ROOT_PI * sum;
  }
  let fraction = 0;
  for (let n = 60; n >= 1; n--) fraction = n / 2 / (z + fraction);
  return Math.sign(x) * (1 - Math.exp(-z * z) / ((z + fraction) * Math.sqrt(Math.PI)));
}

export const sigmoid = (x: number): number =>
  x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));

/** log(1 + exp(x)). */
export const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

const GELU = Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;
const normalCdf = (x: number): number => 0.5 * (1 + erf(x * Math.SQRT1_2));

export const activate: {readonly [K in Activation]: (x: number) => number} = {
  relu: (x) => Math.max(x, 0),
  tanh: Math.tanh,
  silu: (x) => x * sigmoid(x),
  gelu: (x) => x * normalCdf(x),
  "gelu-tanh": (x) => 0.5 * x * (1 + Math.tanh(GELU * (x + CUBIC * x ** 3)))
};

/** The derivatives. */
export const slope: {readonly [K in Activation]: (x: number) => number} = {
  relu: (x) => (x > 0 ? 1 : 0),
  tanh: (x) => 1 - Math.tanh(x) ** 2,
  silu: (x) => sigmoid(x) * (1 + x * (1 - sigmoid(x))),
  gelu: (x) => normalCdf(x) + (x * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI),
  "gelu-tanh": (x) => {
    const t = Math.tanh(GELU * (x + CUBIC * x ** 3));
    return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * GELU * (1 + 3 * CUBIC * x * x);
  }
};
