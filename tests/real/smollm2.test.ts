/** SmolLM2 from its GGUF file alone, in Node: one prompt, each time. */
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {Model} from "../../packages/engine/src/index.ts";
import {absent, smollm2File} from "./models.ts";
import {heathrow, sameCandidates, sameContinuation, sameTokens} from "./smollm2-laws.ts";

if (absent) test.skip(absent, () => {});

describe.skipIf(absent)("SmolLM2 on onnx, from the GGUF file alone", () => {
  let model: Model;
  beforeAll(async () => {
    model = await loadModel(smollm2File, {backend: "onnx"});
    expect(model.info.backend).toBe("onnx");
  });
  afterAll(() => model?.dispose());

  test("reads texts as the tokens they are", () => sameTokens(model));
  test("the likeliest tokens", () => sameCandidates(model, heathrow));
  test("the continuation", () => sameContinuation(model, heathrow));
});
