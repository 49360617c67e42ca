/** Records attention patterns for the gallery and the tests, with the reference backend: `node tests/viz/record-attention.ts`. */
import {loadModel} from "../../packages/engine/src/index.ts";
import {attentionOf} from "../../packages/cells/src/questions/attention.ts";
import {meanOf} from "../../packages/viz/src/index.ts";
import {writeRecorded} from "./write-recorded.ts";

const atlas = await loadModel("atlas", {backend: "reference"});
const cloze = await loadModel("cloze", {backend: "reference"});
const prompt = "Heathrow airport is located in the city of";
const masked = "The [MASK] of France is Paris.";
const {position, scores} = await atlas
  .explain(prompt, {method: "attention-rollout"})
  .then(({target, scores}) => ({position: target.position, scores}));
const all = await attentionOf(cloze, masked, {});
const critic = await loadModel("critic", {backend: "reference"});
writeRecorded("attention", {
  atlas: await attentionOf(atlas, prompt, {}),
  /** As of a long text: one layer's patterns, and the means of all. */
  cloze: {
    ...all,
    patterns: all.patterns.map((pattern, layer) => (layer === 4 ? pattern : null)),
    means: all.patterns.map((pattern) => pattern && meanOf(pattern))
  },
  /** A model of an encoder and a decoder. */
  cross: await attentionOf(critic, "The film's only weakness is its length.", {produce: 3}),
  /** Attention rollout as the engine computes it. */
  rollout: {position, scores}
});
