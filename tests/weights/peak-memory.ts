/** Run as a process of its own: loads the model of a path on a backend (default reference), asks it, prints its peak memory. */
import {loadModel} from "../../packages/engine/src/index.ts";
import type {BackendName} from "../../packages/engine/src/index.ts";

/** Of everything the process holds, in bytes. */
const resident = (): number => process.resourceUsage().maxRSS * 1024;

const before = resident();
let buffers = 0;
const watch = setInterval(() => {
  buffers = Math.max(buffers, process.memoryUsage().arrayBuffers);
}, 5);
const model = await loadModel(process.argv[2]!, {
  backend: (process.argv[3] ?? "reference") as BackendName
});
/** Few tokens: the weights are what takes memory. */
const text = "The United";
const {steps} = await model.generate(text, {tokens: 1});
await model.explain(text, {method: "saliency"});
clearInterval(watch);
const said = {token: steps[0]?.token.text, resident: resident() - before, buffers};
console.log(JSON.stringify(said));
