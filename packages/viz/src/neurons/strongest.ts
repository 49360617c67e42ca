/** Which factor a token belongs to, and how it is tinted. */
import {sequentialStep} from "../bins.ts";
import type {NeuronFactors} from "./data.ts";

/** A factor's part in one token. */
export interface Belonging {
  readonly factor: number;
  readonly loading: number;
  /** 0 to 1: the loading by the factor's largest. */
  readonly share: number;
}

const topOf = (values: readonly number[]): number =>
  values.reduce((top, value) => Math.max(top, value), 0);

/** Returns each factor's largest loading. */
export const topsOf = ({factors}: NeuronFactors): readonly number[] =>
  factors.map(({loadings}) => topOf(loadings));

/** Returns where a factor is strongest: the first of the largest loadings. */
export const peakOf = (loadings: readonly number[]): number => loadings.indexOf(topOf(loadings));

/** A long text is looked through once, not at each move of the pointer. */
const found = new WeakMap<NeuronFactors, readonly (Belonging | null)[]>();

/** Returns the factor with the largest loading at each token; null where none loads noticeably. */
export function strongestOf(data: NeuronFactors): readonly (Belonging | null)[] {
  const known = found.get(data) ?? findStrongest(data);
  found.set(data, known);
  return known;
}

function findStrongest(data: NeuronFactors): readonly (Belonging | null)[] {
  const tops = topsOf(data);
  return data.tokens.map((_, position) => {
    const factor = data.factors.reduce(
      (best, {loadings}, at) =>
        (loadings[position] ?? 0) > (data.factors[best]!.loadings[position] ?? 0) ? at : best,
      0
    );
    const loading = data.factors[factor]?.loadings[position] ?? 0;
    const belonging = {factor, loading, share: loading / (tops[factor] || 1)};
    return tintOf(belonging) ? belonging : null;
  });
}

/** Returns how each token belongs to one factor; null where it does not load noticeably. */
export function loadingsOf(data: NeuronFactors, factor: number): readonly (Belonging | null)[] {
  const top = topsOf(data)[factor] || 1;
  return data.tokens.map((_, position) => {
    const loading = data.factors[factor]?.loadings[position] ?? 0;
    const belonging = {factor, loading, share: loading / top};
    return tintOf(belonging) ? belonging : null;
  });
}

/** How many colours there are; factors beyond take them again, and are told apart by their number and a dash. */
export const colours = 10;

/** Returns the class that sets a factor's colour. */
export const colourOf = (factor: number): string => `c${(factor % colours) + 1}`;

/** Returns the classes that tint a token: its factor's colour, in nine steps of 5 % up to 45 %. "" is no tint. */
export function tintOf({factor, share}: Belonging): string {
  const step = sequentialStep(share, 1);
  return step ? `fac ${colourOf(factor)} k${step}` : "";
}
