import type {DirectLogitsData} from "@ecco/viz";
import * as v from "valibot";
import {checked, has, number, provenance, target, tokens} from "./shapes.ts";

const part = v.object({
  kind: v.picklist(["embedding", "position", "attention", "cross", "mlp", "bias"]),
  layer: v.nullable(number),
  head: v.nullable(number),
  value: number
});
/** One row each: the heads of a large model are half as many. */
const mostParts = 4096;
const neuron = v.object({layer: number, neuron: number, activation: number, value: number});
const directLogits = v.object({
  target,
  tokens,
  by: v.picklist(["layer", "head", "neuron"]),
  parts: v.pipe(v.array(part), v.maxLength(mostParts)),
  neurons: v.nullable(v.array(neuron)),
  delta: number,
  warning: v.nullish(v.string()),
  provenance
});

/** Returns a recorded direct logit attribution; undefined when it is something else. */
export const readDirectLogits = (recorded: unknown): DirectLogitsData | undefined =>
  has(recorded, "tokens", "parts", "by", "delta")
    ? checked("directLogits", directLogits, recorded)
    : undefined;
