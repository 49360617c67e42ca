/** Records lenses of every kind for the gallery and the tests: `node tests/viz/record-logit-lens.ts`. */
import {loadModel} from "../../packages/engine/src/index.ts";
import {writeRecorded} from "./write-recorded.ts";

const prompt = "Heathrow airport is located in the city of";
const atlas = await loadModel("atlas", {backend: "reference"});
writeRecorded("logit-lens", {
  contrast: await atlas.lensGrid(prompt, {
    top: 2,
    watch: [" London"],
    contrast: [" London", " Paris"]
  }),
  attention: await atlas.lensGrid(prompt, {part: "attention", mode: "frozen", top: 1})
});
