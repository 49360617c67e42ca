/** A notebook's model, with the real engine: questions through a handle, and the event that says what they cost. */
import {createLibrary} from "@ecco/cells";
import type {EngineDetail} from "@ecco/cells";
import {expect, onTestFinished, test} from "vitest";
import {keyOf} from "../../packages/cells/src/questions/answers.ts";
import {answered, backends, failed, heathrow, show, the} from "./page.ts";

const scope = {cell: 1, run: {}};
const ecco = createLibrary({scope: () => scope});
const run = (): void => void (scope.run = {});

test.each(backends)("every question has its answer on %s", async (backend) => {
  const model = ecco.model("atlas", {backend});
  expect(ecco.model("atlas", {backend})).toBe(model);
  const [candidates, generation, attribution, lens, tokens, token, trace] = await Promise.all([
    model.candidates(heathrow, {top: 3}),
    model.generate(heathrow, {tokens: 2}),
    model.explain(heathrow, {method: "input-x-gradient"}),
    model.lens(heathrow, {watch: [" London"]}),
    model.tokenize(heathrow),
    model.token(" London"),
    model.run(heathrow, {capture: ["layers.7.residual"]})
  ]);
  expect(candidates.top.map(({text}) => text)).toEqual([" London", " L", " Paris"]);
  expect(generation.text).toBe(" London.");
  expect(attribution.target.text).toBe(" London");
  expect(lens.layers.at(-1)!.watch[0]).toMatchObject({text: " London", rank: 1});
  expect([tokens.length, token.id]).toEqual([10, 1785]);
  expect(trace.sites.get("layers.7.residual")!.shape).toEqual([
    10,
    (await model.ready()).info.width
  ]);
  expect(candidates.provenance.backend).toBe(backend);
  await expect(model.candidates("")).rejects.toMatchObject({name: "InputError", code: "input"});
});

test("questions about two texts, two models, and changed insides", async () => {
  const model = ecco.model("atlas", {backend: "onnx"});
  const texts = ["The capital of France is", "The capital of Japan is"] as const;
  const {recovered, tokens} = await model.patch(...texts, {target: " Paris"});
  expect(recovered!.at(-1)!.at(-1)).toBeCloseTo(1, 3);
  expect(tokens.length).toBe(5);
  const path = await model.pathPatch(...texts, {from: {site: "mlp", layer: 7}, target: " Paris"});
  expect(path.share).toBeGreaterThan(0);
  const {effects} = await model.ablate(texts[0], {site: "mlp", target: " Paris"});
  expect(effects.length).toBe(8);
  const {parts, target} = await model.directLogits(texts[0]);
  expect(parts.reduce((sum, {value}) => sum + value, 0)).toBeCloseTo(target.value, 2);

  const interventions = [ecco.inhibit({layer: 0, neurons: [0, 1, 2]})];
  const [plain, held] = await Promise.all([
    model.candidates(texts[0]),
    model.candidates(texts[0], {interventions})
  ]);
  expect(held.top[0]!.probability).not.toBe(plain.top[0]!.probability);
  const direction = await ecco.steeringVector(model, ["London"], ["Paris"], {layer: 3});
  expect(direction.vector.length).toBe((await model.ready()).info.width);
  const strong = (coefficient: number) =>
    model.candidates(texts[0], {interventions: [ecco.steer(direction, {coefficient})]});
  const [a, b] = await Promise.all([strong(1), strong(8)]);
  expect(a.top[0]!.logit).not.toBe(b.top[0]!.logit);

  // The same model once more: each layer is like itself.
  const again = ecco.model("atlas", {backend: "reference"});
  const alike = await model.compare([...texts], {with: again, measure: "cka"});
  expect(alike.with!.backend).toBe("reference");
  alike.values.forEach((row, layer) => expect(row[layer]).toBeCloseTo(1, 3));
  await expect(model.compare([...texts], {with: {}})).rejects.toThrow(/a model that this page/);
});

test("matrices that differ in one number are two questions", () => {
  const matrix = new Float32Array(1e4);
  const key = keyOf({translators: [{weight: matrix}]});
  expect(keyOf({translators: [{weight: new Float32Array(1e4)}]})).toBe(key);
  matrix[5000] = 1e-9;
  expect(keyOf({translators: [{weight: matrix}]})).not.toBe(key);
  expect(key.length).toBeLessThan(100);
});

test("a cell that runs again with another prompt keeps its elements, and one that says less resets them", async () => {
  const main = show("");
  const model = ecco.model("atlas", {backend: "onnx"});
  const cell = (prompt: string, options: object): HTMLElementTagNameMap["ecco-saliency"] => {
    run();
    const view = ecco.saliency({model, prompt, method: "input-x-gradient", ...options});
    main.replaceChildren(view);
    return view;
  };
  const view = cell(heathrow, {variant: "detailed", target: " Paris"});
  await answered(view, heathrow);
  expect(view.variant).toBe("detailed");
  expect(view.data && "target" in view.data && view.data.target.text).toBe(" Paris");
  expect(cell(`${heathrow} the`, {target: undefined})).toBe(view);
  await answered(view, `${heathrow} the`);
  expect([view.variant, view.target]).toEqual(["minimal", undefined]);
  expect(view.data && "produced" in view.data).toBe(true);
});

test("an option that is undefined is one that was not said", async () => {
  run();
  const view = ecco.candidates({
    model: ecco.model("atlas", {backend: "onnx"}),
    prompt: heathrow,
    top: undefined
  });
  show("").append(view);
  await answered(view, heathrow);
  expect([view.top, view.data!.top.length]).toEqual([8, 20]);
});

test("ecco-engine says which backend runs, why, and what loading and each run took", async () => {
  const heard: EngineDetail[] = [];
  const hear = (event: Event): void => void heard.push((event as CustomEvent<EngineDetail>).detail);
  document.addEventListener("ecco-engine", hear);
  onTestFinished(() => document.removeEventListener("ecco-engine", hear));
  // A folder of its own, so that it is loaded anew.
  show(`<ecco-model src="atlas" backend="onnx" models="/models/./"><ecco-prompt value="${heathrow}"></ecco-prompt>
    <ecco-candidates></ecco-candidates></ecco-model>`);
  const view = the("ecco-candidates");
  await answered(view, heathrow);
  const {weights} = (await ecco.model("atlas", {backend: "onnx"}).ready()).info;
  const facts = {weights, backend: "onnx", reason: "asked for", model: "atlas", notice: null};
  expect(heard).toHaveLength(2);
  for (const detail of heard) {
    expect(detail).toMatchObject(facts);
    expect(detail.milliseconds).toBeGreaterThan(0);
  }
  expect(heard[1]!.milliseconds).toBe(view.data!.provenance.milliseconds);
  the("ecco-model").setAttribute("backend", "quantum");
  await failed(view);
  expect(heard).toHaveLength(2);
});
