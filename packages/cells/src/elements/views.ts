/** Every view and the prompt by its tag: they draw what was recorded by themselves, and ask a model once the engine is there. */
import {ConnectedSaliency} from "./saliency.ts";
import {ConnectedFactors} from "./factors.ts";
import {ConnectedActivations} from "./activations.ts";
import {ConnectedSaliencyFactors} from "./saliency-factors.ts";
import {ConnectedAttributionMatrix} from "./attribution-matrix.ts";
import {ConnectedMethods} from "./methods.ts";
import {ConnectedCandidates} from "./candidates.ts";
import {ConnectedAttention} from "./attention.ts";
import {ConnectedGeneration} from "./generation.ts";
import {ConnectedLogitLens} from "./logit-lens.ts";
import {ConnectedRankings} from "./rankings.ts";
import {ConnectedDirectLogits} from "./direct-logits.ts";
import {ConnectedPatching} from "./patching.ts";
import {ConnectedAblation} from "./ablation.ts";
import {ConnectedCompare} from "./compare.ts";
import {ConnectedAlike} from "./alike.ts";
import {ConnectedProbe} from "./probe.ts";
import {ConnectedProjection} from "./projection.ts";
import {ConnectedScore} from "./score.ts";
import {ConnectedSentences} from "./sentences.ts";
import {ConnectedSimilarity} from "./similarity.ts";
import {ConnectedTokenStrip} from "./token-strip.ts";
import {ConnectedPrompt} from "./prompt.ts";

export const views = {
  "ecco-prompt": ConnectedPrompt,
  "ecco-saliency": ConnectedSaliency,
  "ecco-factors": ConnectedFactors,
  "ecco-activations": ConnectedActivations,
  "ecco-saliency-factors": ConnectedSaliencyFactors,
  "ecco-attribution-matrix": ConnectedAttributionMatrix,
  "ecco-methods": ConnectedMethods,
  "ecco-candidates": ConnectedCandidates,
  "ecco-attention": ConnectedAttention,
  "ecco-generation": ConnectedGeneration,
  "ecco-logit-lens": ConnectedLogitLens,
  "ecco-rankings": ConnectedRankings,
  "ecco-direct-logits": ConnectedDirectLogits,
  "ecco-patching": ConnectedPatching,
  "ecco-ablation": ConnectedAblation,
  "ecco-compare": ConnectedCompare,
  "ecco-alike": ConnectedAlike,
  "ecco-probe": ConnectedProbe,
  "ecco-projection": ConnectedProjection,
  "ecco-score": ConnectedScore,
  "ecco-sentences": ConnectedSentences,
  "ecco-similarity": ConnectedSimilarity,
  "ecco-token-strip": ConnectedTokenStrip
} as const;
