/** SmolLM2 from its GGUF file alone in Chromium: WebAssembly, and one prompt on WebGPU. */
import {afterAll, beforeAll, describe, expect, inject, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {Model} from "../../packages/engine/src/index.ts";
import {heathrow, sameCandidates, sameContinuation, sameTokens} from "./smollm2-laws.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Folder of published models, or null. */
    published: string | null;
  }
}

const folder = inject("published");
const absent = folder === null;
const reason = "no ../shared/models: what needs a published model is not tested here";
if (absent) test.skip(reason, () => {});

const file = `/@fs${folder}/smollm2-135m-instruct/SmolLM2-135M-Instruct.Q4_1.gguf`;

describe.skipIf(absent).each(["onnx", "webgpu"] as const)("SmolLM2 on %s", (backend) => {
  let model: Model;
  beforeAll(async () => {
    model = await loadModel(file, {backend});
    expect(model.info.backend).toBe(backend);
  });
  afterAll(() => model?.dispose());

  test("reads texts as the tokens they are", () => sameTokens(model));
  test("finds the likeliest tokens", () => sameCandidates(model, heathrow));
  if (backend === "onnx")
    test("goes on as the reference does", () => sameContinuation(model, heathrow));
});
