/** Records attributions that were measured, drawn and added up, matrices and methods side by side: `node tests/viz/record-attributions.ts`. */
import {loadModel} from "../../packages/engine/src/index.ts";
import type {AttributionMethod} from "../../packages/engine/src/index.ts";
import {writeRecorded} from "./write-recorded.ts";

const prompt = "Heathrow airport is located in the city of";
const review = "The film's only weakness is its length. I would watch it again.";
const atlas = await loadModel("atlas", {backend: "onnx"});
const critic = await loadModel("critic", {backend: "onnx"});
const methods: readonly AttributionMethod[] = [
  "integrated-gradients",
  "deeplift",
  "attn-lrp",
  "shapley",
  "occlusion",
  "input-x-gradient",
  "saliency",
  "attention-rollout"
];

const compared = [];
for (const method of methods)
  compared.push({
    method,
    attribution: await atlas.explain(prompt, {method, baseline: "zero", quality: "quick"})
  });

const recorded = {
  saliency: {
    measured: await atlas.explain(prompt, {method: "integrated-gradients", quality: "full"}),
    drawn: await atlas.explain(prompt, {method: "gradient-shap", samples: 16}),
    words: await atlas.explain(prompt, {method: "occlusion", unit: "word"}),
    warned: await critic.explain(review, {method: "integrated-gradients", baseline: "zero"}),
    relevance: await atlas.explain(prompt, {method: "attn-lrp"}),
    review: await critic.explain(review, {method: "deeplift"})
  },
  "attribution-matrix": {
    produced: await atlas.explainAll(prompt, {tokens: 6, stopAtEnd: false}),
    all: await atlas.explainAll(prompt, {tokens: 4, which: "all", stopAtEnd: false}),
    answer: await critic.explainAll(review, {tokens: 3}),
    warned: await critic.explainAll(review, {method: "integrated-gradients", baseline: "zero"})
  },
  methods: {tokens: atlas.tokenize(prompt), methods: compared}
};
for (const [name, value] of Object.entries(recorded)) writeRecorded(name, value);
process.exit(0);
