import {loadModel, type BackendName} from "@ecco/engine";
import {bench, describe} from "vitest";
import {nextPrompt} from "./prompts.ts";

const backends: readonly BackendName[] = ["webgpu", "onnx"];
const models = new Map(
  await Promise.all(
    backends.map(
      async (backend) => [backend, await loadModel("atlas", {backend, models: "/models/"})] as const
    )
  )
);

describe("candidates on atlas, browser (one forward pass)", () => {
  for (const [name, model] of models) {
    bench(name, async () => void (await model.candidates(nextPrompt())), {time: 2000});
  }
});

describe("input × gradient on atlas, browser (one forward, one backward pass)", () => {
  for (const [name, model] of models) {
    bench(
      name,
      async () => void (await model.explain(nextPrompt(), {method: "input-x-gradient"})),
      {time: 2000}
    );
  }
});
