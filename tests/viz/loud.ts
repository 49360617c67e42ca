/** Recorded results as they are where one token holds them, and where that token is left out. */
import type {LensGrid, NeuronFactors} from "../../packages/viz/src/index.ts";

/** What the engine says of such a token. */
export const heldBy = (what: string): string =>
  `position 0 (“The”) holds 99.9 % of the squared length of the states, layers 2–4, ${what}; leave it out with without: "first"`;

/** A factorisation whose first token holds nearly all of it. */
export const loudNeurons = (data: NeuronFactors): NeuronFactors => ({
  ...data,
  relativeError: 0.038,
  relativeErrorOfOthers: 0.343,
  warnings: [
    'position 0 holds 98.8 % of the squared activations (52.4 % are neuron 3.417), so the relative error of 0.038 is that of that token; at the others it is 0.34; leave it out with without: "first"'
  ]
});

const quiet = (values: readonly number[]): number[] => values.map((x, at) => (at === 0 ? 0 : x));

/** The same without the first token, whose activations are a hundred times as large. */
export const withoutFirst = (data: NeuronFactors): NeuronFactors => {
  const loud = <N extends {readonly activations?: readonly number[]}>(neuron: N): N => ({
    ...neuron,
    activations: (neuron.activations ?? []).map((x, at) => (at === 0 ? 300 : x))
  });
  return {
    ...data,
    without: "first",
    leftOut: [{of: 0, position: 0, token: data.tokens[0]!}],
    warnings: [],
    relativeErrorOfOthers: null,
    factors: data.factors.map((factor) => ({
      ...factor,
      loadings: quiet(factor.loadings),
      neurons: factor.neurons.map(loud)
    })),
    top: data.top.map(loud),
    ...(data.groups
      ? {
          groups: data.groups.map((group) => ({
            ...group,
            loadings: quiet(group.loadings),
            neurons: group.neurons.map(loud)
          }))
        }
      : {})
  };
};

/** A lens whose contrast is a hundred times as large at the first position. */
export const loudLens = (data: LensGrid): LensGrid => ({
  ...data,
  cells: data.cells.map((row) =>
    row.map((cell, at) =>
      at === 0 ? {...cell, contrast: 100 * Number(cell.contrast), kl: 100 * Number(cell.kl)} : cell
    )
  )
});
