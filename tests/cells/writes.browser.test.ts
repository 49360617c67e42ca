/** What a pinned part speaks for, beside the picture: the engine's tokens, of the text that is shown. */
import {afterAll, beforeAll, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {Model, WritesOptions} from "../../packages/engine/src/index.ts";
import {all, answered, drawn, show, text, the, type, until} from "./page.ts";

const clean = "The keys";
const attributes = `target=" are" foil=" is"`;

let engine: Model;
beforeAll(async () => {
  engine = await loadModel("atlas", {backend: "onnx", models: "/models/"});
});
afterAll(() => engine.dispose());

interface Told {
  readonly writes?: {readonly promotes: readonly {readonly id: number}[]} | undefined;
}
const idsOf = (view: Told): readonly number[] => view.writes!.promotes.map(({id}) => id);
const wanted = async (prompt: string, options: WritesOptions): Promise<readonly number[]> =>
  (await engine.writes(prompt, {...options, top: 8})).promotes.map(({id}) => id);

test("each view tells it of the pinned part, anew for another text", async () => {
  show(`<ecco-model src="atlas" backend="onnx">
    <ecco-prompt value="${clean}"></ecco-prompt>
    <ecco-direct-logits ${attributes}></ecco-direct-logits>
    <ecco-patching corrupt="The key" site="mlp" ${attributes}></ecco-patching>
    <ecco-ablation ${attributes} layers="3..4" heads="3" with="mean"></ecco-ablation>
    <ecco-attention layer="3" head="2"></ecco-attention>
  </ecco-model>`);
  const [direct, patching, ablation, attention] = [
    the("ecco-direct-logits"),
    the("ecco-patching"),
    the("ecco-ablation"),
    the("ecco-attention")
  ];
  for (const view of [direct, patching, ablation, attention]) await answered(view, clean);
  const {length} = engine.tokenize(clean);
  expect([direct.writes, patching.writes, ablation.writes]).toEqual([
    undefined,
    undefined,
    undefined
  ]);
  direct.value = {kind: "attention", layer: 4, head: null, neuron: null};
  patching.value = {layer: 5, position: 1, head: null};
  ablation.value = {layer: 3, unit: 3};
  await until("all told", () =>
    [direct, patching, ablation, attention].every(({writes}) => writes !== undefined)
  );
  expect(idsOf(direct)).toEqual(await wanted(clean, {site: "attention", layer: 4}));
  expect(idsOf(patching)).toEqual(await wanted(clean, {site: "mlp", layer: 5, position: 1}));
  expect(idsOf(ablation)).toEqual(await wanted(clean, {site: "head", layer: 3, head: 3}));
  expect(idsOf(attention)).toEqual(
    await wanted(clean, {site: "head", layer: 3, head: 2, position: length - 1})
  );
  await drawn(ablation);
  expect(text(ablation, ".words")).toMatch(/^head 3 of layer 3 at position 1 speaks for/);

  // Nothing pinned, nothing told; another text is read anew.
  ablation.value = null;
  await drawn(ablation);
  expect(all(ablation, ".words")).toEqual([]);
  const before = direct.writes;
  type(the("ecco-prompt"), "The dogs");
  await answered(direct, "The dogs");
  await until("told anew", () => direct.writes !== undefined && direct.writes !== before);
  expect(idsOf(direct)).toEqual(await wanted("The dogs", {site: "attention", layer: 4}));
});
