import type {SaliencyFactorsData} from "@ecco/viz";
import {attribution, lengthsOf} from "./read-attribution.ts";
import {readNeurons} from "./read-neurons.ts";
import {checked, has} from "./shapes.ts";

/** Returns a recorded attribution with the factors of its text; undefined when it is something else. */
export function readSaliencyFactors(recorded: unknown): SaliencyFactorsData | undefined {
  if (!has(recorded, "attribution", "factors")) return undefined;
  const factors = readNeurons(recorded.factors);
  if (!factors) return undefined;
  return {
    attribution: checked("attribution", attribution, recorded.attribution, lengthsOf),
    factors
  };
}
