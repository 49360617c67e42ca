/** Records what parts speak for and against, for the gallery and the tests: `node tests/viz/record-writes.ts`. */
import {loadModel} from "../../packages/engine/src/index.ts";
import {writeRecorded} from "./write-recorded.ts";

const prompt = "Heathrow airport is located in the city of";
const atlas = await loadModel("atlas", {backend: "reference"});
const top = 8;
writeRecorded("writes", {
  mlp: await atlas.writes(prompt, {site: "mlp", layer: 7, top}),
  stream: await atlas.writes(prompt, {site: "residual", layer: 2, position: 2, top}),
  ablated: await atlas.writes(prompt, {site: "head", layer: 4, head: 3, top}),
  looking: await atlas.writes(prompt, {site: "head", layer: 2, head: 2, top})
});
