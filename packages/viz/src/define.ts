import {AttributionMatrix} from "./attribution-matrix/attribution-matrix.ts";
import {Ablation} from "./ablation/ablation.ts";
import {Activations} from "./activations/activations.ts";
import {Alike} from "./alike/alike.ts";
import {Attention} from "./attention/attention.ts";
import {Candidates} from "./candidates/candidates.ts";
import {Factors} from "./factors/factors.ts";
import {Compare} from "./compare/compare.ts";
import {DirectLogits} from "./direct-logits/direct-logits.ts";
import {Generation} from "./generation/generation.ts";
import {LogitLens} from "./logit-lens/logit-lens.ts";
import {Methods} from "./methods/methods.ts";
import {ModelPicker} from "./model-picker/model-picker.ts";
import {Probe} from "./probe/probe.ts";
import {Patching} from "./patching/patching.ts";
import {Projection} from "./projection/projection.ts";
import {Prompt} from "./prompt/prompt.ts";
import {Rankings} from "./rankings/rankings.ts";
import {Saliency} from "./saliency/saliency.ts";
import {SaliencyFactors} from "./saliency-factors/saliency-factors.ts";
import {Score} from "./score/score.ts";
import {Sentences} from "./sentences/sentences.ts";
import {Similarity} from "./similarity/similarity.ts";
import {TokenStrip} from "./token-strip/token-strip.ts";

/** Every pure element by its tag. */
export const elements = {
  "ecco-ablation": Ablation,
  "ecco-activations": Activations,
  "ecco-alike": Alike,
  "ecco-attention": Attention,
  "ecco-attribution-matrix": AttributionMatrix,
  "ecco-candidates": Candidates,
  "ecco-factors": Factors,
  "ecco-compare": Compare,
  "ecco-direct-logits": DirectLogits,
  "ecco-generation": Generation,
  "ecco-logit-lens": LogitLens,
  "ecco-methods": Methods,
  "ecco-model-picker": ModelPicker,
  "ecco-probe": Probe,
  "ecco-patching": Patching,
  "ecco-projection": Projection,
  "ecco-prompt": Prompt,
  "ecco-rankings": Rankings,
  "ecco-saliency": Saliency,
  "ecco-saliency-factors": SaliencyFactors,
  "ecco-score": Score,
  "ecco-sentences": Sentences,
  "ecco-similarity": Similarity,
  "ecco-token-strip": TokenStrip
} as const;

/** Registers every element under its tag. A tag that is taken stays as it is; without a DOM nothing happens. */
export function define(): void {
  if (typeof document === "undefined" || typeof customElements === "undefined") return;
  for (const [tag, element] of Object.entries(elements))
    if (!customElements.get(tag)) customElements.define(tag, element);
}
