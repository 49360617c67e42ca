/** What each kind of view asks of a model, by its tag. */
import {planSaliency} from "./saliency.ts";
import {planFactors} from "./factors.ts";
import {planActivations} from "./activations.ts";
import {planSaliencyFactors} from "./saliency-factors.ts";
import {planAttributionMatrix} from "./attribution-matrix.ts";
import {planMethods} from "./methods.ts";
import {planCandidates} from "./candidates.ts";
import {planAttention} from "./attention.ts";
import {planGeneration} from "./generation.ts";
import {planLogitLens} from "./logit-lens.ts";
import {planRankings} from "./rankings.ts";
import {planDirectLogits} from "./direct-logits.ts";
import {planPatching} from "./patching.ts";
import {planAblation} from "./ablation.ts";
import {planCompare} from "./compare.ts";
import {planAlike} from "./alike.ts";
import {planProbe} from "./probe.ts";
import {planProjection} from "./projection.ts";
import {planScore} from "./score.ts";
import {planSentences} from "./sentences.ts";
import {planSimilarity} from "./similarity.ts";
import {planTokenStrip} from "./token-strip.ts";

export const plans = {
  "ecco-saliency": planSaliency,
  "ecco-factors": planFactors,
  "ecco-activations": planActivations,
  "ecco-saliency-factors": planSaliencyFactors,
  "ecco-attribution-matrix": planAttributionMatrix,
  "ecco-methods": planMethods,
  "ecco-candidates": planCandidates,
  "ecco-attention": planAttention,
  "ecco-generation": planGeneration,
  "ecco-logit-lens": planLogitLens,
  "ecco-rankings": planRankings,
  "ecco-direct-logits": planDirectLogits,
  "ecco-patching": planPatching,
  "ecco-ablation": planAblation,
  "ecco-compare": planCompare,
  "ecco-alike": planAlike,
  "ecco-probe": planProbe,
  "ecco-projection": planProjection,
  "ecco-score": planScore,
  "ecco-sentences": planSentences,
  "ecco-similarity": planSimilarity,
  "ecco-token-strip": planTokenStrip
} as const;
