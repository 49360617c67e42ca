import {expect, test} from "vitest";
import {denseOf} from "../../packages/engine/src/analysis/dense.ts";
import {nmf} from "../../packages/engine/src/analysis/nmf/nmf.ts";
import expected from "../fixtures/analysis/nmf.json";
import {positive} from "./tables.ts";

test("a page gets the same numbers", async () => {
  const {x, error, n_iter: iterations} = expected.golden;
  const found = await nmf(denseOf(x), {factors: 3, init: "random", iterations: 500});
  expect(found.error).toBeCloseTo(error, 8);
  expect(found.iterations).toBe(iterations);
});

test("a page is drawn while it computes", async () => {
  let [frames, over] = [0, false];
  const draw = (): void => {
    frames++;
    if (!over) requestAnimationFrame(draw);
  };
  requestAnimationFrame(draw);
  await nmf(positive(600, 300, 1), {factors: 8, tolerance: 0, iterations: 60});
  over = true;
  // Work without breaks would leave time for one.
  expect(frames).toBeGreaterThan(3);
});
