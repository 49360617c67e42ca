import type {AblationData} from "@ecco/viz";
import * as v from "valibot";
import {checked, has, number, numbers, provenance, target, tokens} from "./shapes.ts";

const ablation = v.object({
  site: v.string(),
  stack: v.string(),
  with: v.string(),
  layers: v.array(number),
  units: v.array(number),
  effects: numbers,
  value: number,
  draws: v.nullable(number),
  seed: v.nullable(number),
  // Absent in older records.
  queriesPerColumn: v.exactOptional(v.nullable(number)),
  target: v.omit(target, ["value"]),
  tokens,
  provenance
});

/** Returns a recorded ablation; undefined when it is something else. */
export const readAblation = (recorded: unknown): AblationData | undefined =>
  has(recorded, "effects", "units", "layers", "with")
    ? checked<AblationData>("ablate", ablation, recorded, ({effects, layers, units}) => [
        ["effects", effects, layers.length, units.length]
      ])
    : undefined;
