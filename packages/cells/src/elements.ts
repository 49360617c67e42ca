/** Registers every connected element under its tag: `import "@ecco/cells/elements"`. */
import {ConnectedCandidates} from "./elements/candidates.ts";
import {ConnectedLogitLens} from "./elements/logit-lens.ts";
import {ConnectedPrompt} from "./elements/prompt.ts";
import {ConnectedRankings} from "./elements/rankings.ts";
import {ConnectedSaliency} from "./elements/saliency.ts";
import {ConnectedTokenStrip} from "./elements/token-strip.ts";
import {ConnectedModelPicker} from "./elements/model-picker.ts";
import {ModelElement} from "./elements/model.ts";

// The model first: what stands inside asks it for the group as soon as it is connected.
const elements = {
  "ecco-model": ModelElement,
  "ecco-model-picker": ConnectedModelPicker,
  "ecco-prompt": ConnectedPrompt,
  "ecco-saliency": ConnectedSaliency,
  "ecco-candidates": ConnectedCandidates,
  "ecco-logit-lens": ConnectedLogitLens,
  "ecco-rankings": ConnectedRankings,
  "ecco-token-strip": ConnectedTokenStrip
} as const;

declare global {
  interface HTMLElementTagNameMap {
    "ecco-model": ModelElement;
    "ecco-model-picker": ConnectedModelPicker;
    "ecco-prompt": ConnectedPrompt;
    "ecco-saliency": ConnectedSaliency;
    "ecco-candidates": ConnectedCandidates;
    "ecco-logit-lens": ConnectedLogitLens;
    "ecco-rankings": ConnectedRankings;
    "ecco-token-strip": ConnectedTokenStrip;
  }
}

for (const [tag, element] of Object.entries(elements)) {
  const taken = customElements.get(tag);
  if (!taken) customElements.define(tag, element);
  else if (taken !== element)
    console.warn(`ecco: <${tag}> is taken by another module; load Ecco once, ecco.js or views.js`);
}
