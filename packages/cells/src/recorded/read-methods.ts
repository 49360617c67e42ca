import type {MethodComparison} from "@ecco/viz";
import * as v from "valibot";
import {attribution, lengthsOf} from "./read-attribution.ts";
import {checked, has, tokens} from "./shapes.ts";

/** Each is drawn with all tokens. */
const mostMethods = 64;
const methods = v.object({
  tokens,
  methods: v.pipe(
    v.array(
      v.object({
        method: v.string(),
        attribution: v.nullable(attribution),
        error: v.nullish(v.string())
      })
    ),
    v.maxLength(mostMethods)
  )
});

/** Returns recorded methods side by side; undefined when it is something else. */
export const readMethods = (recorded: unknown): MethodComparison | undefined =>
  has(recorded, "tokens", "methods")
    ? checked<MethodComparison>("methods", methods, recorded, (read) =>
        read.methods.flatMap(({attribution: one}) => (one ? lengthsOf(one) : []))
      )
    : undefined;
