import type {Attribution, ProducedAttributions, SaliencyData} from "@ecco/viz";
import * as v from "valibot";
import {checked, figure, has, number, provenance, size, target, text, tokens} from "./shapes.ts";
import type {Lengths} from "./shapes.ts";

const faithfulness = {comprehensiveness: number, sufficiency: number};
const quality = v.object({
  ...faithfulness,
  floor: v.object(faithfulness),
  ceiling: v.nullable(v.object(faithfulness)),
  soft: v.nullable(v.object(faithfulness)),
  infidelity: figure,
  sensitivity: figure,
  // A correlation with a constant map is no number, and null in JSON.
  agreement: v.nullable(v.record(v.string(), figure))
});
export const warning = v.object({message: v.string(), instead: v.array(v.string())});
const group = v.object({tokens: v.array(size), text, score: number});

/** Records of before have no groups, errors, warning, notes and quality. */
export const attribution = v.object({
  method: v.string(),
  target,
  tokens,
  encoderLength: size,
  scores: v.array(number),
  norms: v.array(number),
  groups: v.nullish(v.array(group)),
  errors: v.nullish(v.array(number)),
  delta: v.nullable(number),
  change: v.nullable(number),
  warning: v.nullish(warning),
  notes: v.exactOptional(v.array(v.string())),
  quality: v.nullish(quality),
  baseline: v.nullable(v.string()),
  steps: v.nullable(number),
  provenance
});
/** One score a token. */
export const lengthsOf = ({tokens: {length}, scores, norms, errors}: Attribution): Lengths[] => [
  ["scores", scores, length],
  ["norms", norms, length],
  ["errors", errors, length]
];
const produced = v.object({
  tokens,
  produced: tokens,
  attributions: v.array(v.nullable(attribution))
});

/** Returns a recorded attribution, of one target or of produced tokens; undefined when it is none. */
export function readAttribution(recorded: unknown): SaliencyData | undefined {
  if (has(recorded, "tokens", "scores", "target", "norms"))
    return checked<Attribution>("attribution", attribution, recorded, lengthsOf);
  if (has(recorded, "tokens", "produced", "attributions"))
    return checked<ProducedAttributions>("produced", produced, recorded, (read) => [
      ["attributions", read.attributions, read.produced.length],
      ...read.attributions.flatMap((one) => (one ? lengthsOf(one) : []))
    ]);
  return undefined;
}
