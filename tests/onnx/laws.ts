/** What the ONNX backend must keep, wherever its runtime runs: native in Node, WebAssembly in Chromium. */
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import type {Backend, Dims, Tensor} from "../../packages/engine/src/backends/backend.ts";
import {createOnnx} from "../../packages/engine/src/backends/onnx/index.ts";
import {createReference} from "../../packages/engine/src/backends/reference/index.ts";
import {DeviceError, ShapeError} from "../../packages/engine/src/errors.ts";
import {
  add,
  broadcast,
  constant,
  exp,
  gather,
  input,
  linear,
  matmul,
  mul,
  parameter,
  reshape,
  sum
} from "../../packages/engine/src/graph/ops.ts";
import type {Node} from "../../packages/engine/src/graph/node.ts";
import type {WeightTensor} from "../../packages/engine/src/weights/weights.ts";
import {blocks, blockTypes} from "../webgpu/random-blocks.ts";
import {difference, feedsAt, floats, TOLERANCE, weight} from "./data.ts";
import {finiteDifferences, gradientCases} from "../engine/gradient-cases.ts";
import {allCases, dims} from "../engine/op-cases.ts";

/** Registers the tests; `place` names where they run. */
export function laws(place: string): void {
  describe(`ONNX Runtime, ${place}`, () => {
    const disposed: Backend[] = [];
    let onnx: Backend;
    let reference: Backend;
    const make = async (weights: readonly WeightTensor[]): Promise<readonly [Backend, Backend]> => {
      const map = new Map(weights.map((tensor) => [tensor.name, tensor]));
      const pair = [
        await createOnnx({weights: map}),
        await createReference({weights: map})
      ] as const;
      disposed.push(...pair);
      return pair;
    };
    beforeAll(async () => {
      [onnx, reference] = await make([]);
    });
    afterAll(() => disposed.forEach((backend) => backend.dispose()));

    async function agrees(
      root: Node,
      feeds: ReadonlyMap<string, Tensor>,
      bound: Dims,
      [a, b] = [onnx, reference]
    ): Promise<void> {
      const [got, want] = await Promise.all(
        [a, b].map(async (backend) => {
          const program = await backend!.compile({root});
          const {root: result} = Object.fromEntries(await program.run(feeds, bound));
          program.dispose();
          return result!;
        })
      );
      expect(difference(got!, want!)).toBeLessThan(TOLERANCE);
    }

    test.each(allCases)(
      "$name: the reference's numbers at every length, by one program",
      async (entry) => {
        const outputs = {root: entry.root};
        const [program, oracle] = await Promise.all([
          onnx.compile(outputs),
          reference.compile(outputs)
        ]);
        for (const [B, T] of [
          [2, 3],
          [1, 1],
          [3, 7],
          [1, 4]
        ] as const) {
          const feeds = feedsAt(entry, {B, T});
          const [got, want] = await Promise.all([
            program.run(feeds, {B, T}),
            oracle.run(feeds, {B, T})
          ]);
          expect(
            difference(got.get("root")!, want.get("root")!),
            `B = ${B}, T = ${T}`
          ).toBeLessThan(TOLERANCE);
        }
        program.dispose();
      }
    );

    test.each(gradientCases)("$name: the gradient is the finite differences'", async (entry) => {
      const program = await onnx.compile(entry.outputs);
      const [got, want] = await Promise.all([
        program.run(entry.feeds, dims),
        finiteDifferences(reference, entry)
      ]);
      expect([...got.keys()]).toEqual([...want.keys()]);
      for (const [name, tensor] of want)
        expect(difference(got.get(name)!, tensor), name).toBeLessThan(TOLERANCE);
      program.dispose();
    });

    test("one program serves every length", async () => {
      const [q, k] = ["q", "k"].map((name) => input(name, ["B", "T", 6]));
      const heads = (x: Node): Node => reshape(x, ["B", "T", 2, 3]);
      const root = matmul(reshape(heads(q!), ["B", "T", 6]), k!, {transposeB: true, alpha: 0.3});
      const [program, oracle] = await Promise.all([
        onnx.compile({root}),
        reference.compile({root})
      ]);
      for (const [B, T] of [
        [1, 1],
        [3, 5],
        [2, 9],
        [1, 1]
      ] as const) {
        const feeds = new Map([
          ["q", floats([B, T, 6], T)],
          ["k", floats([B, T, 6], T + 1)]
        ]);
        const [got, want] = await Promise.all([
          program.run(feeds, {B, T}),
          oracle.run(feeds, {B, T})
        ]);
        expect(difference(got.get("root")!, want.get("root")!)).toBeLessThan(TOLERANCE);
      }
      program.dispose();
    });

    test("reshape keeps, moves and merges symbolic lengths", async () => {
      const x = input("x", ["B", "T", 4]);
      for (const shape of [
        ["T", "B", 4],
        ["B", 2, "T", 2],
        [4, "B", "T"],
        ["B", "T", 2, 2],
        ["T", 4, "B"]
      ]) {
        await agrees(reshape(x, shape), new Map([["x", floats([2, 3, 4])]]), {B: 2, T: 3});
      }
    });

    test("a length that no input tells is fed", async () => {
      const x = input("x", [4]);
      await agrees(add(broadcast(constant(2), ["B", "T", 4]), x), new Map([["x", floats([4])]]), {
        B: 2,
        T: 3
      });
      await agrees(exp(broadcast(constant(1), ["B", "T"])), new Map(), {B: 2, T: 3});
    });

    test("widened operands give the same as the ones left to the operation", async () => {
      const x = input("x", ["T", 1]);
      const y = input("y", ["B", 1, 4]);
      const feeds = new Map([
        ["x", floats([3, 1])],
        ["y", floats([2, 1, 4], 2)]
      ]);
      await agrees(mul(broadcast(x, ["B", "T", 4]), y), feeds, dims);
      await agrees(mul(broadcast(x, ["B", "T", 4]), broadcast(y, ["B", "T", 4])), feeds, dims);
      await agrees(
        mul(broadcast(x, ["B", "T", 4]), constant(3)),
        new Map([["x", floats([3, 1])]]),
        dims
      );
    });

    test("outputs may be inputs, weights, constants, one another and namesakes", async () => {
      const [a, b] = await make([weight("w", "f16", 20, 20, 1)]);
      const x = input("x", ["T", 3]);
      const twice = add(x, x);
      const outputs = {
        x: twice,
        same: x,
        again: twice,
        w: parameter("w", [20, 20]),
        one: constant(1)
      };
      const feeds = new Map([["x", floats([2, 3])]]);
      const [got, want] = await Promise.all(
        [a, b].map(async (backend) => (await backend.compile(outputs)).run(feeds, {T: 2}))
      );
      expect([...got!.keys()]).toEqual(Object.keys(outputs));
      for (const [name, tensor] of want!)
        expect(difference(got!.get(name)!, tensor), name).toBeLessThan(TOLERANCE);
    });

    test.each(["f64", "f32", "f16", "bf16"] as const)(
      "%s weights are used in place, both ways round",
      async (dtype) => {
        const pair = await make([
          weight("table", dtype, 7, 12, 3),
          weight("w", dtype, 12, 12, 4),
          weight("tiny", dtype, 1, 12, 5)
        ]);
        const ids = input("ids", ["T"], {kind: "given"}, "i32");
        const rows = gather(parameter("table", [7, 12]), ids);
        const w = parameter("w", [12, 12]);
        const root = add(
          linear(linear(rows, w), w, parameter("tiny", [12]), "in-out"),
          linear(rows, w)
        );
        await agrees(
          root,
          new Map([["ids", {shape: [3], data: Int32Array.of(6, 0, 2)}]]),
          {T: 3},
          pair as [Backend, Backend]
        );
      }
    );

    test.each(blockTypes)("%s weights are decoded, forward, back and by rows", async (dtype) => {
      const pair = await make([blocks("w", dtype, [20, 256])]);
      const w = parameter("w", [20, 256]);
      const rows = gather(w, input("ids", ["T"], {kind: "given"}, "i32"));
      const root = linear(linear(rows, w), w, undefined, "in-out");
      const feeds = new Map([["ids", {shape: [3], data: Int32Array.of(19, 0, 2)}]]);
      await agrees(root, feeds, {T: 3}, pair as [Backend, Backend]);
    });

    test("runs that overlap each have their own numbers, and keep them", async () => {
      const x = input("x", ["T"]);
      const program = await onnx.compile({root: exp(x)});
      const lengths = [1, 4, 2, 3];
      const results = await Promise.all(
        lengths.map((T) =>
          program.run(new Map([["x", {shape: [T], data: new Float32Array(T).fill(T)}]]), {T})
        )
      );
      results.forEach((outputs, index) => {
        const T = lengths[index]!;
        const {shape, data} = outputs.get("root")!;
        expect(shape).toEqual([T]);
        for (const value of data) expect(value).toBeCloseTo(Math.exp(T), 4);
      });
      program.dispose();
    });

    test("an aborted run rejects with the signal's reason, and the next one runs", async () => {
      const program = await onnx.compile({root: exp(input("x", ["T"]))});
      const feeds = new Map([["x", floats([2])]]);
      const reason = new Error("changed my mind");
      await expect(program.run(feeds, {T: 2}, AbortSignal.abort(reason))).rejects.toBe(reason);
      const controller = new AbortController();
      const running = program.run(feeds, {T: 2}, controller.signal);
      controller.abort(reason);
      await expect(running).rejects.toBe(reason);
      await expect(program.run(feeds, {T: 2})).resolves.toBeInstanceOf(Map);
      program.dispose();
    });

    test("what is missing or does not fit is said", async () => {
      const x = input("x", ["T"]);
      const program = await onnx.compile({root: exp(x)});
      await expect(program.run(new Map(), {T: 2})).rejects.toThrow("input x was not given");
      await expect(program.run(new Map([["x", floats([3])]]), {T: 2})).rejects.toThrow(
        "input x: got [3], expected [2]"
      );
      await expect(program.run(new Map([["x", floats([3])]]), {})).rejects.toBeInstanceOf(
        ShapeError
      );
      await expect(onnx.compile({root: parameter("nowhere", [2])})).rejects.toThrow(
        "no weight called nowhere"
      );
      program.dispose();
      await expect(program.run(new Map([["x", floats([2])]]), {T: 2})).rejects.toBeInstanceOf(
        DeviceError
      );
    });

    test("an index out of range is an error with the runtime's reason, and the program lives on", async () => {
      const program = await onnx.compile({
        root: gather(input("table", [5, 2]), input("ids", ["T"], {kind: "given"}, "i32"))
      });
      const run = (id: number): Promise<Map<string, Tensor>> =>
        program.run(
          new Map([
            ["table", floats([5, 2])],
            ["ids", {shape: [1], data: Int32Array.of(id)}]
          ]),
          {T: 1}
        );
      await expect(run(9)).rejects.toThrow(/ONNX Runtime failed at T = 1: .*9/);
      await expect(run(4)).resolves.toBeInstanceOf(Map);
      program.dispose();
    });

    test("a disposed backend compiles and runs nothing", async () => {
      const backend = await createOnnx({weights: new Map()});
      const root = exp(input("x", ["T"]));
      const program = await backend.compile({root});
      backend.dispose();
      await expect(program.run(new Map([["x", floats([2])]]), {T: 2})).rejects.toThrow(
        "was disposed"
      );
      await expect(backend.compile({root})).rejects.toThrow("was disposed");
    });

    test("a product too large for memory is a memory error", async () => {
      const root = sum(exp(broadcast(input("x", ["T", 1]), ["T", "S"])), [0, 1]);
      const program = await onnx.compile({root});
      const length = 1 << 22;
      const failure = await program
        .run(new Map([["x", {shape: [length, 1], data: new Float32Array(length)}]]), {
          T: length,
          S: length
        })
        .catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(DeviceError);
      expect((failure as DeviceError).code, (failure as DeviceError).message).toBe("memory");
      program.dispose();
    });
  });
}
