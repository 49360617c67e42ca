import type {Strip} from "@ecco/viz";
import * as v from "valibot";
import {checked, has, tokens} from "./shapes.ts";

const strip = v.object({tokens, produced: v.optional(tokens)});

/** Returns the tokens of any recorded result; undefined when it has none. */
export function readStrip(recorded: unknown): Strip | undefined {
  if (!has(recorded, "tokens")) return undefined;
  const {tokens: read, produced} = checked<Strip>("strip", strip, recorded);
  return {tokens: read, ...(produced ? {produced} : {})};
}
