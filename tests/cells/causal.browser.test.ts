/** Direct logit attribution, patching and ablation inside a group: the engine's numbers, recorded results, errors in words. */
import {createLibrary} from "@ecco/cells";
import {afterAll, beforeAll, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {Model} from "../../packages/engine/src/index.ts";
import {all, answered, drawn, failed, show, text, the, type, until} from "./page.ts";

// Short: patching runs once for each layer and position.
const clean = "The keys";
const corrupt = "The key";
const pair = {target: " are", foil: " is"};
const attributes = `target=" are" foil=" is"`;

let engine: Model;
beforeAll(async () => {
  engine = await loadModel("atlas", {backend: "onnx", models: "/models/"});
});
afterAll(() => engine.dispose());

function expectClose(got: readonly number[], expected: readonly number[]): void {
  const top = Math.max(...expected.map(Math.abs));
  expect(got.length).toBe(expected.length);
  got.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-4 * top));
}

test("inside a group each shows what the engine answers, and follows the prompt", async () => {
  show(`<ecco-model src="atlas" backend="onnx">
    <ecco-prompt value="${clean}"></ecco-prompt>
    <ecco-direct-logits ${attributes}></ecco-direct-logits>
    <ecco-patching corrupt="${corrupt}" ${attributes}></ecco-patching>
    <ecco-ablation ${attributes} layers="3..4" heads="3" with="mean"></ecco-ablation>
  </ecco-model>`);
  const direct = the("ecco-direct-logits");
  const patching = the("ecco-patching");
  const ablation = the("ecco-ablation");
  for (const view of [direct, patching, ablation]) await answered(view, clean);

  const parts = await engine.directLogits(clean, pair);
  const values = (list: typeof parts.parts): number[] => list.map(({value}) => value);
  expectClose(values(direct.data!.parts), values(parts.parts));
  expect(all(direct, ".body [data-row]")).toHaveLength(parts.parts.length + 1);

  const patched = await engine.patch(clean, corrupt, {...pair, gradient: true});
  expectClose(patching.data!.recovered!.flat(), patched.recovered!.flat());
  expectClose(patching.data!.approximation!.flat(), patched.approximation!.flat());
  expect(text(patching, ".sub")).toContain("keys");

  const ablated = await engine.ablate(clean, {...pair, layers: [3, 4], heads: [3], with: "mean"});
  expect(ablation.data!.layers).toEqual([3, 4]);
  expectClose(ablation.data!.effects.flat(), ablated.effects.flat());

  // Another grain is another question; a head that is pinned is the element's value.
  direct.by = "head";
  await until("heads", () => direct.data?.by === "head");
  await drawn(direct);
  all(direct, '[data-row="4"][data-column="3"]')[0]!.click();
  expect(direct.value).toEqual({kind: "attention", layer: 4, head: 3, neuron: null});

  type(the("ecco-prompt"), "The dogs");
  for (const view of [direct, patching, ablation]) await answered(view, "The dogs");
  expect(text(patching, ".sub")).toContain("dogs");
});

test("each finds its own in one trace, and no other's", async () => {
  const entries = [
    ["ablate", await engine.ablate(clean, {...pair, layers: [2], heads: [0, 1]})],
    ["patch", await engine.patch(clean, corrupt, {...pair, site: "mlp"})],
    ["directLogits", await engine.directLogits(clean, {...pair, by: "neuron", top: 3})]
  ].map(([question, result]) => ({request: {question, prompt: clean}, result}));
  const trace = JSON.stringify({format: "ecco-trace", version: 1, model: "atlas", entries});
  const src = URL.createObjectURL(new Blob([trace], {type: "application/json"}));
  const tags = ["ecco-direct-logits", "ecco-patching", "ecco-ablation"] as const;
  show(tags.map((tag) => `<${tag} src="${src}" prompt="${clean}"></${tag}>`).join(""));
  for (const tag of tags) {
    const view = the(tag);
    await until(tag, () => view.data !== undefined);
    await drawn(view);
    expect(text(view, ".notice"), tag).toBe("recorded result");
    expect(all(view, ".body [data-row]").length, tag).toBeGreaterThan(1);
  }
  URL.revokeObjectURL(src);
});

test.each([
  ["no corrupt text", "", /^corrupt: got no text, expected one of as many tokens/],
  ["texts of two lengths", `corrupt="key"`, /^clean and corrupt: got 2 and \d tokens/],
  [
    "a site there is not",
    `corrupt="${corrupt}" site="heads"`,
    /^unknown site: heads\s+one of residual/
  ]
])("%s: an error in words", async (_, given, words) => {
  show(`<ecco-patching model="atlas" backend="onnx" clean="${clean}" ${given}></ecco-patching>`);
  expect(await failed(the("ecco-patching"))).toMatch(words);
});

test("cells make them: the clean text is the prompt", () => {
  const ecco = createLibrary();
  const patching = ecco.patching({model: "atlas", clean, corrupt, site: "head"});
  expect([patching.prompt, patching.corrupt, patching.site]).toEqual([clean, corrupt, "head"]);
  expect(ecco.directLogits({by: "neuron"}).by).toBe("neuron");
  expect(ecco.ablation({with: "mean", layers: [1]}).layers).toEqual([1]);
});
