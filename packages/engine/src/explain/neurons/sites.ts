/** Where a model's neurons are, and how many of them are listed. */
import type {ModelGraph} from "../../architectures/architecture.ts";
import {InputError, UnsupportedError} from "../../errors.ts";
import type {NeuronsOptions, Stack} from "./options.ts";

/** A stack of blocks with neurons. */
export interface NeuronStack {
  readonly stack: Stack | null;
  /** How many blocks it has. */
  readonly layers: number;
  /** How many neurons a block has. */
  readonly width: number;
  readonly siteOf: (layer: number) => string;
}

/** Returns the stack of this name, or the only one. Throws InputError for a name it does not have. */
export function stackOf({sites}: ModelGraph, name?: Stack): NeuronStack {
  const two = sites.has("encoder.layers.0.neurons");
  if (name !== undefined && name !== "encoder" && name !== "decoder")
    throw new InputError(`stack: got ${String(name)}, expected encoder or decoder`);
  if (name !== undefined && !two)
    throw new InputError(`stack: got ${name}, but this model has one stack; leave it out`);
  const stack = two ? (name ?? "encoder") : null;
  const siteOf = (layer: number): string =>
    `${stack === null ? "" : `${stack}.`}layers.${layer}.neurons`;
  let layers = 0;
  while (sites.has(siteOf(layers))) layers++;
  const width = sites.get(siteOf(0))?.node.shape.at(-1);
  if (typeof width !== "number")
    throw new UnsupportedError("this model names no neurons: it has no site layers.0.neurons");
  return {stack, layers, width, siteOf};
}

const inside = (layer: number, {layers}: NeuronStack, what: string = "layers"): number => {
  if (Number.isInteger(layer) && layer >= 0 && layer < layers) return layer;
  throw new InputError(`${what}: got ${layer}, expected whole numbers from 0 to ${layers - 1}`);
};

/** Returns the layer, checked. Throws InputError when there is none such. */
export const layerOf = (stack: NeuronStack, layer: number): number => inside(layer, stack, "layer");

/** Returns the layers asked for, each once, ascending. Throws InputError for one there is not, or for none. */
export function layersOf(stack: NeuronStack, asked: NeuronsOptions["layers"]): readonly number[] {
  if (typeof asked === "number") return [inside(asked, stack)];
  if (Array.isArray(asked)) {
    if (asked.length === 0)
      throw new InputError("layers: got an empty list, expected one at least");
    return [...new Set(asked.map((layer: number) => inside(layer, stack)))].toSorted(
      (a, b) => a - b
    );
  }
  const {from = 0, to = stack.layers - 1} = (asked ?? {}) as {from?: number; to?: number};
  const [first, last] = [inside(from, stack), inside(to, stack)];
  if (first > last)
    throw new InputError(`layers: got ${from} to ${to}, expected the lower one first`);
  return Array.from({length: last - first + 1}, (_, at) => first + at);
}

/** Returns how many are listed; 10 unless the caller says. Throws InputError for an odd number. */
export function topOf(top: number = 10): number {
  if (Number.isInteger(top) && top >= 0) return top;
  throw new InputError(`top: got ${top}, expected a whole number of at least 0`);
}
