/**
 * The kernels a GPU gets: rows and products by whole workgroups with shared memory. A software adapter has others, so
 * the tests tell the backend that this one is none.
 */
import {afterAll, beforeAll, describe, expect, test, vi} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import {productCase, productSizes, rowCase, rowSizes, weightCase, weightSizes} from "./cases.ts";
import {agrees, pairOf} from "./harness.ts";
import {everything} from "./kinds.ts";
import type {Pair} from "./harness.ts";
import {recordedLaw} from "../replay/replay.ts";

let pair: Pair;
beforeAll(async () => {
  vi.spyOn(GPUAdapterInfo.prototype, "isFallbackAdapter", "get").mockReturnValue(false);
  pair = await pairOf();
});
afterAll(() => vi.restoreAllMocks());

test.each(rowSizes)("rows of every width: B %i, T %i, width %i", async (...sizes) => {
  const {outputs, feeds, dims} = rowCase(...sizes);
  await agrees(pair, outputs, feeds, dims);
});

recordedLaw("hardware", "webgpu", () => {
  // A software adapter takes seconds for each: a row, a tile with edges, and more than one tile in every direction.
  const [row, edges, ...more] = productSizes;
  test.each([row, edges, [1, 80, 40, 70], ...(everything ? more : [])] as const)(
    "products of every size: B %i, T %i, K %i, N %i",
    async (...sizes) => {
      const {outputs, feeds, dims} = productCase(...sizes);
      await agrees(pair, outputs, feeds, dims);
    }
  );

  describe.each(["f32", "f16", "bf16"] as const)("%s weights", (dtype) => {
    const sizes = dtype === "f32" || everything ? weightSizes : [weightSizes[1]];
    test.each(sizes)("T %i, K %i, N %i", async (...sizes) => {
      const {weights, outputs, feeds, dims} = weightCase(dtype, ...sizes);
      await agrees(await pairOf(weights), outputs, feeds, dims);
    });
  });

  test.runIf(everything)("atlas: gradient and logits equal the float64 reference's", async () => {
    const prompt = "Heathrow airport is located in the city of";
    const options = {capture: ["logits"], gradientOf: {target: " London"}} as const;
    const [got, want] = await Promise.all(
      (["webgpu", "reference"] as const).map(async (backend) => {
        const model = await loadModel("atlas", {backend, models: "/models/"});
        const trace = await model.run(prompt, options);
        model.dispose();
        return trace;
      })
    );
    for (const [site, {data}] of want!.sites) {
      const other = got!.sites.get(site)!.data;
      let [top, worst] = [0, 0];
      data.forEach((value, at) => {
        top = Math.max(top, Math.abs(value));
        worst = Math.max(worst, Math.abs(value - other[at]!));
      });
      expect(worst, site).toBeLessThan(1e-3 * (site === "logits" ? 1 : top));
    }
  });
});
