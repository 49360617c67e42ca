import type {Attribution, ProducedAttributions, SaliencyData} from "@ecco/viz";
import * as v from "valibot";
import {checked, has, number, provenance, target, tokens} from "./shapes.ts";

const attribution = v.object({
  method: v.string(),
  target,
  tokens,
  encoderLength: number,
  scores: v.array(number),
  norms: v.array(number),
  delta: v.nullable(number),
  change: v.nullable(number),
  baseline: v.nullable(v.string()),
  steps: v.nullable(number),
  provenance
});
const produced = v.object({
  tokens,
  produced: tokens,
  attributions: v.array(v.nullable(attribution))
});

/** Returns a recorded attribution, of one target or of produced tokens; undefined when it is none. */
export function readAttribution(recorded: unknown): SaliencyData | undefined {
  if (has(recorded, "tokens", "scores", "target", "norms"))
    return checked<Attribution>("attribution", attribution, recorded);
  if (has(recorded, "tokens", "produced", "attributions"))
    return checked<ProducedAttributions>("produced", produced, recorded);
  return undefined;
}
