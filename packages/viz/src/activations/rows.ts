/** What an activations view draws: its rows, in groups where there are some. */
import type {FiredNeuron, NeuronFactors} from "../neurons/data.ts";
import {omittedOf, withoutOmitted} from "../neurons/omitted.ts";

export interface FiringRow extends FiredNeuron {
  /** 0-based; null without groups. */
  readonly group: number | null;
  /** Whether it is the first of its group. */
  readonly first: boolean;
}

/** Returns the neurons drawn: those of each group, or the ones that fire most. */
export const rowsOf = ({groups, top}: NeuronFactors): readonly FiringRow[] =>
  groups?.length
    ? groups.flatMap(({neurons}, group) =>
        neurons.map((neuron, index) => ({...neuron, group, first: index === 0}))
      )
    : top.map((neuron) => ({...neuron, group: null, first: false}));

/** Whether negative activations count, and so have a colour. */
export const isSigned = ({negative}: NeuronFactors): boolean => negative !== "clip";

/** Returns the top of the scale: the largest activation that is drawn of a token that is not left out, by size where the sign counts. */
export function topOf(data: NeuronFactors): number {
  const size = isSigned(data) ? Math.abs : (value: number): number => value;
  const omitted = omittedOf(data);
  return rowsOf(data).reduce(
    (top, {activations}) =>
      withoutOmitted(activations, omitted).reduce(
        (most, value) => Math.max(most, size(value)),
        top
      ),
    0
  );
}
