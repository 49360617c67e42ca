/** Run as a process of its own, with --expose-gc: loads, asks and lets go of a model again and again; prints what is held after each. */
import {loadModel} from "../../packages/engine/src/index.ts";
import type {BackendName} from "../../packages/engine/src/index.ts";

const [path, backend, cycles] = process.argv.slice(2) as [string, BackendName, string];
const held: {resident: number; buffers: number; heap: number}[] = [];
for (let cycle = 0; cycle < Number(cycles); cycle++) {
  const model = await loadModel(path, {backend});
  await model.candidates("Heathrow airport");
  await model.explain("Heathrow airport", {method: "saliency"});
  model.dispose();
  // What was let go of natively is collected in a turn of its own.
  for (let turn = 0; turn < 3; turn++) {
    globalThis.gc!();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const {rss, arrayBuffers, heapUsed} = process.memoryUsage();
  held.push({resident: rss, buffers: arrayBuffers, heap: heapUsed});
}
console.log(JSON.stringify(held));
