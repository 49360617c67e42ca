/** Runs one graph in a worker and posts its numbers, or the error's text. */
import {createWebgpu} from "../../packages/engine/src/backends/webgpu/index.ts";
import {input, softmax} from "../../packages/engine/src/graph/ops.ts";

async function run(): Promise<unknown> {
  const backend = await createWebgpu({weights: new Map()});
  const program = await backend.compile({root: softmax(input("x", ["T"]))});
  const feeds = new Map([["x", {shape: [2], data: Float32Array.of(3, 3)}]]);
  const result = await program.run(feeds, {T: 2});
  backend.dispose();
  return [...result.get("root")!.data];
}
run().then(postMessage, (error: unknown) => postMessage(String(error)));
