/** Every value of an emitted model has its shape written beside it, and has that shape in a run. */
import {InferenceSession, Tensor as Made} from "onnxruntime-node";
import {describe, expect, test} from "vitest";
import {buildGraph} from "../../packages/engine/src/architectures/index.ts";
import type {Dims, Tensor} from "../../packages/engine/src/backends/backend.ts";
import {emit} from "../../packages/engine/src/backends/onnx/emit.ts";
import type {Emitted} from "../../packages/engine/src/backends/onnx/emit.ts";
import {feedsFor as tensorsFor} from "../../packages/engine/src/backends/onnx/feeds.ts";
import {dataTypes, dialect, encodeModel} from "../../packages/engine/src/backends/onnx/proto.ts";
import type {DataType, OnnxNode} from "../../packages/engine/src/backends/onnx/proto.ts";
import {
  deepLifts,
  gradient,
  relevance
} from "../../packages/engine/src/explain/attribution/rules.ts";
import {scalarOf, sharing} from "../../packages/engine/src/explain/attribution/scalar.ts";
import {walkQuestion} from "../../packages/engine/src/explain/attribution/target.ts";
import {decodeQuestion} from "../../packages/engine/src/explain/cache/cached-decoding.ts";
import {feedsOf} from "../../packages/engine/src/explain/feeds.ts";
import type {Question} from "../../packages/engine/src/explain/session.ts";
import type {NodeOf} from "../../packages/engine/src/graph/node.ts";
import {input} from "../../packages/engine/src/graph/ops.ts";
import {bind} from "../../packages/engine/src/graph/shape.ts";
import {openSource} from "../../packages/engine/src/sources/index.ts";
import {gradientCases} from "../engine/gradient-cases.ts";
import {allCases, dims, feedsFor} from "../engine/op-cases.ts";
import {fixture} from "../engine/oracle.ts";
import {floats} from "./data.ts";
import {readModel, withEveryValue} from "./read-model.ts";

type Runnable = Pick<Emitted, "model" | "inputs" | "lengths">;

const typeNames: {readonly [T in DataType]: string} = {
  f32: "float32",
  i32: "int32",
  i64: "int64",
  bool: "bool",
  f16: "float16",
  f64: "float64",
  bf16: "bfloat16"
};
const nameOfType = (code: number): string =>
  typeNames[(Object.keys(dataTypes) as DataType[]).find((type) => dataTypes[type] === code)!];

/** Returns what is wrong with the shapes that a model gives for its values: none is, where it keeps the law. */
async function faults(
  emitted: Runnable,
  feeds: ReadonlyMap<string, Tensor>,
  lengths: Dims
): Promise<string[]> {
  const read = readModel(emitted.model);
  const described = new Set(read.values.map(({name}) => name));
  const missing = read.nodes.flatMap(({type, outputs}) =>
    outputs
      .filter((name) => !described.has(name) && !read.outputs.includes(name))
      .map((name) => `${type} ${name}: no shape`)
  );
  // Unoptimised: every value stays.
  const session = await InferenceSession.create(withEveryValue(emitted.model, read), {
    graphOptimizationLevel: "disabled",
    intraOpNumThreads: 1
  });
  const results = await session.run(tensorsFor({Tensor: Made}, emitted, feeds, lengths));
  await session.release();
  const wrong = read.values.flatMap(({name, type, shape}) => {
    const {dims: found, type: foundType} = results[name]!;
    const said = `${nameOfType(type)} [${bind(shape, lengths).join(", ")}]`;
    const got = `${foundType} [${found.join(", ")}]`;
    return said === got ? [] : [`${name}: said ${said}, is ${got}`];
  });
  return [...missing, ...wrong];
}

test.each(allCases.map((entry) => [entry.name, entry] as const))("%s", async (_, entry) => {
  const emitted = emit({root: entry.root}, new Map());
  expect(await faults(emitted, feedsFor(entry, 3), dims)).toEqual([]);
});

test.each(gradientCases.map((entry) => [entry.name, entry] as const))(
  "the gradient of %s",
  async (_, {loss, outputs, feeds}) => {
    expect(await faults(emit({loss, ...outputs}, new Map()), feeds, dims)).toEqual([]);
  }
);

/** No two alike, and none a width of the models: a wrong symbol shows. */
const lengths: Dims = {B: 2, T: 7, S: 5, P: 3, N: 6, K: 13};
const ids = (length: number): number[] => Array.from({length}, (_, at) => at + 3);
const rows = (length: number): number[][] => [ids(length), ids(length)];

describe.each([
  "albert",
  "bart-sequence",
  "bert-token",
  "bloom",
  "deberta-v2",
  "gemma2",
  "gpt2",
  "gptj",
  "llama",
  "modernbert",
  "t5"
])("%s", (name) => {
  test.each(["gradient", "DeepLift", "DeepLift, elementwise", "relevance", "going on"])(
    "%s",
    async (what) => {
      const {config, weights} = await openSource(fixture(`architectures/${name}`));
      const {graph, cached} = buildGraph(config as Readonly<Record<string, unknown>>, weights);
      const walk = (rules: Parameters<typeof walkQuestion>[2]): Question =>
        walkQuestion(graph, sharing(scalarOf("logprob")), rules, []);
      const questions: Readonly<Record<string, () => Question | null>> = {
        gradient: () => walk(gradient),
        DeepLift: () => walk(deepLifts.bounded),
        "DeepLift, elementwise": () => walk(deepLifts.elementwise),
        relevance: () => walk(relevance({})),
        "going on": () => (graph.memories.length > 0 ? decodeQuestion(cached()) : null)
      };
      const question = questions[what]!();
      if (!question) return;
      const emitted = emit(question.outputs(), weights);
      const extra = new Map(
        emitted.inputs.flatMap(({attributes: {name: input}, dtype, shape}, index) =>
          dtype === "f32" ? [[input, floats(bind(shape, lengths), index + 1)] as const] : []
        )
      );
      const batch =
        graph.kind === "encoder-decoder" || graph.shiftedBy !== undefined
          ? {ids: rows(lengths.S!), decoderIds: rows(lengths.T!)}
          : {ids: rows(lengths.T!)};
      const feeds = feedsOf(emitted.inputs, batch, lengths, extra);
      expect(await faults(emitted, feeds, lengths)).toEqual([]);
    }
  );
});

test("a shape that is missing, and one that is wrong, are found", async () => {
  const x = input("x", ["T"]) as NodeOf<"input">;
  const row = {type: "f32", shape: ["T"]} as const;
  const node = (type: string, from: string, to: string): OnnxNode => ({
    type,
    inputs: [from],
    outputs: [to],
    attributes: {}
  });
  const model = encodeModel({
    ...dialect,
    nodes: [node("Exp", "x", "a"), node("Neg", "a", "b"), node("Exp", "b", "y")],
    initializers: [],
    inputs: [{name: "x", ...row}],
    outputs: [{name: "y", ...row}],
    values: [{name: "b", type: "f32", shape: ["S"]}]
  });
  const feeds = new Map([["x", floats([2])]]);
  expect(await faults({model, inputs: [x], lengths: new Map()}, feeds, {T: 2, S: 3})).toEqual([
    "Exp a: no shape",
    "b: said float32 [3], is float32 [2]"
  ]);
});
