import type {AttentionData} from "@ecco/viz";
import * as v from "valibot";
import {checked, figure, has, number, provenance, size, tokens} from "./shapes.ts";

const weights = v.array(v.array(number));
const attention = v.object({
  stack: v.picklist(["self", "encoder", "decoder", "cross"]),
  tokens,
  keys: tokens,
  produced: size,
  heads: size,
  away: v.array(v.nullable(v.array(figure))),
  patterns: v.array(v.nullable(v.array(weights))),
  means: v.optional(v.array(v.nullable(weights))),
  provenance
});

/** Returns recorded attention; undefined when it is something else. */
export const readAttention = (recorded: unknown): AttentionData | undefined =>
  has(recorded, "stack", "tokens", "keys", "away", "patterns")
    ? checked<AttentionData>(
        "attention",
        attention,
        recorded,
        ({away, patterns, means, heads, tokens: {length: queries}, keys}) => [
          ["away", away, undefined, heads],
          ["patterns", patterns, away.length, heads, queries, keys.length],
          ["means", means, away.length, queries, keys.length]
        ]
      )
    : undefined;
