/** Scores of a text in a page: live, of a continuation, in a cell, and from a record. */
import {afterAll, beforeAll, expect, test} from "vitest";
import {createLibrary} from "../../packages/cells/src/library/library.ts";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {Model} from "../../packages/engine/src/index.ts";
import {all, answered, drawn, show, text, the, until} from "./page.ts";

const prompt = "London is the capital of England";

let engine: Model;
beforeAll(async () => {
  engine = await loadModel("atlas", {backend: "onnx", models: "/models/"});
});
afterAll(() => engine.dispose());

test("live: the engine's scores; colours and the pinned token's alternatives are the reader's own", async () => {
  show(`<ecco-score model="atlas" backend="onnx" prompt="${prompt}" top="3"></ecco-score>`);
  const view = the("ecco-score");
  await answered(view, prompt);
  const want = await engine.score(prompt, {top: 3});
  expect(view.data?.totals.perplexity).toBeCloseTo(want.totals.perplexity, 3);
  expect(view.data?.scores.map((score) => score?.rank)).toEqual(
    want.scores.map((score) => score?.rank)
  );
  expect(text(view, "footer")).toMatch(/perplexity 38\.78/);
  view.value = 6;
  await drawn(view);
  expect(text(view, ".words")).toMatch(/rank 984.* the 68\.5/);
  view.colour = "rank";
  await drawn(view);
  expect(all(view, ".t.r1").length).toBe(want.scores.filter((score) => score?.rank === 1).length);

  // Another window is another question.
  view.window = 5;
  view.stride = 2;
  await until("three windows", () => view.data?.windows === 3);
});

test("a continuation alone is scored, with WebGPU as without; a cell makes the same element", async () => {
  const library = createLibrary();
  const view = library.score({model: "atlas", prompt: "London is the", continuation: " capital"});
  view.backend = "webgpu";
  document.body.replaceChildren(view);
  await answered(view, "London is the");
  const {totals} = await engine.score("London is the", {continuation: " capital"});
  expect(view.data?.provenance.backend).toBe("webgpu");
  expect(view.data?.totals.logprob).toBeCloseTo(totals.logprob, 4);
  expect(view.data?.counted).toEqual([view.data!.tokens.length - 1]);
  expect(all(view, ".t.unscored")).toHaveLength(view.data!.tokens.length - 1);
});
