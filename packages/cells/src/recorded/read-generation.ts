import type {GenerationData} from "@ecco/viz";
import * as v from "valibot";
import {candidate, checked, has, number, provenance, size, text, token, tokens} from "./shapes.ts";

/** What is produced is drawn at once, not in chunks. */
const mostSteps = 2048;
const generation = v.object({
  tokens,
  steps: v.pipe(
    v.array(
      v.object({
        token,
        probability: number,
        candidates: v.array(candidate),
        entropy: number,
        position: size,
        sampled: v.optional(number)
      })
    ),
    v.maxLength(mostSteps)
  ),
  text,
  stopped: v.optional(
    v.object({
      reason: v.picklist(["end", "stop", "length", "context"]),
      text: v.optional(v.string())
    })
  ),
  seed: v.optional(v.nullable(number)),
  tree: v.optional(
    v.array(
      v.object({
        id: size,
        parent: v.nullable(size),
        token: number,
        text,
        probability: number,
        logprob: number,
        step: size,
        kept: v.boolean(),
        finished: v.boolean()
      })
    )
  ),
  leaf: v.optional(size),
  provenance: v.optional(provenance)
});

/** Returns a recorded text as it was written; undefined when it is something else. */
export const readGeneration = (recorded: unknown): GenerationData | undefined =>
  // An attribution has steps too, but a number of them.
  has(recorded, "tokens", "steps", "text") && Array.isArray(recorded.steps)
    ? checked("generation", generation, recorded)
    : undefined;
