/** Our WebGPU kernels against those of onnxruntime-web and jax-js: one prompt of atlas, everything warm. */
import {defaultDevice, init, numpy as np} from "@jax-js/jax";
import {bench, describe} from "vitest";
import type {Program} from "../packages/engine/src/backends/backend.ts";
import {createOnnx} from "../packages/engine/src/backends/onnx/index.ts";
import {createWebgpu} from "../packages/engine/src/backends/webgpu/index.ts";
import {dims, embeddings, feeds, graph, ids, questions, target, weights} from "./runtimes/atlas.ts";
import {gpt2InJax} from "./runtimes/gpt2-in-jax.ts";
import {onnxOnWebgpu} from "./runtimes/onnx-on-webgpu.ts";

type Run = () => Promise<number>;
const names = ["logits", "gradient"] as const;
type Question = (typeof names)[number];

const ours = await createWebgpu({weights});
const wasm = await createOnnx({weights});
await init("webgpu");
defaultDevice("webgpu");
const jax = gpt2InJax(weights, graph, target);
const shape = [ids.length, graph.width];

/** Returns a number of the answer, so that runtimes can be held against each other: the target's logit. */
const runs: Readonly<Record<string, (question: Question) => Promise<Run>>> = {
  "ours on WebGPU": async (question) => runOf(await ours.compile(questions[question])),
  "onnxruntime-web on WebGPU": async (question) => runOf(await onnxOnWebgpu(questions[question])),
  "jax-js on WebGPU": async (question) => async () => {
    const x = np.array(embeddings().summed).reshape(shape);
    if (question === "logits") return (await jax.logits(x).data())[target]!;
    const [value, gradient] = jax.gradient(x);
    await gradient.data();
    return (await value.data())[0]!;
  },
  "onnxruntime-web on WebAssembly": async (question) =>
    runOf(await wasm.compile(questions[question]))
};

function runOf(program: Program): Run {
  const inputs = feeds(program.inputs);
  return async () => {
    const outputs = await program.run(inputs, dims);
    return outputs.get("value")?.data[0] ?? outputs.get("logits")!.data[target]!;
  };
}

for (const question of names) {
  const prepared: [string, Run][] = [];
  const values: number[] = [];
  for (const [name, prepare] of Object.entries(runs)) {
    const run = await prepare(question);
    values.push(await run());
    prepared.push([name, run]);
  }
  // A fast wrong answer is no answer.
  if (Math.max(...values) - Math.min(...values) > 0.01) {
    throw new Error(`${question}: runtimes disagree: ${values.join(", ")}`);
  }
  describe(`${question} of atlas, ${ids.length} tokens`, () => {
    for (const [name, run] of prepared)
      bench(name, async () => void (await run()), {time: 3000, iterations: 5});
  });
}
