/** Which kinds of target there are, and how the logits are read for each. */
import type {ModelGraph} from "../../architectures/architecture.ts";
import {InputError} from "../../errors.ts";
import type {TargetKind} from "./results.ts";
import type {Reading} from "./scalar.ts";

export const kinds: readonly TargetKind[] = [
  "logit",
  "logprob",
  "probability",
  "entropy",
  "kl",
  "expression"
];

/** Kinds that are of one token. */
export const readings: Partial<Readonly<Record<TargetKind, Reading>>> = {
  logit: "logit",
  logprob: "logprob",
  probability: "probability"
};

/** Returns the reading of one token's number. Throws InputError for kinds that are of no token. */
export function readingOf(of: TargetKind): Reading {
  const reading = readings[of];
  if (reading) return reading;
  throw new InputError(
    `unknown target reading (of): ${of}; one of ${Object.keys(readings).join(", ")}`
  );
}

/** Returns how many tokens or classes the logits are of. */
export const classesOf = (graph: ModelGraph): number =>
  graph.head ? graph.vocabulary : (graph.logits.shape.at(-1) as number);

/** Returns weights that read one entry. */
export function oneHot(graph: ModelGraph, id: number): Float64Array {
  const weights = new Float64Array(classesOf(graph));
  weights[id] = 1;
  return weights;
}
