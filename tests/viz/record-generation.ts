/** Records texts as they are written, for the gallery and the tests: `node tests/viz/record-generation.ts`. */
import {loadModel} from "../../packages/engine/src/index.ts";
import {writeRecorded} from "./write-recorded.ts";

const prompt = "Heathrow airport is located in the city of";
const river = "The river";
const atlas = await loadModel("atlas", {backend: "reference"});
const cloze = await loadModel("cloze", {backend: "reference"});
const critic = await loadModel("critic", {backend: "reference"});
writeRecorded("generation", {
  greedy: await atlas.generate(prompt, {tokens: 8, top: 8, stopAtEnd: false}),
  drawn: await atlas.generate(river, {
    tokens: 10,
    top: 8,
    temperature: 0.9,
    topK: 40,
    seed: 5,
    stopAtEnd: false
  }),
  stopped: await atlas.generate(prompt, {
    tokens: 10,
    top: 2,
    temperature: 0.5,
    seed: 1,
    stop: ["."]
  }),
  beams: await atlas.generate(river, {tokens: 6, top: 6, beams: 3, stopAtEnd: false}),
  answer: await critic.generate("The film's only weakness is its length.", {top: 6}),
  masks: await cloze.generate("The [MASK] of France is [MASK].", {top: 8})
});
