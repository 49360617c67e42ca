import type {Sides} from "@ecco/viz";
import * as v from "valibot";
import {attribution, lengthsOf} from "./read-attribution.ts";
import {candidates} from "./read-candidates.ts";
import {checked, has} from "./shapes.ts";

const side = v.object({attribution, candidates: v.exactOptional(candidates)});
const sides = v.object({a: side, b: side});

/** Returns a recorded comparison of two prompts or models; undefined when it is something else. */
export const readCompare = (recorded: unknown): Sides | undefined =>
  has(recorded, "a", "b") && has(recorded.a, "attribution") && has(recorded.b, "attribution")
    ? checked<Sides>("comparison of two sides", sides, recorded, ({a, b}) => [
        ...lengthsOf(a.attribution),
        ...lengthsOf(b.attribution)
      ])
    : undefined;
