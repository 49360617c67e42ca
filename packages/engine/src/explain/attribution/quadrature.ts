/** Nodes and weights on [0, 1]. */

export interface Quadrature {
  readonly nodes: readonly number[];
  readonly weights: readonly number[];
}

export type QuadratureRule =
  | "gauss-legendre"
  | "riemann-left"
  | "riemann-middle"
  | "riemann-right"
  | "trapezoid";

/** Returns `count` nodes and weights, by Newton's method on the Legendre polynomial (exact to float64). */
export function gaussLegendre(count: number): Quadrature {
  const nodes: number[] = [];
  const weights: number[] = [];
  for (let index = 0; index < count; index++) {
    let x = Math.cos((Math.PI * (index + 0.75)) / (count + 0.5));
    let slope = 0;
    for (let turn = 0; turn < 100; turn++) {
      let [previous, value] = [0, 1];
      for (let n = 1; n <= count; n++)
        [previous, value] = [value, ((2 * n - 1) * x * value - (n - 1) * previous) / n];
      slope = (count * (x * value - previous)) / (x * x - 1);
      const move = value / slope;
      x -= move;
      if (Math.abs(move) < 1e-16) break;
    }
    nodes.push((1 - x) / 2);
    weights.push(1 / ((1 - x * x) * slope * slope));
  }
  return {nodes, weights};
}

const even =
  (shift: number) =>
  (count: number): Quadrature => ({
    nodes: Array.from({length: count}, (_, index) => (index + shift) / count),
    weights: Array.from({length: count}, () => 1 / count)
  });

/** Both ends count half; of one node, the middle. */
function trapezoid(count: number): Quadrature {
  if (count === 1) return even(0.5)(1);
  const last = count - 1;
  return {
    nodes: Array.from({length: count}, (_, index) => index / last),
    weights: Array.from(
      {length: count},
      (_, index) => (index === 0 || index === last ? 0.5 : 1) / last
    )
  };
}

export const quadratures: {readonly [R in QuadratureRule]: (count: number) => Quadrature} = {
  "gauss-legendre": gaussLegendre,
  "riemann-left": even(0),
  "riemann-middle": even(0.5),
  "riemann-right": even(1),
  trapezoid
};
