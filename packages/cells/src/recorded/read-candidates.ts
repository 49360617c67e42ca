import type {CandidatesData} from "@ecco/viz";
import * as v from "valibot";
import {candidate, checked, has, number, provenance, tokens} from "./shapes.ts";

export const candidates = v.object({
  tokens,
  position: number,
  top: v.array(candidate),
  entropy: number,
  vocabulary: number,
  classes: v.exactOptional(v.boolean()),
  provenance
});

/** Returns recorded candidates; undefined when it is something else. */
export const readCandidates = (recorded: unknown): CandidatesData | undefined =>
  has(recorded, "tokens", "position", "top", "entropy", "vocabulary")
    ? checked("candidates", candidates, recorded)
    : undefined;
