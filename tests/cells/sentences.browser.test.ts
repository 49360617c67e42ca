/** Cosines of texts and why two are alike, in a page: the engine's numbers, on both backends; cells; records. */
import {afterAll, beforeAll, expect, test} from "vitest";
import {createLibrary} from "../../packages/cells/src/library/library.ts";
import {readAlike} from "../../packages/cells/src/recorded/read-alike.ts";
import {readSentences} from "../../packages/cells/src/recorded/read-sentences.ts";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {Model} from "../../packages/engine/src/index.ts";
import recorded from "../viz/data/sentences.json" with {type: "json"};
import {all, answered, backends, drawn, show, text, the, until} from "./page.ts";

const cat = "A cat sits on the mat.";
const texts = ["A kitten is sitting on a rug.", "Stocks fell sharply on Monday."];

let engine: Model;
beforeAll(async () => {
  engine = await loadModel("cloze", {backend: "onnx", models: "/models/"});
});
afterAll(() => engine.dispose());

const close = (got: readonly number[], wanted: readonly number[]): void => {
  expect(got).toHaveLength(wanted.length);
  got.forEach((value, at) => expect(Math.abs(value - wanted[at]!)).toBeLessThan(1e-4));
};

test.each(backends)("on %s the engine's numbers", async (backend) => {
  show(`<ecco-model src="cloze" backend="${backend}">
    <ecco-prompt value="${cat}"></ecco-prompt>
    <ecco-sentences texts="${texts.join(" | ")}"></ecco-sentences>
    <ecco-alike other-prompt="${texts[0]}" unit="token"></ecco-alike>
  </ecco-model>`);
  const [sentences, alike] = [the("ecco-sentences"), the("ecco-alike")];
  await answered(sentences, cat);
  await answered(alike, cat);
  const cosines = await engine.similarities([cat, ...texts]);
  close(sentences.data!.values.flat() as number[], cosines.values.flat());
  expect(text(sentences, "footer")).toMatch(/pooling mean \(assumed\)/);
  const why = await engine.alike(cat, texts[0]!, {unit: "token"});
  close(
    alike.data!.a.units.map(({score}) => score),
    why.a.units.map(({score}) => score)
  );
  close(alike.data!.pairs!.values.flat(), why.pairs!.values.flat());

  // Other parameters are other questions; looks are none.
  sentences.pooling = "cls";
  await until("the first token's state", () => sentences.data?.pooling === "cls");
  alike.look = "pairs";
  await drawn(alike);
  expect(all(alike, ".pairs .c")).toHaveLength(why.a.units.length * why.b.units.length);
  alike.method = "integrated-gradients";
  alike.steps = 8;
  await until("integrated gradients", () => alike.data?.baseline === "mask");
  expect(text(alike, "footer")).toMatch(/scores of A/);
});

test("what is missing is said; a cell makes the same elements; texts are points of a map", async () => {
  const library = createLibrary();
  const model = library.model("cloze", {backend: "onnx"});
  const alone = library.sentences({model, texts: [cat]});
  const many = library.sentences({model, texts: [cat, ...texts]});
  const pair = library.alike({model, prompt: cat, otherPrompt: texts[1]!});
  const map = library.projection({model, points: "texts", texts: [cat, ...texts]});
  document.body.replaceChildren(alone, many, pair, map);
  await until("cosines", () => many.data?.texts.length === 3);
  await answered(pair, cat);
  await until("a map", () => map.data?.points === "texts");
  expect(map.data!.tokens.map((token) => token.text)).toEqual([cat, ...texts]);
  expect(text(map, "header")).toMatch(/Map of texts 3 texts/);
  expect(text(alone, ".body")).toMatch(/Write two texts/);
  expect(await model.embed(cat)).toMatchObject({dimensions: 192, pooling: "mean (assumed)"});
  model.dispose();
});

test("records are read, and what is none of them is not", () => {
  expect(readSentences(recorded.many)).toBe(recorded.many);
  expect(readAlike(recorded.occlusion)).toBe(recorded.occlusion);
  expect(readSentences(recorded.occlusion)).toBeUndefined();
  expect(() => readAlike({...recorded.occlusion, cosine: "high"})).toThrow(/cosine: got "high"/);
});
