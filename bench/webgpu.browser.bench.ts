/**
 * One forward pass, and one with the gradient by the embeddings, on atlas: WebGPU with fused kernels, the same graph
 * cut into primitives (what fusion is worth), and ONNX Runtime's WebAssembly. Dispatches a run are printed first.
 */
import {bench, describe} from "vitest";
import {buildGraph} from "../packages/engine/src/architectures/index.ts";
import type {Backend, Dims, Program, Tensor} from "../packages/engine/src/backends/backend.ts";
import {createOnnx} from "../packages/engine/src/backends/onnx/index.ts";
import {createWebgpu} from "../packages/engine/src/backends/webgpu/index.ts";
import {feedsOf} from "../packages/engine/src/explain/feeds.ts";
import {gradient} from "../packages/engine/src/explain/attribution/rules.ts";
import {scalarOf} from "../packages/engine/src/explain/attribution/scalar.ts";
import {walkQuestion} from "../packages/engine/src/explain/attribution/target.ts";
import {nextQuestion} from "../packages/engine/src/explain/questions.ts";
import {expand} from "../packages/engine/src/graph/decompose.ts";
import type {Node} from "../packages/engine/src/graph/node.ts";
import {bind, sizeOf} from "../packages/engine/src/graph/shape.ts";
import {readSafetensors} from "../packages/engine/src/weights/safetensors.ts";

const atlas = (file: string): Promise<Response> => fetch(`/models/atlas/${file}`);
const weights = readSafetensors(await (await atlas("model.safetensors")).arrayBuffer());
const {graph} = buildGraph(
  (await (await atlas("config.json")).json()) as Record<string, unknown>,
  weights
);

type Outputs = Readonly<Record<string, Node>>;
const questions: Readonly<Record<string, Outputs>> = {
  "forward pass": nextQuestion(graph).outputs(),
  "forward and gradient": walkQuestion(graph, scalarOf("logit"), gradient, []).outputs()
};
const primitives = (outputs: Outputs): Outputs => {
  const names = Object.keys(outputs);
  return Object.fromEntries(
    expand(Object.values(outputs)).map((node, index) => [names[index]!, node])
  );
};

/** Returns feeds for a batch: ids and embeddings that mean nothing, the last position chosen. */
function feedsFor(
  program: Program,
  {B, T}: {readonly B: number; readonly T: number},
  dims: Dims
): Map<string, Tensor> {
  const ids = Array.from({length: B}, (_, row) =>
    Array.from({length: T}, (_, at) => 7 + row + 3 * at)
  );
  const extra = new Map<string, Tensor>();
  for (const node of program.inputs) {
    const {name, fill} = node.attributes;
    const shape = bind(node.shape, dims);
    const data = new Float32Array(sizeOf(shape));
    if (fill.kind === "select") for (let row = 0; row < B; row++) data[(row + 1) * T - 1] = 1;
    else if (fill.kind === "target") data[17] = 1;
    else if (name.startsWith("rows.")) data.forEach((_, at) => (data[at] = Math.sin(at) / 10));
    else continue;
    extra.set(name, {shape, data});
  }
  return feedsOf(program.inputs, {ids}, dims, extra);
}

const webgpu = await createWebgpu({weights});
const onnx: Backend = await createOnnx({weights});

for (const [question, outputs] of Object.entries(questions)) {
  const fused = await webgpu.compile(outputs);
  const plain = await webgpu.compile(primitives(outputs));
  const wasm = await onnx.compile(outputs);
  console.log(`${question}: ${fused.dispatches} dispatches, ${plain.dispatches} of primitives`);
  for (const [B, T] of [
    [1, 10],
    [1, 64],
    [8, 10]
  ] as const) {
    describe(`${question} on atlas, ${B} × ${T} tokens`, () => {
      const dims = {B, T, P: 1};
      const programs = {
        "WebGPU, fused": fused,
        "WebGPU, primitives": plain,
        "ONNX Runtime, WebAssembly": wasm
      };
      for (const [name, program] of Object.entries(programs)) {
        const feeds = feedsFor(program, {B, T}, dims);
        bench(name, async () => void (await program.run(feeds, dims)), {
          time: 1500,
          iterations: 5,
          warmupTime: 100,
          warmupIterations: 2
        });
      }
    });
  }
}
