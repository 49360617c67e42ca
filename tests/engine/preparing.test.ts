/** Preparing is told, once for each kind of question, and can be stopped. */
import {afterEach, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {BackendName, Model, Preparing} from "../../packages/engine/src/index.ts";

let model: Model | undefined;
afterEach(() => {
  model?.dispose();
  model = undefined;
});
const atlas = async (backend: BackendName): Promise<Model> =>
  (model = await loadModel("atlas", {backend}));

test.each(["onnx", "reference"] as const)(
  "on %s who asks first is told what is prepared, and who asks again nothing",
  async (backend) => {
    const {explain} = await atlas(backend);
    const told: Preparing[] = [];
    const preparing = (state: Preparing): void => void told.push(state);
    const asked = {method: "deeplift", target: " Paris", preparing} as const;
    const map = await explain("The Eiffel Tower is in", asked);
    const [walk, ready] = told.filter(({what}) => what === "DeepLift");
    expect([walk!.done, ready!.done]).toEqual([false, true]);
    expect(walk!.nodes).toBeGreaterThan(1000);
    expect(ready!.nodes).toBe(walk!.nodes);
    expect(map.provenance).not.toHaveProperty("preparing");
    const {length} = told;
    await explain("Another, longer text is here", asked);
    for (const of of ["logit", "logprob", "probability"] as const)
      await explain("The Eiffel Tower is in", {...asked, of, foil: " London"});
    for (const of of ["logprob", "probability"] as const)
      await explain("The Eiffel Tower is", {method: "deeplift", of, span: " in Paris", preparing});
    expect(told.length).toBe(length);
  }
);

test("who stops while a program is prepared gets the reason, and the next question its answer", async () => {
  const {explain, candidates} = await atlas("onnx");
  const stop = new AbortController();
  const preparing = ({what}: Preparing): void => {
    if (what === "DeepLift") stop.abort(new Error("enough"));
  };
  const {signal} = stop;
  await expect(
    explain("The Eiffel Tower is in", {method: "deeplift", preparing, signal})
  ).rejects.toThrow("enough");
  const {top} = await candidates("The Eiffel Tower is in");
  expect(top.length).toBe(10);
  const map = await explain("The Eiffel Tower is in", {method: "deeplift"});
  expect(map.scores.length).toBe(map.tokens.length);
});
