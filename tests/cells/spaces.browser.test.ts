/** Similarity, probes, maps and two sides inside a group: the engine's numbers, recorded results, errors in words. */
import {afterAll, beforeAll, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {Model} from "../../packages/engine/src/index.ts";
import {all, answered, drawn, failed, heathrow, show, text, the, type, until} from "./page.ts";

const other = "Gatwick airport is located in the town of";
const texts = ["London is the capital of England.", "Paris is the capital of France."];
const examples = ["key", "dog", "tree", "boy"].flatMap((noun) => [
  {input: `The ${noun} is`, label: "one"},
  {input: `The ${noun}s are`, label: "many"}
]);

let engine: Model;
let cloze: Model;
beforeAll(async () => {
  const options = {backend: "onnx", models: "/models/"} as const;
  [engine, cloze] = await Promise.all([loadModel("atlas", options), loadModel("cloze", options)]);
});
afterAll(() => {
  engine.dispose();
  cloze.dispose();
});

function expectClose(got: readonly number[], expected: readonly number[]): void {
  const top = Math.max(...expected.map(Math.abs));
  expect(got.length).toBe(expected.length);
  got.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-4 * top));
}

test("inside a group each shows what the engine answers, follows the prompt, and shares what is pointed at", async () => {
  show(`<ecco-model src="atlas" backend="onnx">
    <ecco-prompt value="${heathrow}"></ecco-prompt>
    <ecco-token-strip></ecco-token-strip>
    <ecco-similarity texts="${texts.join(" | ")}" measure="cka-debiased"></ecco-similarity>
    <ecco-projection texts="${texts.join(" | ")}" layer="5"></ecco-projection>
    <ecco-compare other-prompt="${other}" method="input-x-gradient"></ecco-compare>
    <ecco-probe pool="last" folds="2" control="off" examples='${JSON.stringify({number: examples})}'></ecco-probe>
  </ecco-model>`);
  const [similarity, projection] = [the("ecco-similarity"), the("ecco-projection")];
  const [compare, probe] = [the("ecco-compare"), the("ecco-probe")];
  for (const view of [similarity, projection, compare]) await answered(view, heathrow);
  await answered(probe, "");

  const inputs = [heathrow, ...texts];
  const compared = await engine.compare(inputs, {measure: "cka-debiased"});
  expectClose(similarity.data!.values.flat() as number[], compared.values.flat());
  const projected = await engine.project(inputs);
  expectClose(projection.data!.layers[6]!.points.flat(), projected.layers[6]!.points.flat());
  expect(projection.data!.layers[6]!.kept).toBeCloseTo(projected.layers[6]!.kept!, 4);
  const probed = await engine.probe(examples, {pool: "last", folds: 2});
  const data = probe.data!;
  const told = "layers" in data ? data : data[0]!;
  expect(told.name).toBe("number");
  expect(told.layers[0]!.control).toBeNull();
  expect(told.layers.map(({accuracy}) => accuracy)).toEqual(
    probed.layers.map(({accuracy}) => accuracy)
  );
  // One token more likely on both sides: there is no other answer to set against it.
  const {a, b} = compare.data!;
  const target = b.candidates!.top[0]!.id;
  expect(a.attribution.target.foil).toBeNull();
  for (const [side, prompt] of [
    [a, heathrow],
    [b, other]
  ] as const)
    expectClose(
      side.attribution.scores,
      (await engine.explain(prompt, {method: "input-x-gradient", target})).scores
    );

  // A word of the second side stands for one of the prompt, and that is pointed at everywhere.
  const strip = the("ecco-token-strip");
  const framed = all(compare, ".t.diff").filter(({textContent}) => textContent.trim() === "town");
  framed[0]!.dispatchEvent(new PointerEvent("pointerover", {bubbles: true, composed: true}));
  await drawn(strip);
  expect(text(strip, ".t.linked")).toBe("city");

  type(the("ecco-prompt"), `${heathrow} London`);
  for (const view of [similarity, projection, compare]) await answered(view, `${heathrow} London`);
  expect(similarity.data!.tokens.length).toBe(compared.tokens.length + 1);
  expect(probe.data).toBe(data);
});

test("another model: its layers are the columns, its reading is the second side", async () => {
  show(`<ecco-similarity model="atlas" backend="onnx" prompt="${heathrow}" with="cloze"></ecco-similarity>
    <ecco-compare model="atlas" backend="onnx" prompt="${heathrow}" other-model="cloze"
      other-prompt="${heathrow} [MASK]." method="saliency"></ecco-compare>
    <ecco-projection model="atlas" backend="onnx" prompt="${heathrow}" method="umap" layer="3" seed="2"></ecco-projection>`);
  const [similarity, compare] = [the("ecco-similarity"), the("ecco-compare")];
  const projection = the("ecco-projection");
  for (const view of [similarity, compare, projection]) await answered(view, heathrow);
  const compared = await engine.compare([heathrow], {with: cloze});
  expect(similarity.data!.with!.model).toBe("cloze");
  expectClose(similarity.data!.values.flat() as number[], compared.values.flat());
  const {target} = compare.data!.b.attribution;
  expect(target.text).toBe("london");
  expect(compare.data!.a.attribution.target.text).toBe(" London");
  const {scores} = await cloze.explain(`${heathrow} [MASK].`, {
    method: "saliency",
    target: "london",
    position: target.position
  });
  expectClose(compare.data!.b.attribution.scores, scores);
  expect(text(compare, ".title")).toBe("Two models");
  expect(projection.data!.layers.map(({layer}) => layer)).toEqual([3]);
  expect(projection.data!.seed).toBe(2);
  expect(projection.choices["layer"]).toHaveLength(9);
});

test("each finds its own in one trace, and no other's", async () => {
  const side = {
    attribution: await engine.explain(heathrow, {method: "saliency"}),
    candidates: await engine.candidates(heathrow, {top: 3})
  };
  const entries = [
    ["explain", side.attribution],
    ["project", await engine.project(texts, {layers: [2]})],
    ["compare", await engine.compare(texts, {layers: [0, 1]})],
    ["probe", await engine.probe(examples, {layers: [0, 1], folds: 2})],
    ["sides", {a: side, b: side}],
    ["lens", await engine.lensGrid("The keys")]
  ].map(([question, result]) => ({request: {question, prompt: heathrow}, result}));
  const trace = JSON.stringify({format: "ecco-trace", version: 1, model: "atlas", entries});
  const src = URL.createObjectURL(new Blob([trace], {type: "application/json"}));
  const tags = [
    "ecco-similarity",
    "ecco-projection",
    "ecco-probe",
    "ecco-compare",
    "ecco-logit-lens",
    "ecco-rankings"
  ] as const;
  show(tags.map((tag) => `<${tag} src="${src}" prompt="${heathrow}"></${tag}>`).join(""));
  for (const tag of tags.slice(0, -1)) {
    const view = the(tag);
    await until(tag, () => view.data !== undefined);
    await drawn(view);
    expect(text(view, ".notice"), tag).toBe("recorded result");
    expect(all(view, ".body [data-row]").length, tag).toBeGreaterThan(0);
  }
  expect(await failed(the("ecco-rankings"))).toMatch(/no recorded result for <ecco-rankings>/);
  URL.revokeObjectURL(src);
});

test("what cannot be answered is said in words; without a second prompt or examples there is nothing to ask", async () => {
  show(`<ecco-model src="atlas" backend="onnx" prompt="${heathrow}">
    <ecco-similarity measure="cosine"></ecco-similarity>
    <ecco-projection method="umap" neighbours="900"></ecco-projection>
    <ecco-probe examples='[{"input": "The keys", "label": "many"}]'></ecco-probe>
    <ecco-compare target=" Londn" other-prompt="${other}"></ecco-compare>
  </ecco-model>`);
  expect(await failed(the("ecco-similarity"))).toMatch(/unknown measure: cosine/);
  expect(await failed(the("ecco-projection"))).toMatch(/neighbours: got 900/);
  expect(await failed(the("ecco-probe"))).toMatch(
    /got 1 kind of label \(many\), expected at least 2/
  );
  expect(await failed(the("ecco-compare"))).toMatch(/Londn/);
  const main = show(`<ecco-model src="atlas" backend="onnx" prompt="${heathrow}">
    <ecco-candidates></ecco-candidates><ecco-compare></ecco-compare><ecco-probe></ecco-probe></ecco-model>`);
  await answered(the("ecco-candidates", main), heathrow);
  for (const tag of ["ecco-compare", "ecco-probe"] as const) {
    expect(the(tag).state).toBeUndefined();
    expect(text(the(tag), ".body")).toMatch(/Nothing (to compare|probed) yet/);
  }
});

test("texts that begin with a space are written into the markup so that they are read back", async () => {
  show("<ecco-projection></ecco-projection>");
  const projection = the("ecco-projection");
  const cities = [" London", " Paris"];
  projection.texts = cities;
  await drawn(projection);
  expect(projection.outerHTML).toContain("&quot; London&quot;");
  show(projection.outerHTML);
  expect(the("ecco-projection").texts).toEqual(cities);
});

test("what is left out is asked of the model, and the points that are left keep their places", async () => {
  show(`<ecco-model src="atlas" backend="onnx">
    <ecco-prompt value="${heathrow}"></ecco-prompt>
    <ecco-token-strip></ecco-token-strip>
    <ecco-similarity without="first"></ecco-similarity>
    <ecco-projection without="first" layer="5"></ecco-projection>
    <ecco-probe pool="mean" folds="2" control="off" without="first" examples='${JSON.stringify(examples)}'></ecco-probe>
  </ecco-model>`);
  const [similarity, projection, probe] = [
    the("ecco-similarity"),
    the("ecco-projection"),
    the("ecco-probe")
  ];
  for (const view of [similarity, projection]) await answered(view, heathrow);
  await answered(probe, "");
  const without = "first";
  const compared = await engine.compare(heathrow, {without});
  expectClose(similarity.data!.values.flat() as number[], compared.values.flat());
  const projected = await engine.project(heathrow, {without});
  expectClose(projection.data!.layers[6]!.points.flat(), projected.layers[6]!.points.flat());
  const told = "layers" in probe.data! ? probe.data : probe.data![0]!;
  expect(told.leftOut).toHaveLength(examples.length);
  // The first point is the second token.
  projection.value = 0;
  projection.dispatchEvent(new Event("input", {bubbles: true}));
  await until("selection", () => the("ecco-token-strip").selected === 1);
});
