/** Canonical correlations weighted by how much of the states they speak for (Morcos, Raghu & Bengio 2018). */
import {Matrix, QR} from "ml-matrix";
import {InputError} from "../errors.ts";
import {ccaSide, crossOf} from "./cca.ts";
import type {CcaSide} from "./cca.ts";
import {product, transposed} from "./products.ts";
import {centred, checkPair, meansOf} from "./samples.ts";
import type {Samples} from "./samples.ts";
import {decompose} from "./spectrum.ts";

export const pwccaVariants = ["centred", "ecco"] as const;
export type PwccaVariant = (typeof pwccaVariants)[number];

export interface PwccaOptions {
  /**
   * "centred", the default, leaves the means out. "ecco" adds each neuron's mean to the direction of the same number, as
   * the authors' code and the Python library Ecco do: that moves the span, so the result depends on the signs of the
   * singular vectors, which are free; two right programs differ in it.
   */
  readonly variant?: PwccaVariant;
}

/**
 * Returns the share of each direction: how much of the states lies along it, Σ_j |⟨h_i, x_j⟩| (Morcos et al. 2018,
 * eq. 1), made to sum to 1. *directions* [neurons, k], the best first, are orthogonalised in this order.
 */
export function sharesOf(live: Samples, directions: Samples, variant: PwccaVariant): Float64Array {
  const means = meansOf(live);
  const moved = centred(live, means);
  const along = product(moved, directions); // [tokens, k]
  if (variant === "ecco")
    for (let at = 0; at < along.data.length; at++) along.data[at]! += means[at % along.columns]!;
  const {rows, columns, data} = along;
  const axes = new QR(Matrix.from1DArray(rows, columns, data as unknown as number[]))
    .orthogonalMatrix;
  const orthogonal = Float64Array.from(axes.to1DArray()); // [tokens, k]
  const turned = transposed({rows, columns, data: orthogonal});
  const found = product(turned, variant === "ecco" ? live : moved); // [k, neurons]
  const weights = new Float64Array(columns);
  for (let at = 0; at < found.data.length; at++)
    weights[Math.floor(at / found.columns)]! += Math.abs(found.data[at]!);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** Returns the weighted mean; the side with fewer directions says what counts. */
export function pwccaBetween(a: CcaSide, b: CcaSide, variant: PwccaVariant): number {
  const first = a.values.length <= b.values.length;
  const [own, other] = first ? [a, b] : [b, a];
  if (own.values.length === 0) return NaN;
  if (variant === "ecco" && own.live.rows <= own.live.columns)
    throw new InputError(
      `pwcca: variant ecco needs more samples than neurons, got ${own.live.rows} of ${own.live.columns}; give more, or take variant centred`
    );
  const {left, values} = decompose(crossOf(own, other)); // left [k, k]
  const directions = product(transposed(own.right), left); // [neurons, k]
  const shares = sharesOf(own.live, directions, variant);
  return values.reduce((sum, value, index) => sum + value * shares[index]!, 0);
}

/**
 * Returns the canonical correlations of *a* [tokens, neurons] and *b* [tokens, neurons of its own], each weighted by how
 * much of *a* its direction holds (of *b* where that is the narrower): Morcos et al. 2018, eq. 2. Not symmetric.
 *
 * Throws ShapeError when the numbers of tokens differ, InputError when there are fewer than 2 (variant "ecco": no more
 * than neurons).
 */
export function pwcca(a: Samples, b: Samples, {variant = "centred"}: PwccaOptions = {}): number {
  checkPair("pwcca", a, b);
  return pwccaBetween(ccaSide(a), ccaSide(b), variant);
}
