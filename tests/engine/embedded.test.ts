import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {Model} from "../../packages/engine/src/index.ts";
import {embeddedLaws} from "./embedded-laws.ts";

// Float64 loops are slow: one prompt of each there, and fifty gradients of the two that write.
const everything = process.env["ECCO_EVERYTHING"] === "1";
embeddedLaws("reference", 1, undefined, (name) => everything || name !== "critic");
embeddedLaws("onnx", Infinity);

describe("critic's contrast", () => {
  const prompt =
    "sst2 sentence: I have a well-documented weakness for sci-fi and expected Dune to feed my soul. I didn't expect it to entirely blow my mind.";
  const contrast = {target: " negative", foil: " positive"};
  let model: Model;
  beforeAll(async () => {
    model = await loadModel("critic");
  });
  afterAll(() => model?.dispose());

  test("integrated gradients add up from the pad row and not from zero, and say so", async () => {
    const pad = await model.explain(prompt, {
      ...contrast,
      method: "integrated-gradients",
      baseline: "pad"
    });
    expect(pad.target.value).toBeCloseTo(2.06, 2);
    expect(Math.abs(pad.delta!)).toBeLessThan(0.05);
    const zero = await model.explain(prompt, {
      ...contrast,
      method: "integrated-gradients",
      baseline: "zero"
    });
    expect(Math.abs(zero.delta!)).toBeGreaterThan(5);
  });

  test("occlusion by the unknown token names weak first", async () => {
    const {scores, tokens} = await model.explain(prompt, {
      ...contrast,
      method: "occlusion",
      baseline: "<unk>"
    });
    const top = scores.indexOf(Math.max(...scores));
    expect(tokens[top]!.text).toBe(" weak");
    expect(scores[top]).toBeCloseTo(1.07, 2);
  });
});
