/** Weights in ggml's blocks, and weights parted into several buffers, on WebGPU: the reference backend's numbers. */
import {afterEach, describe, expect, test, vi} from "vitest";
import {firstOf} from "../../packages/engine/src/backends/choose.ts";
import {createReference} from "../../packages/engine/src/backends/reference/index.ts";
import {createWebgpu} from "../../packages/engine/src/backends/webgpu/index.ts";
import type {Tensor} from "../../packages/engine/src/backends/backend.ts";
import {gather, input, linear, mul, parameter, slice} from "../../packages/engine/src/graph/ops.ts";
import {isFloat} from "../../packages/engine/src/weights/weights.ts";
import type {WeightTensor, WeightType} from "../../packages/engine/src/weights/weights.ts";
import {everything} from "./kinds.ts";
import {blocks, blockTypes} from "./random-blocks.ts";
import {difference, floats, TOLERANCE, weight, weightsOf} from "./harness.ts";
import {recordedLaw} from "../replay/replay.ts";

const OUT = 37;
const IN = 512;

async function compare(
  tensor: WeightTensor,
  {
    largestBuffer,
    lengths = [1, 3, 9, 40, 70]
  }: {largestBuffer?: number; lengths?: readonly number[] | undefined} = {}
): Promise<void> {
  const weights = weightsOf(tensor);
  const reference = await createReference({weights});
  const webgpu = await createWebgpu({weights, ...(largestBuffer ? {largestBuffer} : {})});
  const w = parameter("w", [OUT, IN]);
  const ids = input("ids", ["T"], {kind: "given"}, "i32");
  const outputs = {
    forward: linear(input("x", ["T", IN]), w),
    back: linear(input("dy", ["T", OUT]), w, undefined, "in-out"),
    rows: gather(w, ids),
    numbers: mul(slice(w, 0, 3, 4), input("one", [1]))
  };
  const programs = [await reference.compile(outputs), await webgpu.compile(outputs)];
  for (const T of lengths) {
    const feeds = new Map<string, Tensor>([
      ["x", floats([T, IN], 1)],
      ["dy", floats([T, OUT], 2)],
      ["ids", {shape: [T], data: Int32Array.from({length: T}, (_, at) => (at * 7) % OUT)}],
      ["one", {shape: [1], data: Float64Array.of(1)}]
    ]);
    const [want, got] = await Promise.all(programs.map((program) => program.run(feeds, {T})));
    for (const [name, expected] of want!)
      expect(difference(got!.get(name)!, expected), `${name}, T = ${T}`).toBeLessThan(TOLERANCE);
  }
  reference.dispose();
  webgpu.dispose();
}

/** Kinds of whole and of parted blocks that are read every time. */
const first = blockTypes.filter((dtype) => /^q(4_0|6_k)$/.test(dtype));
test.each(first)("%s blocks are read where they lie", (dtype) =>
  compare(blocks("w", dtype, [OUT, IN]))
);

test("scales below half precision's normal numbers are not 0", () =>
  compare(blocks("w", "q5_1", [OUT, IN], false)));

recordedLaw("quantised", "webgpu", () => {
  describe("blocks are read where they lie", () => {
    test.each(blockTypes.filter((dtype) => !first.includes(dtype)))("%s", (dtype) =>
      compare(blocks("w", dtype, [OUT, IN]))
    );
  });

  describe("blocks are read by the kernels a GPU gets", () => {
    afterEach(() => void vi.restoreAllMocks());
    // The kinds that files have most; a software adapter takes seconds for each.
    const usual = blockTypes.filter((dtype) => /^q(4_0|4_k|6_k|8_0)$/.test(dtype));
    test.each(everything ? blockTypes : usual)("%s", (dtype) => {
      vi.spyOn(GPUAdapterInfo.prototype, "isFallbackAdapter", "get").mockReturnValue(false);
      // One position, and more than a tile; a software adapter takes seconds for each of the others.
      return compare(blocks("w", dtype, [OUT, IN]), {lengths: everything ? undefined : [1, 70]});
    });
  });

  describe("what no buffer holds lies in several", () => {
    test.each<WeightType>(["f32", "f16", "bf16", "q4_0", "q6_k"])("%s", (dtype) => {
      const tensor = isFloat(dtype)
        ? weight("w", dtype, [OUT, IN], 5)
        : blocks("w", dtype, [OUT, IN]);
      return compare(tensor, {largestBuffer: Math.ceil(tensor.bytes.length / 3 / 256) * 256});
    });
  });
});

test("a weight of more buffers than kernels read is refused, and the next backend is taken", async () => {
  const weights = weightsOf(blocks("w", "q4_0", [OUT, IN]));
  const options = {weights, largestBuffer: 256};
  await expect(createWebgpu(options)).rejects.toMatchObject({
    code: "memory",
    message: expect.stringMatching(/^weight w takes .* this GPU has room for/)
  });
  const {backend, reason} = await firstOf(["webgpu", "reference"], options);
  expect(backend.name).toBe("reference");
  expect(reason).toContain("weight w takes");
  backend.dispose();
});

test("dispose gives back every buffer: weights, working memory, results and lengths", async () => {
  const create = vi.spyOn(GPUDevice.prototype, "createBuffer");
  const destroyed = new Set<GPUBuffer>();
  vi.spyOn(GPUBuffer.prototype, "destroy").mockImplementation(function (this: GPUBuffer) {
    destroyed.add(this);
    return undefined;
  });
  const weights = weightsOf(blocks("w", "q8_0", [OUT, IN]));
  const webgpu = await createWebgpu({weights, largestBuffer: 8192});
  const program = await webgpu.compile({
    y: mul(linear(input("x", ["T", IN]), parameter("w", [OUT, IN])), input("n", ["T", OUT]))
  });
  for (const T of [2, 30])
    await program.run(
      new Map([
        ["x", floats([T, IN])],
        ["n", floats([T, OUT])]
      ]),
      {T}
    );
  const made = create.mock.results.map(({value}) => value as GPUBuffer);
  expect(made.length).toBeGreaterThan(5);
  program.dispose();
  webgpu.dispose();
  expect(made.filter((buffer) => !destroyed.has(buffer)).map(({label}) => label)).toEqual([]);
  vi.restoreAllMocks();
});
