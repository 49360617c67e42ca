import type {ProbeData, ProbingData} from "@ecco/viz";
import * as v from "valibot";
import {checked, figure, has, layer, number, numbers, provenance, taken} from "./shapes.ts";
import type {Lengths} from "./shapes.ts";

const probing = v.object({
  name: v.exactOptional(v.string()),
  site: v.string(),
  pool: v.string(),
  classes: v.array(v.string()),
  samples: number,
  folds: number,
  seed: number,
  l2: number,
  majority: number,
  layers: v.array(
    v.object({
      layer,
      accuracy: number,
      deviation: number,
      control: figure,
      selectivity: figure,
      confusion: numbers
    })
  ),
  best: layer,
  ...taken,
  provenance
});

const lengthsOf = ({layers, classes: {length}}: ProbingData): Lengths[] =>
  layers.map(({confusion}): Lengths => ["confusion", confusion, length, length]);

const isProbing = (recorded: unknown): boolean =>
  has(recorded, "classes", "majority", "layers", "best");

/** Returns a recorded probing, or several in a list; undefined when it is something else. */
export function readProbe(recorded: unknown): ProbeData | undefined {
  if (isProbing(recorded)) return checked<ProbingData>("probing", probing, recorded, lengthsOf);
  if (Array.isArray(recorded) && recorded.length > 0 && recorded.every(isProbing))
    return checked<readonly ProbingData[]>("probings", v.array(probing), recorded, (all) =>
      all.flatMap(lengthsOf)
    );
  return undefined;
}
