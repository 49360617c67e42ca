/** Records what the pictures of scored texts draw: `node tests/viz/record-score.ts`. */
import {loadModel} from "../../packages/engine/src/index.ts";
import {writeRecorded} from "./write-recorded.ts";

const [atlas, cloze, critic] = await Promise.all(
  ["atlas", "cloze", "critic"].map((name) => loadModel(name, {backend: "reference"}))
);
const text = "London is the capital of England, and the Thames runs through it.";
writeRecorded("score", {
  text: await atlas!.score(text),
  windows: await atlas!.score(text, {window: 8, stride: 3, top: 3}),
  continuation: await atlas!.score("Heathrow airport is located in", {
    continuation: " the city of Paris"
  }),
  masked: await cloze!.score(text, {top: 3}),
  answer: await critic!.score("The film's only weakness is its length.", {
    continuation: "positive"
  })
});
