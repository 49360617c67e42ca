/** Records direct logit attribution for the gallery and the tests: `node tests/viz/record-direct-logits.ts`. */
import {loadModel} from "../../packages/engine/src/index.ts";
import {writeRecorded} from "./write-recorded.ts";

const prompt = "Heathrow airport is located in the city of";
const pair = {target: " London", foil: " Paris"};
const atlas = await loadModel("atlas", {backend: "reference"});
const cloze = await loadModel("cloze", {backend: "reference"});
// Weights drawn at random, for the form of a decoder that attends to a source.
const t5 = await loadModel(new URL("../fixtures/attribution/t5", import.meta.url).pathname, {
  backend: "reference"
});
writeRecorded("direct-logits", {
  layer: await atlas.directLogits(prompt, pair),
  head: await atlas.directLogits(prompt, {...pair, by: "head"}),
  neuron: await atlas.directLogits(prompt, {...pair, by: "neuron", top: 16}),
  mask: await cloze.directLogits("The capital of France is [MASK]."),
  cross: await t5.directLogits({ids: [5, 9, 14, 1], decoderIds: [0, 7]}, {by: "head"})
});
