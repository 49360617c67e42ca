import type {NeuronData} from "@ecco/viz";
import * as v from "valibot";
import {checked, has, number, provenance, size, taken, text, token, tokens} from "./shapes.ts";
import type {Lengths} from "./shapes.ts";

const numbers = v.array(number);
const name = {layer: number, neuron: number};
const fired = v.object({...name, activations: numbers, strength: number});
const factor = v.object({
  loadings: numbers,
  strength: number,
  // Records of before have weights alone.
  neurons: v.array(
    v.object({
      ...name,
      weight: number,
      sign: v.picklist([1, -1]),
      activations: v.exactOptional(numbers)
    })
  )
});
const group = v.object({size: number, loadings: numbers, neurons: v.array(fired)});
const firing = v.object({
  text: number,
  position: number,
  token,
  activation: number,
  context: v.array(v.object({token, activation: number})),
  at: number
});
const promoted = v.array(v.object({id: number, text, logit: number}));
const detail = v.object({
  ...name,
  read: number,
  strongest: v.array(firing),
  weakest: v.array(firing),
  writes: v.nullable(v.object({promotes: promoted, suppresses: promoted}))
});
const neurons = v.object({
  tokens,
  texts: v.array(v.object({start: size, end: size, produced: size})),
  stack: v.nullable(v.picklist(["encoder", "decoder"])),
  layers: numbers,
  neurons: number,
  factors: v.array(factor),
  error: number,
  relativeError: number,
  relativeErrorOfOthers: v.exactOptional(v.nullable(number)),
  ...taken,
  iterations: number,
  converged: v.boolean(),
  init: v.string(),
  seed: number,
  negative: v.picklist(["clip", "absolute", "split"]),
  top: v.array(fired),
  groups: v.exactOptional(v.array(group)),
  silent: number,
  detail: v.optional(detail),
  provenance
});

/** One number a token. */
const lengthsOf = ({tokens: {length}, factors, groups = [], top}: NeuronData): Lengths[] => [
  ...[...factors, ...groups].flatMap(({loadings, neurons: inner}): Lengths[] => [
    ["loadings", loadings, length],
    ...inner.map(({activations}): Lengths => ["activations", activations, length])
  ]),
  ...top.map(({activations}): Lengths => ["top", activations, length])
];

/** Returns recorded factors of neurons; undefined when it is something else. */
export const readNeurons = (recorded: unknown): NeuronData | undefined =>
  has(recorded, "tokens", "texts", "factors", "relativeError")
    ? checked<NeuronData>("neurons", neurons, recorded, lengthsOf)
    : undefined;
