/**
 * Records a conversation with SmolLM2 (135M, instruct) for the gallery and the tests: `node tests/viz/record-chat.ts
 * FOLDER`.
 */
import {loadModel} from "../../packages/engine/src/index.ts";
import {writeRecorded} from "./write-recorded.ts";

const [folder] = process.argv.slice(2);
if (!folder) throw new Error("give the folder of the model");
const model = await loadModel(folder, {backend: "onnx"});
const messages = [
  {role: "system", content: "You know capitals."},
  {role: "user", content: "What is the capital of France?"},
  {role: "assistant", content: "The capital of France is"}
];
const input = {messages, continue: true} as const;
const asked = {messages: messages.slice(1, 2)};
const attribution = await model.explain(input, {
  method: "occlusion",
  of: "logprob",
  target: " Paris"
});
const {tokens, steps} = await model.generate(asked, {tokens: 8, top: 3});
const produced = steps.map(({token}) => token);
const answer = await model.explain(asked, {
  method: "occlusion",
  of: "logprob",
  target: produced[0]!.id
});
const grid = await model.lensGrid(asked, {top: 1});
const layers = grid.layers.map((_, row) => row).filter((row) => row % 6 === 0);
writeRecorded("chat", {
  begun: attribution,
  answer: {tokens, produced, attributions: produced.map((_, i) => (i === 0 ? answer : null))},
  lens: {
    ...grid,
    layers: layers.map((row) => grid.layers[row]),
    cells: layers.map((row) => grid.cells[row])
  }
});
