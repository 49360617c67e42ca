import type {ScoreData} from "@ecco/viz";
import * as v from "valibot";
import {candidate, checked, has, number, provenance, size, tokens} from "./shapes.ts";

const score = v.object({
  order: v.picklist(["forward", "masked"]),
  tokens,
  source: v.nullable(tokens),
  scores: v.array(
    v.nullable(
      v.object({
        logprob: number,
        surprise: number,
        probability: number,
        rank: number,
        entropy: number,
        top: v.array(candidate)
      })
    )
  ),
  counted: v.array(size),
  without: v.nullable(v.union([v.string(), v.array(number)])),
  totals: v.object({
    tokens: number,
    logprob: number,
    bits: number,
    bitsPerToken: number,
    perplexity: number,
    bytes: v.nullable(number),
    bitsPerByte: v.nullable(number)
  }),
  window: number,
  stride: number,
  windows: number,
  provenance
});

/** Returns recorded scores; undefined when it is something else. */
export const readScore = (recorded: unknown): ScoreData | undefined =>
  has(recorded, "tokens", "scores", "totals", "counted")
    ? checked<ScoreData>("scores", score, recorded, ({scores, tokens: {length}}) => [
        ["scores", scores, length]
      ])
    : undefined;
