/** What reads a recorded result for which view; without one a view cannot draw from a trace. */
import type {elements, View} from "@ecco/viz";
import {readAttribution} from "./read-attribution.ts";
import {readCandidates} from "./read-candidates.ts";
import {readLens} from "./read-lens.ts";
import {readRankings} from "./read-rankings.ts";
import {readStrip} from "./read-strip.ts";
import type {Read} from "./recording.ts";

type Elements = typeof elements;
/** The tags of views, with what each draws. */
type Readers = {
  readonly [
    T in keyof Elements as InstanceType<Elements[T]> extends View<infer _, infer _> ? T : never
  ]: Read<InstanceType<Elements[T]> extends View<infer D, infer _> ? D : never>;
};

export const readers: Readers = {
  "ecco-candidates": readCandidates,
  "ecco-logit-lens": readLens,
  "ecco-rankings": readRankings,
  "ecco-saliency": readAttribution,
  "ecco-token-strip": readStrip
};
