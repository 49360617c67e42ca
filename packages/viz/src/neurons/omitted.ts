/** Tokens that are left out of a factorisation: in sight, but in no factor and on no scale. */
import type {NeuronFactors} from "./data.ts";

const nothing: ReadonlySet<number> = new Set();
/** A long text is looked through once, not at each move of the pointer. */
const found = new WeakMap<NeuronFactors, ReadonlySet<number>>();

/** Returns the indices of the tokens left out. */
export function omittedOf(data: NeuronFactors): ReadonlySet<number> {
  const {leftOut, texts} = data;
  if (!leftOut?.length) return nothing;
  const known =
    found.get(data) ?? new Set(leftOut.map(({of, position}) => (texts[of]?.start ?? 0) + position));
  found.set(data, known);
  return known;
}

/** Returns numbers along the tokens with 0 in place of those of tokens left out, for lines and scales. */
export const withoutOmitted = (
  values: readonly number[],
  omitted: ReadonlySet<number>
): readonly number[] =>
  omitted.size ? values.map((value, at) => (omitted.has(at) ? 0 : value)) : values;
