/** SmolLM2's first state is a hundred times as long as any other from layer 11 on: said, left out, and in no direction. */
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {loadModel, steer, steeringVector} from "../../packages/engine/src/index.ts";
import type {Model} from "../../packages/engine/src/index.ts";
import {absent, smollm2} from "./models.ts";

if (absent) test.skip(absent, () => {});

const text =
  "The capital of France is Paris, and the capital of Germany is Berlin. The cat sat on the mat.";

describe.skipIf(absent)("SmolLM2 on onnx", () => {
  let model: Model;
  beforeAll(async () => {
    model = await loadModel(smollm2, {backend: "onnx"});
  });
  afterAll(() => model?.dispose());

  test("factors without the first token have strengths of one size", async () => {
    const options = {layers: {from: 10, to: 13}, factors: 6};
    const loud = await model.neurons(text, options);
    expect(loud.dominance!.token).toMatchObject({position: 0, text: "The"});
    expect(loud.dominance!.token.share).toBeGreaterThan(0.99);
    expect(loud.relativeErrorOfOthers).toBeGreaterThan(20 * loud.relativeError);
    const found = await model.neurons(text, {...options, without: "first"});
    const strengths = found.factors.map(({strength}) => strength);
    expect(strengths[0]! / strengths.at(-1)!).toBeLessThan(10);
    expect(found.warnings).toEqual([]);
  });

  test("steering by two sentences of one kind writes sound text; by single words it is refused", async () => {
    const direction = await steeringVector(
      model,
      ["I love this, it is wonderful!"],
      ["I hate this, it is terrible!"],
      {layer: 15}
    );
    expect(direction.norm).toBeGreaterThan(30);
    expect(direction.norm).toBeLessThan(50);
    expect(direction.typical).toBeGreaterThan(130);
    expect(direction.typical).toBeLessThan(200);
    const interventions = [steer(direction)];
    const {text: written} = await model.generate("The weather today is", {
      tokens: 12,
      interventions
    });
    expect(written).toMatch(/^(?!.*(\S)\1{3}).*[a-z]{3,} [a-z]{3,}/s);
    await expect(steeringVector(model, ["Love"], ["Hate"], {layer: 15})).rejects.toThrow(
      /^“Love” is one token, and its state at position 0 is 1\d\d × as long as usual states/
    );
    const unlike = await steeringVector(model, ["I love this, it is wonderful!"], ["I hate it"], {
      layer: 15,
      position: "mean"
    });
    expect(unlike.leftOut.map(({of, position}) => [of, position])).toEqual([
      [0, 0],
      [1, 0]
    ]);
    expect(unlike.ratio).toBeLessThan(1);
  });
});
