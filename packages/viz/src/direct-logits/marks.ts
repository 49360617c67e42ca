/** Where the marks of direct logit attribution stand: a grid of heads or a list of neurons first, then the waterfall. */
import type {Spot} from "../view/walk.ts";
import {keyOfPart} from "./parts.ts";
import type {DirectMarks, DirectValue} from "./parts.ts";

interface Found {
  readonly mark: DirectValue;
  readonly value: number;
  readonly activation?: number;
  /** Of a step in the waterfall. */
  readonly sum?: number;
}

/** Returns what stands at a place of the view; undefined where nothing does. */
export function markAt(marks: DirectMarks, {row, column}: Spot): Found | undefined {
  const {layers, columns, parts, neurons, steps} = marks;
  const layer = layers[row];
  if (layer !== undefined) {
    const {kind, head} = columns[column] ?? {};
    const part = kind && parts.get(keyOfPart(kind, layer, head ?? null));
    return (
      part && {mark: {kind: part.kind, layer, head: part.head, neuron: null}, value: part.value}
    );
  }
  const own = neurons[row];
  if (own)
    return {
      mark: {kind: "neuron", layer: own.layer, head: null, neuron: own.neuron},
      value: own.value,
      activation: own.activation
    };
  const step = steps[row - layers.length - neurons.length];
  return step && (step.mark.kind === "total" ? {mark: step.mark, value: step.value} : step);
}

/** Returns where a mark stands; null where it is not shown. */
export function spotOf(marks: DirectMarks, value: DirectValue): Spot | null {
  const {layers, columns, neurons, steps} = marks;
  const {kind, layer, head, neuron} = value;
  const inGrid = layer === null ? -1 : layers.indexOf(layer);
  if (inGrid >= 0) {
    const column = columns.findIndex((one) => one.kind === kind && one.head === head);
    return column < 0 ? null : {row: inGrid, column};
  }
  const own = neurons.findIndex((one) => one.layer === layer && one.neuron === neuron);
  if (own >= 0) return {row: own, column: 0};
  const step = steps.findIndex(
    ({mark}) => mark.kind === kind && mark.layer === layer && mark.head === head && neuron === null
  );
  return step < 0 ? null : {row: layers.length + neurons.length + step, column: 0};
}
