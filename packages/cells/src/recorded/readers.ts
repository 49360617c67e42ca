/** What reads a recorded result for which view; without one a view cannot draw from a trace. */
import type {elements, View} from "@ecco/viz";
import {readAblation} from "./read-ablation.ts";
import {readAlike} from "./read-alike.ts";
import {readAttention} from "./read-attention.ts";
import {readAttribution} from "./read-attribution.ts";
import {readAttributionMatrix} from "./read-attribution-matrix.ts";
import {readCandidates} from "./read-candidates.ts";
import {readCompare} from "./read-compare.ts";
import {readDirectLogits} from "./read-direct-logits.ts";
import {readGeneration} from "./read-generation.ts";
import {readLens} from "./read-lens.ts";
import {readMethods} from "./read-methods.ts";
import {readNeurons} from "./read-neurons.ts";
import {readPatching} from "./read-patching.ts";
import {readProbe} from "./read-probe.ts";
import {readProjection} from "./read-projection.ts";
import {readRankings} from "./read-rankings.ts";
import {readSaliencyFactors} from "./read-saliency-factors.ts";
import {readScore} from "./read-score.ts";
import {readSentences} from "./read-sentences.ts";
import {readSimilarity} from "./read-similarity.ts";
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
  "ecco-ablation": readAblation,
  "ecco-direct-logits": readDirectLogits,
  "ecco-patching": readPatching,
  "ecco-alike": readAlike,
  "ecco-attention": readAttention,
  "ecco-generation": readGeneration,
  "ecco-attribution-matrix": readAttributionMatrix,
  "ecco-methods": readMethods,
  "ecco-candidates": readCandidates,
  "ecco-logit-lens": readLens,
  "ecco-rankings": readRankings,
  "ecco-saliency": readAttribution,
  "ecco-factors": readNeurons,
  "ecco-activations": readNeurons,
  "ecco-saliency-factors": readSaliencyFactors,
  "ecco-compare": readCompare,
  "ecco-probe": readProbe,
  "ecco-projection": readProjection,
  "ecco-score": readScore,
  "ecco-sentences": readSentences,
  "ecco-similarity": readSimilarity,
  "ecco-token-strip": readStrip
};
