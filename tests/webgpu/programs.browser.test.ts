/** How programs behave: other lengths, shared memory, overlapping and aborted runs, and what goes wrong. */
import {beforeAll, describe, expect, test, vi} from "vitest";
import {createWebgpu} from "../../packages/engine/src/backends/webgpu/index.ts";
import type {Tensor} from "../../packages/engine/src/backends/backend.ts";
import {DeviceError, ShapeError} from "../../packages/engine/src/errors.ts";
import {
  add,
  broadcast,
  constant,
  exp,
  input,
  linear,
  matmul,
  mul,
  parameter,
  reshape,
  softmax,
  sum,
  tanh
} from "../../packages/engine/src/graph/ops.ts";
import type {Node} from "../../packages/engine/src/graph/node.ts";
import {agrees, difference, floats, pairOf, TOLERANCE, weight, weightsOf} from "./harness.ts";
import type {Pair} from "./harness.ts";

let pair: Pair;
beforeAll(async () => {
  pair = await pairOf();
});

const feedsOf = (feeds: Readonly<Record<string, Tensor>>): Map<string, Tensor> =>
  new Map(Object.entries(feeds));

describe("lengths", () => {
  test("one program serves every length, shorter ones after longer ones too", async () => {
    const [q, k, v] = ["q", "k", "v"].map((name) => input(name, ["B", "T", 6])) as [
      Node,
      Node,
      Node
    ];
    const pattern = softmax(matmul(q, k, {transposeB: true, alpha: 0.3}));
    const outputs = {pattern, root: add(matmul(pattern, v), q), total: sum(pattern, [0, 1])};
    const [program, oracle] = await Promise.all([
      pair.webgpu.compile(outputs),
      pair.reference.compile(outputs)
    ]);
    for (const [B, T] of [
      [1, 1],
      [3, 5],
      [2, 9],
      [1, 70],
      [4, 30],
      [1, 1],
      [2, 65]
    ] as const) {
      const feeds = feedsOf({
        q: floats([B, T, 6], T),
        k: floats([B, T, 6], T + 1),
        v: floats([B, T, 6], 3)
      });
      const [got, want] = await Promise.all([
        program.run(feeds, {B, T}),
        oracle.run(feeds, {B, T})
      ]);
      for (const [name, tensor] of want)
        expect(difference(got.get(name)!, tensor), `${name} ${B} ${T}`).toBeLessThan(TOLERANCE);
    }
    program.dispose();
  });

  test("more rows than one axis of a dispatch holds", async () => {
    const x = input("x", ["T", 40]);
    const T = 70_001;
    await agrees(pair, {sums: sum(x, [1]), root: softmax(x)}, feedsOf({x: floats([T, 40])}), {T});
    const y = input("y", ["T"]);
    await agrees(pair, {root: exp(y)}, feedsOf({y: floats([4_300_000])}), {T: 4_300_000});
  });

  test("a length that no input tells is bound too", async () => {
    const x = input("x", [4]);
    await agrees(
      pair,
      {root: add(broadcast(constant(2), ["B", "T", 4]), x)},
      feedsOf({x: floats([4])}),
      {B: 2, T: 3}
    );
    await agrees(pair, {root: exp(broadcast(constant(1), ["B", "T"]))}, new Map(), {B: 2, T: 3});
  });
});

describe("memory", () => {
  test("many values alive at once keep apart, and dead ones are reused", async () => {
    const x = input("x", ["T", 8]);
    let at: Node = x;
    const kept: Node[] = [];
    for (let i = 0; i < 30; i++) {
      // A row sum after each step keeps the chain from becoming one kernel.
      at = tanh(add(mul(at, constant(1.1)), sum(at, [1])));
      if (i % 3 === 0) kept.push(at);
    }
    // Read in the order made: the first ones stay alive longest.
    const joined = kept.reduce((sum, value, index) =>
      add(mul(sum, value), mul(value, constant(index)))
    );
    const total = sum(mul(joined, softmax(at)), [0, 1]);
    await agrees(
      pair,
      {joined, total, middle: kept[4]!},
      feedsOf({x: floats([9, 8])}),
      {T: 9},
      1e-5
    );
  });

  test("programs share working memory without mixing numbers", async () => {
    const x = input("x", ["T", 16]);
    const first = await pair.webgpu.compile({root: softmax(matmul(x, x, {transposeB: true}))});
    const second = await pair.webgpu.compile({root: sum(softmax(exp(x)), [0])});
    const oracle = await pair.reference.compile({root: softmax(matmul(x, x, {transposeB: true}))});
    for (const T of [3, 90, 5, 40]) {
      const feeds = feedsOf({x: floats([T, 16], T)});
      const [got, other, want] = await Promise.all([
        first.run(feeds, {T}),
        second.run(feeds, {T}),
        oracle.run(feeds, {T})
      ]);
      expect(difference(got.get("root")!, want.get("root")!)).toBeLessThan(TOLERANCE);
      expect(other.get("root")!.shape).toEqual([1, 16]);
      let all = 0;
      for (const value of other.get("root")!.data) all += value;
      expect(all).toBeCloseTo(T, 3);
    }
  });

  test("outputs may be inputs, weights, constants, one another and namesakes", async () => {
    const both = await pairOf(weightsOf(weight("w", "f16", [5, 5], 1)));
    const x = input("x", ["T", 3]);
    const ids = input("ids", ["T"], {kind: "given"}, "i32");
    const twice = add(x, x);
    const outputs = {
      x: twice,
      same: x,
      again: twice,
      flat: reshape(twice, [3, "T"]),
      w: parameter("w", [5, 5]),
      one: constant(1),
      ids
    };
    await agrees(
      both,
      outputs,
      feedsOf({x: floats([2, 3]), ids: {shape: [2], data: Int32Array.of(7, -1)}}),
      {T: 2}
    );
  });

  test("a result larger than the GPU allows is a memory error that says how large", async () => {
    const root = sum(softmax(broadcast(input("x", ["T", 1]), ["T", "S"])), [0]);
    const program = await pair.webgpu.compile({root});
    const length = 1 << 20;
    const run = program.run(feedsOf({x: {shape: [length, 1], data: new Float32Array(length)}}), {
      T: length,
      S: length
    });
    await expect(run).rejects.toMatchObject({
      code: "memory",
      message: expect.stringMatching(/\[1048576, 1048576\] needs 4096.0 GiB, this GPU allows/)
    });
    const feeds = feedsOf({x: {shape: [2, 1], data: new Float32Array(2)}});
    expect([...(await program.run(feeds, {T: 2, S: 4})).get("root")!.data]).toEqual([
      0.5, 0.5, 0.5, 0.5
    ]);
    program.dispose();
  });
});

describe("runs", () => {
  test("that overlap each have their own numbers, and keep them", async () => {
    const program = await pair.webgpu.compile({root: exp(input("x", ["T"]))});
    const lengths = [1, 400, 2, 3, 5000, 1];
    const results = await Promise.all(
      lengths.map((T) =>
        program.run(feedsOf({x: {shape: [T], data: new Float32Array(T).fill(T / 1000)}}), {T})
      )
    );
    results.forEach((outputs, index) => {
      const T = lengths[index]!;
      const {shape, data} = outputs.get("root")!;
      expect(shape).toEqual([T]);
      expect(data.every((value) => Math.abs(value / Math.exp(T / 1000) - 1) < 1e-5)).toBe(true);
    });
    program.dispose();
  });

  test("that are aborted reject with the signal's reason, and the next one runs", async () => {
    const program = await pair.webgpu.compile({root: exp(input("x", ["T"]))});
    const feeds = feedsOf({x: floats([2])});
    const reason = new Error("changed my mind");
    await expect(program.run(feeds, {T: 2}, AbortSignal.abort(reason))).rejects.toBe(reason);
    const controller = new AbortController();
    const running = program.run(feeds, {T: 2}, controller.signal);
    const waiting = program.run(feeds, {T: 2}, controller.signal);
    controller.abort(reason);
    await expect(running).rejects.toBe(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(program.run(feeds, {T: 2})).resolves.toBeInstanceOf(Map);
    program.dispose();
  });

  test("say what is missing or does not fit", async () => {
    const program = await pair.webgpu.compile({root: exp(input("x", ["T"]))});
    await expect(program.run(new Map(), {T: 2})).rejects.toThrow("input x was not given");
    await expect(program.run(feedsOf({x: floats([3])}), {T: 2})).rejects.toThrow(
      "input x: got [3], expected [2]"
    );
    await expect(program.run(feedsOf({x: floats([3])}), {})).rejects.toBeInstanceOf(ShapeError);
    await expect(pair.webgpu.compile({root: parameter("nowhere", [2])})).rejects.toThrow(
      "no weight called nowhere"
    );
    program.dispose();
    await expect(program.run(feedsOf({x: floats([2])}), {T: 2})).rejects.toBeInstanceOf(
      DeviceError
    );
  });
});

describe("the device", () => {
  test("that is lost rejects what waits with the reason, and settles `lost`", async () => {
    const request = vi.spyOn(GPUAdapter.prototype, "requestDevice");
    const backend = await createWebgpu({weights: new Map()});
    const device = await (request.mock.results[0]!.value as Promise<GPUDevice>);
    request.mockRestore();
    const program = await backend.compile({root: exp(input("x", ["T"]))});
    const run = (): Promise<unknown> => program.run(feedsOf({x: floats([2])}), {T: 2});
    await run();
    device.destroy();
    await expect(run()).rejects.toBeInstanceOf(DeviceError);
    expect(await backend.lost).toMatch(/disposed|lost/);
    await expect(backend.compile({root: constant(1)})).rejects.toBeInstanceOf(DeviceError);
  });

  test("that is missing is said", async () => {
    const none = vi.spyOn(navigator.gpu, "requestAdapter").mockResolvedValue(null);
    await expect(createWebgpu({weights: new Map()})).rejects.toThrow(/found no adapter/);
    none.mockRestore();
    const absent = vi.spyOn(navigator, "gpu", "get").mockReturnValue(undefined as unknown as GPU);
    await expect(createWebgpu({weights: new Map()})).rejects.toThrow(/navigator.gpu is missing/);
    absent.mockRestore();
  });

  test("works in a worker", async () => {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), {type: "module"});
    const reply = await new Promise((resolve, reject) => {
      worker.onmessage = ({data}) => resolve(data);
      worker.onerror = ({message}) => reject(new Error(message));
    });
    worker.terminate();
    expect(reply).toEqual([0.5, 0.5]);
  });
});

test("linear with a residual after it is one kernel", async () => {
  const x = input("x", ["B", "T", 8]);
  const root = add(x, linear(x, input("w", [8, 8]), input("b", [8])));
  const feeds = feedsOf({x: floats([1, 3, 8]), w: floats([8, 8], 2), b: floats([8], 3)});
  expect(await agrees(pair, {root}, feeds, {B: 1, T: 3})).toBe(1);
});
