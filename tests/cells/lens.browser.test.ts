/** The lens inside a group: parts, contrast, watched tokens and matrices, as the engine answers them. */
import {afterAll, beforeAll, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {LensTranslators, Model} from "../../packages/engine/src/index.ts";
import {all, answered, drawn, show, text, the, until} from "./page.ts";

const prompt = "The keys to the cabinet";

let engine: Model;
beforeAll(async () => {
  engine = await loadModel("atlas", {backend: "onnx", models: "/models/"});
});
afterAll(() => engine.dispose());

interface Cell {
  readonly entropy: number;
  readonly contrast?: number | null;
}
type Numbers = {readonly cells: readonly (readonly Cell[])[]} | undefined;
const contrasts = (grid: Numbers): unknown =>
  grid?.cells.map((row) => row.map(({contrast}) => contrast?.toFixed(3)));
const entropies = (grid: Numbers): unknown =>
  grid?.cells.map((row) => row.map(({entropy}) => entropy.toFixed(3)));

test("attributes say what is read, compared and watched", async () => {
  show(`<ecco-logit-lens model="atlas" backend="onnx" prompt="${prompt}" contrast=" are, is"
    watch=" were" site="mlp" mode="frozen" top="2"></ecco-logit-lens>`);
  const lens = the("ecco-logit-lens");
  await answered(lens, prompt);
  const options = {
    contrast: [" are", " is"],
    watch: [" were"],
    part: "mlp",
    mode: "frozen",
    top: 2
  } as const;
  expect(contrasts(lens.data)).toEqual(contrasts(await engine.lensGrid(prompt, options)));
  expect(text(lens, ".sub")).toMatch(/^How much the MLP of each layer prefers are\s+to is/);
  expect(all(lens, ".legend .n5")).toHaveLength(1);

  // Shading is the reader's own: nothing is asked again.
  lens.colour = "entropy";
  await drawn(lens);
  expect(text(lens, ".sub")).toContain("would say next");
  expect(text(lens, ".legend")).toContain("bits");

  lens.site = "residual";
  lens.mode = "norm";
  lens.colour = "kl";
  await until("residual", () => lens.data?.layers[0] === "embedding");
  await drawn(lens);
  const last = all(lens, `[data-row="${lens.data!.layers.length - 1}"]`);
  expect(last.every((cell) => cell.matches(".z"))).toBe(true);
});

test("ranks of what MLPs add are asked for, too", async () => {
  show(
    `<ecco-rankings model="atlas" backend="onnx" prompt="${prompt}" site="mlp" produce="2"></ecco-rankings>`
  );
  const ranks = the("ecco-rankings");
  await answered(ranks, prompt);
  const {columns} = await engine.rankings(prompt, {part: "mlp", tokens: 2});
  expect(ranks.data!.columns.map((column) => column.ranks)).toEqual(
    columns.map((column) => column.ranks)
  );
  expect(text(ranks, ".sub")).toMatch(/^1 = MLP of the layer already/);
});

test("with matrices the tuned lens is offered, and asked for without another word", async () => {
  const {width, layers} = engine.info;
  const translator = {
    weight: new Float32Array(width * width),
    bias: new Float32Array(width).fill(1)
  };
  const translators: LensTranslators = Array.from({length: layers}, () => translator);
  show(`<ecco-logit-lens model="atlas" backend="onnx"></ecco-logit-lens>`);
  const lens = the("ecco-logit-lens");
  Object.assign(lens, {translators, prompt});
  await answered(lens, prompt);
  expect(lens.data!.mode).toBe("tuned");
  expect(entropies(lens.data)).toEqual(entropies(await engine.lensGrid(prompt, {translators})));
  expect(lens.choices["mode"]).toContain("jacobian");
  lens.mode = "raw";
  await until("raw", () => lens.data?.mode === "raw");
  expect(lens.state).not.toBe("error");
});

test("an encoder–decoder's stacks are offered, and read", async () => {
  const review = "A good film.";
  show(`<ecco-model src="critic" backend="onnx"><ecco-prompt value="${review}"></ecco-prompt>
    <ecco-logit-lens></ecco-logit-lens><ecco-candidates></ecco-candidates>
    <ecco-direct-logits by="head"></ecco-direct-logits>
    <ecco-ablation stack="cross" layers="0"></ecco-ablation></ecco-model>`);
  const lens = the("ecco-logit-lens");
  await answered(lens, review);
  expect(lens.choices["stack"]).toEqual(["decoder", "encoder", "cross"]);
  expect(lens.data!.tokens).toHaveLength(1);
  lens.stack = "cross";
  await until("cross", () => lens.data?.stack === "cross");
  expect(lens.data!.part).toBe("attention");
  lens.stack = "encoder";
  await until("encoder", () => lens.data?.stack === "encoder");
  await drawn(lens);
  expect(text(lens, ".body")).toContain("film");

  const candidates = the("ecco-candidates");
  await answered(candidates, review);
  expect(text(candidates, ".sub")).toMatch(/^First token of the answer to/);
  const direct = the("ecco-direct-logits");
  await answered(direct, review);
  expect(direct.data!.parts.some(({kind, head}) => kind === "cross" && head === 0)).toBe(true);
  const ablation = the("ecco-ablation");
  await answered(ablation, review);
  expect(ablation.choices["site"]).toEqual(["head", "query", "key", "value", "attention"]);
});
