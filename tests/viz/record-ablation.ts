/** Records ablation for the gallery and the tests: `node tests/viz/record-ablation.ts`. */
import {loadModel} from "../../packages/engine/src/index.ts";
import {writeRecorded} from "./write-recorded.ts";

const prompt = "Heathrow airport is located in the city of";
const others = [
  "Orly airport is located in the city of Paris, in the north of France",
  "Schiphol airport is located in the city of Amsterdam, near the sea"
];
const pair = {target: " London", foil: " Paris"};
const atlas = await loadModel("atlas", {backend: "reference"});
writeRecorded("ablation", {
  head: await atlas.ablate(prompt, {...pair, with: "mean"}),
  mlp: await atlas.ablate(prompt, {...pair, site: "mlp", with: "mean"}),
  neuron: await atlas.ablate(prompt, {
    ...pair,
    site: "neuron",
    layers: [6, 7],
    neurons: [40, 120, 171, 245, 291, 400, 590, 700]
  }),
  resampled: await atlas.ablate(prompt, {
    ...pair,
    with: "resample",
    samples: others,
    layers: [2, 3, 4]
  })
});
