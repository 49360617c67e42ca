/** Records activation patching for the gallery and the tests: `node tests/viz/record-patching.ts`. */
import {loadModel} from "../../packages/engine/src/index.ts";
import {smollm2} from "../real/models.ts";
import {writeRecorded} from "./write-recorded.ts";

const clean = "Heathrow airport is located in the city of";
const corrupt = "Orly airport is located in the city of";
const options = {target: " London", foil: " Paris", gradient: true};
const [france, italy] = ["The capital of France is", "The capital of Italy is"] as const;
const capitals = {target: " Paris", foil: " Rome", gradient: true};
const shared = await loadModel(smollm2, {backend: "onnx"});
const atlas = await loadModel("atlas", {backend: "reference"});
writeRecorded("patching", {
  residual: await atlas.patch(clean, corrupt, options),
  attention: await atlas.patch(clean, corrupt, {...options, site: "attention"}),
  head: await atlas.patch(clean, corrupt, {...options, site: "head"}),
  // Three heads share each value.
  value: await shared.patch(france, italy, {...capitals, site: "value"}),
  // Two texts that answer the same: there is nothing to restore.
  same: await atlas.patch(clean, clean, {target: " London", foil: " Paris", site: "head"})
});
