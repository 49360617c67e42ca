/** What neurons, layers and factors are called. */
import {count} from "../format.ts";
import type {NeuronFactors, NeuronName} from "./data.ts";

/** Returns a neuron's name: `layer 3 · 417`. */
export const neuronName = ({layer, neuron}: NeuronName): string => `layer ${layer} · ${neuron}`;

/** Returns the same for a narrow place: `L3 · 417`. */
export const neuronShort = ({layer, neuron}: NeuronName): string => `L${layer} · ${neuron}`;

/** Returns the same for speech. */
export const spokenNeuron = ({layer, neuron}: NeuronName): string =>
  `layer ${layer}, neuron ${neuron}`;

/** Returns layers in words: `layer 3`, `layers 3–5`, `layers 0, 2, 5`. */
export function layersText(layers: readonly number[]): string {
  const [first, last] = [layers[0], layers.at(-1)];
  if (first === undefined || last === undefined) return "no layer";
  if (layers.length === 1) return `layer ${first}`;
  const whole = last - first === layers.length - 1;
  return whole ? `layers ${first}–${last}` : `layers ${layers.join(", ")}`;
}

/** Returns whose neurons a result is about: `cloze, layers 3–4`, `critic, encoder layer 2`. */
export const placeText = ({provenance, stack, layers}: NeuronFactors): string =>
  `${provenance.model}, ${stack === null ? "" : `${stack} `}${layersText(layers)}`;

/** Returns what a factor is called: the name its author gave it, else its number. */
export const factorName = (names: readonly string[], factor: number): string =>
  names[factor]?.trim() || `factor ${factor + 1}`;

/** Returns a factor for speech: number first, then the name where there is one. */
export function spokenFactor(names: readonly string[], factor: number): string {
  const given = names[factor]?.trim();
  return given ? `factor ${factor + 1}, ${given}` : `factor ${factor + 1}`;
}

/** Returns a number of factors in words: `6 factors`. */
export const factorsText = (factors: number): string =>
  `${count(factors)} ${factors === 1 ? "factor" : "factors"}`;

/** Names between bars, by factor: "punctuation | | verbs" leaves the second without one. */
export const namesConverter = {
  fromAttribute: (text: string | null): readonly string[] =>
    text?.trim() ? text.split("|").map((name) => name.trim()) : [],
  toAttribute: (names: readonly string[]): string | null =>
    names.length ? names.join(" | ") : null
};

/** How a view declares the names of factors: a list with the same names is no change. */
export const namesProperty = {
  converter: namesConverter,
  reflect: true,
  hasChanged: (names: readonly string[] = [], before: readonly string[] = []): boolean =>
    names.join("|") !== before.join("|")
};
