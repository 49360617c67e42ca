/** Texts as a model writes them: streamed, drawn again, stopped, filled, searched, recorded. */
import {afterAll, beforeAll, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {Generation, Model} from "../../packages/engine/src/index.ts";
import {all, answered, drawn, failed, show, the, until} from "./page.ts";

let reference: Model;
beforeAll(async () => {
  reference = await loadModel("atlas", {backend: "reference", models: "/models/"});
});
afterAll(() => reference.dispose());

const ids = ({steps}: Pick<Generation, "steps">): number[] => steps.map(({token}) => token.id);

/** Goes on for longer than a sentence of few words, at whose end the model ends. */
const walk = "When Mary and John went";

test("a text is the engine's, is shared, and is drawn again when the reader asks", async () => {
  show(`<ecco-model src="atlas" backend="onnx" prompt="${walk}">
    <ecco-generation produce="5"></ecco-generation>
    <ecco-candidates></ecco-candidates>
  </ecco-model>`);
  const view = the("ecco-generation");
  await answered(view, walk);
  const greedy = await reference.generate(walk, {tokens: 5});
  expect(ids(view.data!)).toEqual(ids(greedy));
  expect(view.data!.stopped).toEqual(greedy.stopped);
  view.data!.steps.forEach(({probability}, step) =>
    expect(Math.abs(probability - greedy.steps[step]!.probability)).toBeLessThan(1e-3)
  );
  expect(all(view, ".again")).toHaveLength(0);

  const token = view.renderRoot.querySelector<HTMLElement>(".t.out:last-of-type")!;
  token.click();
  expect(view.value?.node).toBeNull();

  view.temperature = 1.5;
  view.seed = 3;
  await until("drawn", () => view.state === "live" && view.data?.seed === 3);
  const first = await reference.generate(walk, {tokens: 5, temperature: 1.5, seed: 3});
  expect(ids(view.data!)).toEqual(ids(first));
  await drawn(view);
  all(view, ".again .btn")[0]!.click();
  await until("drawn again", () => view.state === "live" && view.data?.seed === 4);

  view.temperature = 0;
  view.beams = 2;
  await until("searched", () => view.state === "live" && view.data?.tree !== undefined);
  const searched = await reference.generate(walk, {tokens: 5, beams: 2});
  expect(ids(view.data!)).toEqual(ids(searched));
  await drawn(view);
  expect(all(view, ".node")).toHaveLength(searched.tree!.length);
  expect(all(view, ".again")).toHaveLength(0);

  const trace = JSON.stringify({
    format: "ecco-trace",
    version: 1,
    entries: [
      {
        request: {question: "explain", prompt: walk},
        result: await reference.explain(walk, {method: "saliency"})
      },
      {request: {question: "generate", prompt: walk}, result: searched}
    ]
  }).replaceAll("<", "\\u003c");
  show(
    `<ecco-generation><script type="application/json">${trace}</script></ecco-generation>
    <ecco-saliency><script type="application/json">${trace}</script></ecco-saliency>`
  );
  await until("recorded", () => the("ecco-generation").data !== undefined);
  expect(the("ecco-generation").data!.leaf).toBe(searched.leaf);
  await until("its own", () => the("ecco-saliency").data !== undefined);
});

test("a text comes token by token, and Stop keeps what has come", async () => {
  show(
    `<ecco-generation model="atlas" backend="onnx" prompt="The river" produce="90" temperature="3" seed="1"></ecco-generation>`
  );
  const view = the("ecco-generation");
  await until("some", () => (view.data?.steps.length ?? 0) > 2);
  view.dispatchEvent(new CustomEvent("ecco-action", {detail: {name: "stop"}}));
  await until("stopped", () => view.state === "stale");
  const kept = view.data!.steps.length;
  expect(kept).toBeLessThan(90);
  await drawn(view);
  expect(all(view, ".t.out")).toHaveLength(kept);
});

test("masks are filled, and where there is none the error says what to write", async () => {
  const prompt = "The [MASK] of France is [MASK].";
  show(`<ecco-generation model="cloze" backend="onnx" prompt="${prompt}"></ecco-generation>
    <ecco-generation model="cloze" backend="onnx" prompt="A film."></ecco-generation>`);
  const [filled, refused] = document.querySelectorAll("ecco-generation");
  await answered(filled!, prompt);
  expect(filled!.data!.steps.map(({position}) => position)).toEqual([2, 6]);
  expect(all(filled!, ".t.made")).toHaveLength(2);
  expect(await failed(refused!)).toMatch(/^nothing to fill: expected \[MASK\] in the text/);
});
