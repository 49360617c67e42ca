import {absent, count, decimal} from "../format.ts";
import type {NeuronFactors, NeuronName} from "../neurons/data.ts";
import {neuronName, placeText, spokenFactor} from "../neurons/names.ts";
import {strongestOf} from "../neurons/strongest.ts";
import {tokenText} from "../token/label.ts";
import type {TableCell, TableData} from "../view/table.ts";
import {takenCaption} from "../view/taken.ts";

const figure = (value: number | undefined): TableCell => ({
  text: decimal(value),
  value: value ?? null
});
const nothing: TableCell = {text: absent, value: null};
const key = ({layer, neuron}: NeuronName): string => `${layer}.${neuron}`;

/**
 * Returns every value of the picture: a row a token with its loadings and the activations of the neurons told, then the
 * factors' strengths, then a row for each listed neuron with its weights.
 */
export function factorsTable(
  data: NeuronFactors,
  names: readonly string[],
  told: number
): TableData {
  const {tokens, factors, texts} = data;
  const strongest = strongestOf(data);
  const columns = factors[told]?.neurons ?? [];
  const listed = new Map(
    factors.flatMap(({neurons}) => neurons.map((neuron) => [key(neuron), neuron] as const))
  );
  const textOf = (position: number): number =>
    texts.findIndex(({start, end}) => position >= start && position < end) + 1;
  return {
    caption: `Loadings of ${factors.length} factors at ${tokens.length} tokens with the activations of ${spokenFactor([], told)}'s neurons, then strengths, then weights of neurons; ${placeText(data)}${takenCaption(data)}`,
    columns: [
      {label: "token or neuron", mono: true},
      {label: "text"},
      {label: "position"},
      {label: "strongest factor"},
      ...factors.map((_, factor) => ({label: spokenFactor(names, factor)})),
      ...columns.map((neuron) => ({label: neuronName(neuron), mono: true}))
    ],
    rows: [
      ...tokens.map((token, position): readonly TableCell[] => {
        const own = strongest[position];
        return [
          {text: tokenText(token, "dot"), value: token.text},
          {text: count(textOf(position)), value: textOf(position)},
          {text: count(position), value: position},
          own ? {text: count(own.factor + 1), value: own.factor + 1} : nothing,
          ...factors.map(({loadings}) => figure(loadings[position])),
          ...columns.map(({activations}) => figure(activations?.[position]))
        ];
      }),
      [
        {text: "strength"},
        nothing,
        nothing,
        nothing,
        ...factors.map(({strength}) => figure(strength)),
        ...columns.map(() => nothing)
      ],
      ...[...listed.values()].map((neuron): readonly TableCell[] => [
        {text: neuronName(neuron)},
        nothing,
        nothing,
        nothing,
        ...factors.map(({neurons}) =>
          figure(neurons.find((other) => key(other) === key(neuron))?.weight)
        ),
        ...columns.map(() => nothing)
      ])
    ]
  };
}
