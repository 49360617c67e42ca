/** Registers every connected element under its tag: `import "@ecco/cells/elements"`. */
import {ConnectedAttention} from "./elements/attention.ts";
import {ConnectedAblation} from "./elements/ablation.ts";
import {ConnectedAttributionMatrix} from "./elements/attribution-matrix.ts";
import {ConnectedAlike} from "./elements/alike.ts";
import {ConnectedActivations} from "./elements/activations.ts";
import {ConnectedCandidates} from "./elements/candidates.ts";
import {ConnectedCompare} from "./elements/compare.ts";
import {ConnectedDirectLogits} from "./elements/direct-logits.ts";
import {ConnectedFactors} from "./elements/factors.ts";
import {ConnectedGeneration} from "./elements/generation.ts";
import {ConnectedLogitLens} from "./elements/logit-lens.ts";
import {ConnectedPatching} from "./elements/patching.ts";
import {ConnectedMethods} from "./elements/methods.ts";
import {ConnectedProbe} from "./elements/probe.ts";
import {ConnectedProjection} from "./elements/projection.ts";
import {ConnectedPrompt} from "./elements/prompt.ts";
import {ConnectedRankings} from "./elements/rankings.ts";
import {ConnectedSaliency} from "./elements/saliency.ts";
import {ConnectedSaliencyFactors} from "./elements/saliency-factors.ts";
import {ConnectedScore} from "./elements/score.ts";
import {ConnectedSentences} from "./elements/sentences.ts";
import {ConnectedSimilarity} from "./elements/similarity.ts";
import {ConnectedTokenStrip} from "./elements/token-strip.ts";
import {ConnectedModelPicker} from "./elements/model-picker.ts";
import {ModelElement} from "./elements/model.ts";

// The model first: what stands inside asks it for the group as soon as it is connected.
const elements = {
  "ecco-model": ModelElement,
  "ecco-model-picker": ConnectedModelPicker,
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

declare global {
  interface HTMLElementTagNameMap {
    "ecco-model": ModelElement;
    "ecco-model-picker": ConnectedModelPicker;
    "ecco-prompt": ConnectedPrompt;
    "ecco-saliency": ConnectedSaliency;
    "ecco-factors": ConnectedFactors;
    "ecco-activations": ConnectedActivations;
    "ecco-saliency-factors": ConnectedSaliencyFactors;
    "ecco-attribution-matrix": ConnectedAttributionMatrix;
    "ecco-methods": ConnectedMethods;
    "ecco-candidates": ConnectedCandidates;
    "ecco-attention": ConnectedAttention;
    "ecco-generation": ConnectedGeneration;
    "ecco-logit-lens": ConnectedLogitLens;
    "ecco-rankings": ConnectedRankings;
    "ecco-direct-logits": ConnectedDirectLogits;
    "ecco-patching": ConnectedPatching;
    "ecco-ablation": ConnectedAblation;
    "ecco-compare": ConnectedCompare;
    "ecco-alike": ConnectedAlike;
    "ecco-probe": ConnectedProbe;
    "ecco-projection": ConnectedProjection;
    "ecco-score": ConnectedScore;
    "ecco-sentences": ConnectedSentences;
    "ecco-similarity": ConnectedSimilarity;
    "ecco-token-strip": ConnectedTokenStrip;
  }
}

for (const [tag, element] of Object.entries(elements)) {
  const taken = customElements.get(tag);
  if (!taken) customElements.define(tag, element);
  else if (taken !== element)
    console.warn(`ecco: <${tag}> is taken by another module; load Ecco once, ecco.js or views.js`);
}
