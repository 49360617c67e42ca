import {loadModel, type BackendName} from "@ecco/engine";
import {bench, describe} from "vitest";
import {nextPrompt} from "./prompts.ts";

const backends: readonly BackendName[] = ["onnx", "reference"];
const models = new Map(
  await Promise.all(
    backends.map(async (backend) => [backend, await loadModel("atlas", {backend})] as const)
  )
);

describe("candidates on atlas, Node (one forward pass)", () => {
  for (const [name, model] of models) {
    bench(name, async () => void (await model.candidates(nextPrompt())), {time: 1000});
  }
});

describe("input × gradient on atlas, Node (one forward, one backward pass)", () => {
  for (const [name, model] of models) {
    bench(
      name,
      async () => void (await model.explain(nextPrompt(), {method: "input-x-gradient"})),
      {time: 1000}
    );
  }
});

describe("logit lens on atlas, Node (nine readings)", () => {
  for (const [name, model] of models) {
    bench(name, async () => void (await model.lens(nextPrompt())), {time: 1000});
  }
});
