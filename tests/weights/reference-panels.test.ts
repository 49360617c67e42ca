/** The reference backend decodes weights where they are used: the same numbers, in little memory. */
import {readdirSync, readFileSync} from "node:fs";
import {setFlagsFromString} from "node:v8";
import {runInNewContext} from "node:vm";
import {expect, test} from "vitest";
import {buildGraph} from "../../packages/engine/src/architectures/index.ts";
import type {Tensor} from "../../packages/engine/src/backends/backend.ts";
import {createReference} from "../../packages/engine/src/backends/reference/index.ts";
import {explain} from "../../packages/engine/src/explain/attribution/explain.ts";
import {run} from "../../packages/engine/src/explain/run.ts";
import {Session} from "../../packages/engine/src/explain/session.ts";
import {
  add,
  gather,
  input,
  linear,
  matmul,
  parameter,
  reshape,
  transpose
} from "../../packages/engine/src/graph/ops.ts";
import type {Node} from "../../packages/engine/src/graph/node.ts";
import {openSource} from "../../packages/engine/src/sources/index.ts";
import {toFloat64} from "../../packages/engine/src/weights/decode.ts";
import type {Weights, WeightTensor} from "../../packages/engine/src/weights/weights.ts";
import {fixture} from "../engine/oracle.ts";
import {quantise} from "./write-gguf.ts";
import type {WrittenTensor} from "./write-gguf.ts";

const wave = (count: number, step: number): Float64Array =>
  Float64Array.from({length: count}, (_, i) => Math.sin(i * step) / 8);

function weight(
  name: string,
  dtype: WrittenTensor["dtype"],
  shape: readonly number[]
): WeightTensor {
  const count = shape.reduce((product, n) => product * n, 1);
  return {name, dtype, shape, bytes: quantise(dtype, wave(count, 0.7 + name.length))};
}

const weightsOf = (...tensors: readonly WeightTensor[]): Weights =>
  new Map(tensors.map((tensor) => [tensor.name, tensor]));

/** Runs the outputs on a backend that keeps so many bytes of decoded weights. */
async function evaluate(
  outputs: Readonly<Record<string, Node>>,
  weights: Weights,
  feeds: ReadonlyMap<string, Tensor>,
  kept: number
): Promise<Map<string, Tensor>> {
  const backend = await createReference({weights}, kept);
  return (await backend.compile(outputs)).run(feeds, {T: 3});
}

const [T, K, N] = [3, 320, 480]; // more than four panels, the last one not full
const given = (name: string, length: number): [string, Tensor] => [
  name,
  {shape: [1, T, length], data: wave(T * length, 0.3)}
];

test.each(["q4_0", "q4_1", "q8_0", "f16"] as const)(
  "%s: products and look-ups row by row are those of the whole",
  async (dtype) => {
    const weights = weightsOf(
      weight("w", dtype, [N, K]),
      weight("v", dtype, [K, N]),
      weight("bias", "f32", [N])
    );
    const [w, v, bias] = [parameter("w", [N, K]), parameter("v", [K, N]), parameter("bias", [N])];
    const x = input("x", [1, "T", K]);
    const y = input("y", [1, "T", N]);
    const outputs = {
      linear: linear(x, w, bias),
      "in-out": linear(x, v, bias, "in-out"),
      "linear, back": linear(y, w, undefined, "in-out"),
      "in-out, back": linear(y, v),
      matmul: matmul(x, w, {transposeB: true, alpha: 0.5}),
      "matmul, back": matmul(y, w, {alpha: 0.5}),
      "a stored left": matmul(w, transpose(x, [0, 2, 1])),
      "a stored x": linear(w, v, undefined, "in-out"),
      turned: linear(x, transpose(v, [1, 0])),
      sum: add(w, parameter("w", [N, K])),
      gather: gather(w, input("rows", ["T"], {kind: "given"}, "i32"))
    };
    const rows: [string, Tensor] = ["rows", {shape: [T], data: Int32Array.of(479, 0, -1)}];
    const feeds = new Map([given("x", K), given("y", N), rows]);
    const stored = await evaluate(outputs, weights, feeds, 0);
    const whole = await evaluate(outputs, weights, feeds, Infinity);
    for (const [name, {shape, data}] of whole) {
      expect(stored.get(name)!.shape, name).toEqual(shape);
      expect(stored.get(name)!.data, name).toEqual(data);
    }
    // And one of them, by hand.
    const numbers = toFloat64(weights.get("w")!);
    const xs = feeds.get("x")!.data;
    let sum = toFloat64(weights.get("bias")!)[470]!;
    for (let k = 0; k < K; k++) sum += xs[2 * K + k]! * numbers[470 * K + k]!;
    expect(stored.get("linear")!.data[2 * N + 470]).toBeCloseTo(sum, 12);
  }
);

test("what is freed was read for the last time: reshaped weights and outputs, runs that overlap", async () => {
  const weights = weightsOf(weight("w", "f32", [2, 3]));
  const x = input("x", [1, "T", 6]);
  const w = parameter("w", [2, 3]);
  const turned = reshape(x, [1, "T", 2, 3]);
  const twice = add(turned, turned);
  const outputs = {
    w,
    row: reshape(w, [6]),
    x,
    turned,
    back: reshape(twice, [1, "T", 6]),
    sum: add(reshape(twice, [1, "T", 6]), add(x, reshape(w, [6])))
  };
  const data = wave(T * 6, 0.3);
  const feeds = new Map<string, Tensor>([["x", {shape: [1, T, 6], data}]]);
  const numbers = toFloat64(weights.get("w")!);
  for (const kept of [0, Infinity]) {
    const backend = await createReference({weights}, kept);
    const program = await backend.compile(outputs);
    const runs = await Promise.all([1, 2, 3].map(() => program.run(feeds, {T})));
    runs.push(await program.run(feeds, {T}));
    for (const got of runs) {
      const read = (name: string) => got.get(name)!.data;
      expect(read("w")).toEqual(numbers);
      expect(read("row")).toEqual(numbers);
      expect(read("x")).toEqual(data);
      expect(read("turned")).toEqual(data);
      expect(read("back")).toEqual(data.map((value) => 2 * value));
      expect(read("sum")).toEqual(data.map((value, i) => 2 * value + (value + numbers[i % 6]!)));
    }
  }
  expect(feeds.get("x")!.data).toEqual(wave(T * 6, 0.3));
});

const folders = readdirSync(fixture("architectures"));
test.each(folders)(
  "%s: logits, layers and gradients are the same with and without decoded weights",
  async (name) => {
    const folder = `architectures/${name}`;
    const {input_ids: ids} = JSON.parse(
      readFileSync(fixture(`${folder}/expected.json`), "utf8")
    ) as {
      input_ids: number[];
    };
    const source = await openSource(fixture(folder));
    const config = source.config as Readonly<Record<string, unknown>>;
    const answers = await Promise.all(
      [0, Infinity].map(async (kept) => {
        const session = new Session({
          ...buildGraph(config, source.weights),
          weights: source.weights,
          tokenizer: null,
          config,
          backend: await createReference({weights: source.weights}, kept),
          fallback: () => Promise.resolve(null)
        });
        const meter = {forwards: 0, backwards: 0};
        const trace = await run(session, {ids}, {capture: ["*layers.*.residual", "logits"]}, meter);
        const causal = session.graph.kind === "causal";
        const saliency = causal ? await explain(session, {ids}, {method: "saliency"}, meter) : null;
        return {sites: [...trace.sites], scores: saliency?.scores};
      })
    );
    expect(answers[0]!.sites.length).toBeGreaterThan(1);
    expect(answers[0]).toEqual(answers[1]);
  }
);

test("a model of four bits runs in less memory than its file, and keeps none", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const size = 1024;
  const names = Array.from({length: 10}, (_, i) => `layer.${i}`);
  const one = quantise("q4_0", wave(size * size, 0.7));
  const weights = new Map(
    names.map((name): [string, WeightTensor] => [
      name,
      {name, dtype: "q4_0", shape: [size, size], bytes: one.slice()}
    ])
  );
  const file = names.length * one.length; // 5.9 MB; 84 MB as float64
  let x = input("x", [1, "T", size]);
  for (const name of names) x = linear(x, parameter(name, [size, size]));
  // The way of a gradient, too.
  for (const name of names.toReversed())
    x = linear(x, parameter(name, [size, size]), undefined, "in-out");
  const backend = await createReference({weights});
  const program = await backend.compile({x});
  const feeds = new Map([given("x", size)]);
  const used = () => process.memoryUsage().arrayBuffers;
  collect();
  const before = used();
  await program.run(feeds, {T});
  // Nothing is collected by hand here: what was thrown away on the way counts as well.
  expect(used() - before).toBeLessThan(file / 2);
  collect();
  expect(used() - before).toBeLessThan(1e6);
  backend.dispose();
});
