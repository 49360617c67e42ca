/** Every operation, and what becomes of it in gradients and decompositions, against the float64 reference. */
import {beforeAll, describe, expect, test} from "vitest";
import {backward} from "../../packages/engine/src/autodiff/backward.ts";
import {gradientRules} from "../../packages/engine/src/autodiff/gradient.ts";
import {expand} from "../../packages/engine/src/graph/decompose.ts";
import {
  activation,
  add,
  concat,
  erf,
  exp,
  gather,
  input,
  layerNorm,
  linear,
  matmul,
  max,
  mul,
  pad,
  parameter,
  reshape,
  rmsNorm,
  slice,
  softmax,
  sum,
  tanh,
  transpose
} from "../../packages/engine/src/graph/ops.ts";
import type {Node} from "../../packages/engine/src/graph/node.ts";
import {finiteDifferences, gradientCases} from "../engine/gradient-cases.ts";
import {allCases, dims, feedsFor} from "../engine/op-cases.ts";
import {productCase, productSizes, rowCase, rowSizes, weightCase, weightSizes} from "./cases.ts";
import {agrees, difference, floats, pairOf, TOLERANCE, weight, weightsOf} from "./harness.ts";
import type {Pair} from "./harness.ts";

let pair: Pair;
beforeAll(async () => {
  pair = await pairOf();
});

describe("operations", () => {
  test.each(allCases)("$name: the reference's numbers", async (entry) => {
    await agrees(pair, {root: entry.root}, feedsFor(entry, 3), dims);
  });

  test.each(allCases)("$name, expanded: the reference's numbers", async (entry) => {
    await agrees(pair, {root: expand([entry.root])[0]!}, feedsFor(entry, 4), dims);
  });

  test.each(gradientCases)("$name: the gradient is the finite differences'", async (entry) => {
    const program = await pair.webgpu.compile(entry.outputs);
    const [got, want] = await Promise.all([
      program.run(entry.feeds, dims),
      finiteDifferences(pair.reference, entry)
    ]);
    expect([...got.keys()]).toEqual([...want.keys()]);
    for (const [name, tensor] of want)
      expect(difference(got.get(name)!, tensor), name).toBeLessThan(TOLERANCE);
    program.dispose();
  });

  test.each(rowSizes)("rows of every width: B %i, T %i, width %i", async (...sizes) => {
    const {outputs, feeds, dims: bound} = rowCase(...sizes);
    await agrees(pair, outputs, feeds, bound);
  });

  test.each(productSizes)("products of every size: B %i, T %i, K %i, N %i", async (...sizes) => {
    const {outputs, feeds, dims: bound} = productCase(...sizes);
    await agrees(pair, outputs, feeds, bound);
  });
});

describe("numbers at the edge", () => {
  const x = input("x", ["T"]);
  const run = async (root: Node, values: readonly number[]): Promise<number[]> => {
    const program = await pair.webgpu.compile({root});
    const data = Float32Array.from(values);
    const {root: result} = Object.fromEntries(
      await program.run(new Map([["x", {shape: [data.length], data}]]), {T: data.length})
    );
    return [...result!.data];
  };

  test("exp of a mask is 0", async () => {
    expect(await run(exp(x), [-1e30, -200, -3.4e38, 0])).toEqual([0, 0, 0, 1]);
  });

  test("tanh and the activations do not overflow", async () => {
    expect(await run(tanh(x), [-1e4, -50, 50, 1e4])).toEqual([-1, -1, 1, 1]);
    expect(await run(activation(x, "gelu-tanh"), [-1e4, -50, 50, 1e4])).toEqual([-0, -0, 50, 1e4]);
    expect(await run(activation(x, "gelu"), [-1e4, -50, 50, 1e4])).toEqual([-0, -0, 50, 1e4]);
    expect(await run(activation(x, "silu"), [-1e4, 1e4])).toEqual([-0, 1e4]);
  });

  test("erf and tanh are accurate to float32 everywhere", async () => {
    const values = Float64Array.from({length: 2001}, (_, i) => Math.fround((i - 1000) / 200));
    const feeds = new Map([["x", {shape: [2001], data: values}]]);
    await agrees(pair, {erf: erf(x), tanh: tanh(x)}, feeds, {T: 2001}, 3e-7);
  });

  test("a row of masks alone is even, and a masked place gets nothing", async () => {
    const rows = input("rows", ["T", 4]);
    const data = Float32Array.of(...Array.from({length: 4}, () => -1e30), 0, -1e30, 0, -1e30);
    const program = await pair.webgpu.compile({root: softmax(rows)});
    const result = await program.run(new Map([["rows", {shape: [2, 4], data}]]), {T: 2});
    expect([...result.get("root")!.data]).toEqual([0.25, 0.25, 0.25, 0.25, 0.5, 0, 0.5, 0]);
  });
});

describe("weights in the file's own dtype", () => {
  test.each(["f64", "f32", "f16", "bf16"] as const)(
    "%s: tables, both layouts, norms and biases",
    async (dtype) => {
      const shapes = {table: [7, 15], w: [15, 15], v: [21, 15], tiny: [15], scale: [21]} as const;
      const both = await pairOf(
        weightsOf(
          ...Object.entries(shapes).map(([name, shape], index) => weight(name, dtype, shape, index))
        )
      );
      const p = (name: keyof typeof shapes): Node => parameter(name, shapes[name]);
      const ids = input("ids", ["B", "T"], {kind: "given"}, "i32");
      const rows = gather(p("table"), ids);
      const mixed = add(linear(linear(rows, p("w")), p("w"), p("tiny"), "in-out"), p("tiny"));
      const outputs = {
        rows,
        mixed: layerNorm(mixed, p("tiny"), p("tiny"), 1e-5),
        wide: rmsNorm(linear(rows, p("v"), p("scale")), p("scale"), 1e-5),
        w: p("w"),
        turned: transpose(p("v"), [1, 0])
      };
      const feeds = new Map([["ids", {shape: [2, 3], data: Int32Array.of(6, 0, 2, 5, 5, 1)}]]);
      await agrees(both, outputs, feeds, {B: 2, T: 3});
    }
  );
});

describe.each(["f32", "f16", "bf16"] as const)("%s weights in products", (dtype) => {
  test.each(weightSizes)("T %i, K %i, N %i", async (...sizes) => {
    const {weights, outputs, feeds, dims: bound} = weightCase(dtype, ...sizes);
    await agrees(await pairOf(weights), outputs, feeds, bound);
  });
});

describe("what is fused still means the same", () => {
  const x = input("x", ["B", "T", 12]);
  const feeds = (B: number, T: number): Map<string, ReturnType<typeof floats>> =>
    new Map([["x", floats([B, T, 12])]]);

  test("heads are split and merged without a copy", async () => {
    const w = input("w", [12, 36]);
    const fused = linear(x, w, undefined, "in-out");
    const heads = (index: number): Node =>
      transpose(
        reshape(slice(fused, 2, index * 12, index * 12 + 12), ["B", "T", 3, 4]),
        [0, 2, 1, 3]
      );
    const pattern = softmax(matmul(heads(0), heads(1), {transposeB: true, alpha: 0.5}));
    const mixed = matmul(pattern, heads(2));
    const merged = reshape(transpose(mixed, [0, 2, 1, 3]), ["B", "T", 12]);
    const root = add(x, merged);
    const both = new Map([...feeds(2, 5), ["w", floats([12, 36], 2)]]);
    expect(await agrees(pair, {root}, both, {B: 2, T: 5})).toBeLessThanOrEqual(5);
    const total = sum(mul(root, root), [0, 1, 2]);
    const {flows} = backward([total], [x], gradientRules);
    const dispatches = await agrees(pair, {flow: flows[0]!, root, pattern}, both, {B: 2, T: 5});
    expect(dispatches).toBeLessThanOrEqual(12);
  });

  test("pads that fill one another become one buffer", async () => {
    const parts = [0, 4, 8].map((start) => exp(slice(x, 2, start, start + 4)));
    const root = parts.map((part, index) => pad(part, 2, index * 4, 8 - index * 4)).reduce(add);
    await agrees(pair, {root}, feeds(2, 3), {B: 2, T: 3});
    const gap = add(pad(parts[0]!, 2, 0, 8), pad(parts[2]!, 2, 8, 0));
    await agrees(pair, {gap}, feeds(2, 3), {B: 2, T: 3});
    const over = add(pad(parts[0]!, 2, 0, 8), pad(parts[0]!, 2, 2, 6));
    await agrees(pair, {over}, feeds(2, 3), {B: 2, T: 3});
  });

  test("parts of a concatenation may be inputs, shared, or the same", async () => {
    const e = exp(x);
    const outputs = {
      twice: concat([e, e], 2),
      mixed: concat([x, e, tanh(e)], 2),
      nested: concat([concat([tanh(x), x], 2), erf(x)], 2),
      turned: transpose(
        concat([transpose(tanh(x), [0, 2, 1]), transpose(x, [0, 2, 1])], 1),
        [2, 0, 1]
      )
    };
    await agrees(pair, outputs, feeds(2, 3), {B: 2, T: 3});
  });

  test("what only continues a kept result is written along with it", async () => {
    const w = input("w", [12, 12]);
    const linearly = linear(x, w);
    const act = activation(linearly, "gelu");
    const outputs = {linearly, act, again: mul(act, linearly)};
    const all = feeds(2, 3).set("w", floats([12, 12], 2));
    expect(await agrees(pair, outputs, all, {B: 2, T: 3})).toBe(1);
    // Read at another place, it cannot be.
    const turned = transpose(softmax(x), [1, 0, 2]);
    const across = matmul(w, softmax(x), {transposeB: true});
    await agrees(pair, {turned, plus: add(turned, exp(turned)), across, more: tanh(across)}, all, {
      B: 2,
      T: 3
    });
    const square = matmul(x, x, {transposeB: true});
    expect(
      await agrees(pair, {square, even: add(square, transpose(square, [0, 2, 1]))}, all, {
        B: 2,
        T: 3
      })
    ).toBe(2);
  });

  test("an elementwise chain is one kernel", async () => {
    let root: Node = x;
    for (let i = 0; i < 12; i++) root = add(tanh(mul(root, x)), x);
    expect(await agrees(pair, {root}, feeds(1, 4), {B: 1, T: 4})).toBe(1);
  });

  test("reshapes mix, split and merge symbolic lengths", async () => {
    for (const shape of [
      ["T", "B", 12],
      ["B", 2, "T", 6],
      [12, "B", "T"],
      ["B", "T", 3, 4],
      ["T", 12, "B"],
      [1, "B", 1, "T", 12]
    ]) {
      const turned = reshape(transpose(exp(x), [1, 0, 2]), shape);
      const back = mul(reshape(turned, ["B", "T", 12]), x);
      await agrees(pair, {turned, back, max: max(turned, [turned.shape.length - 1])}, feeds(2, 3), {
        B: 2,
        T: 3
      });
    }
  });
});
