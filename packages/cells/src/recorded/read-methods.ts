import type {MethodComparison} from "@ecco/viz";
import * as v from "valibot";
import {attribution} from "./read-attribution.ts";
import {checked, has, tokens} from "./shapes.ts";

const methods = v.object({
  tokens,
  methods: v.array(
    v.object({
      method: v.string(),
      attribution: v.nullable(attribution),
      error: v.nullish(v.string())
    })
  )
});

/** Returns recorded methods side by side; undefined when it is something else. */
export const readMethods = (recorded: unknown): MethodComparison | undefined =>
  has(recorded, "tokens", "methods") ? checked("methods", methods, recorded) : undefined;
