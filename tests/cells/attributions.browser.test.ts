/** Saliency by word, the attribution matrix and methods side by side, on a real model: what the engine says is shown. */
import {configure} from "@ecco/cells";
import {afterAll, beforeAll, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {AttributionMethod, Model} from "../../packages/engine/src/index.ts";
import {FakeModel} from "./fake-model.ts";
import {all, answered, drawn, failed, heathrow, show, text, the, type, until} from "./page.ts";

const tolerance = 1e-3;
const close = (got: readonly number[], expected: readonly number[]): void => {
  const top = Math.max(...expected.map(Math.abs));
  expect(got.length).toBe(expected.length);
  got.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(tolerance * top));
};

let engine: Model;
beforeAll(async () => {
  engine = await loadModel("atlas", {backend: "onnx", models: "/models/"});
});
afterAll(() => engine.dispose());

test("words are taken out as wholes by methods that can, and added up for the others", async () => {
  show(`<ecco-saliency model="atlas" backend="onnx" method="occlusion" unit="word" produce="2"
    quality="quick" prompt="${heathrow}"></ecco-saliency>`);
  const view = the("ecco-saliency");
  await answered(view, heathrow);
  const {attributions} = view.data as {attributions: readonly ({groups: unknown} | null)[]};
  const expected = await engine.explain(heathrow, {method: "occlusion", unit: "word"});
  expect(attributions[0]!.groups).toEqual(expected.groups);
  expect(all(view, ".t").map(({textContent}) => textContent.trim())).toContain("Heathrow");
  expect(text(view, ".facts")).toMatch(/loses without the first .* \(random/);
  expect(all(view, 'select[name="method"] option')).toHaveLength(23);
  view.method = "input-x-gradient";
  await until(
    "the other method",
    () =>
      text(view, ".facts") !== "" &&
      view.state === "live" &&
      text(view, "option[selected]").includes("×")
  );
  await drawn(view);
  const {attributions: added} = view.data as typeof view.data & {
    attributions: readonly ({method: string; groups: unknown} | null)[];
  };
  expect(added[0]!).toMatchObject({method: "input-x-gradient", groups: null});
  expect(all(view, ".t")[0]!.textContent.trim()).toBe("Heathrow");
});

test("the matrix has the engine's rows, follows the prompt, and shares what is pinned with saliency", async () => {
  show(`<ecco-model src="atlas" backend="onnx">
    <ecco-prompt value="${heathrow}"></ecco-prompt>
    <ecco-attribution-matrix method="input-x-gradient" produce="3"></ecco-attribution-matrix>
    <ecco-saliency method="input-x-gradient" produce="3"></ecco-saliency>
  </ecco-model>`);
  const [view, saliency] = [the("ecco-attribution-matrix"), the("ecco-saliency")];
  await answered(view, heathrow);
  await answered(saliency, heathrow);
  const check = async (prompt: string): Promise<void> => {
    const expected = await engine.explainAll(prompt, {method: "input-x-gradient", tokens: 3});
    const {rows} = view.data!;
    expect(rows.map(({index}) => index)).toEqual(expected.rows.map(({index}) => index));
    rows.forEach(({scores}, i) => close(scores, expected.rows[i]!.scores));
  };
  await check(heathrow);
  all(view, '[data-row="1"][data-column="4"]')[0]!.click();
  expect(view.value).toEqual({explained: 11, by: 4});
  await until("the same token in saliency", () => saliency.selected === 11);
  all(saliency, '[data-column="6"]')[0]!.dispatchEvent(
    new PointerEvent("pointerover", {bubbles: true, composed: true})
  );
  await until("the column pointed at", () => view.highlight === 6);
  const longer = `${heathrow} London`;
  type(the("ecco-prompt"), longer);
  await answered(view, longer);
  await check(longer);
});

test("a decoder's start token is in the matrix and not in the text", async () => {
  const review = "The film's only weakness is its length.";
  show(`<ecco-model src="critic" backend="onnx"><ecco-prompt value="${review}"></ecco-prompt>
    <ecco-attribution-matrix method="input-x-gradient" produce="2"></ecco-attribution-matrix>
  </ecco-model>`);
  const view = the("ecco-attribution-matrix");
  await answered(view, review);
  const {rows, encoderLength} = view.data!;
  expect(rows[0]!.index).toBe(encoderLength + 1);
  all(view, '[data-row="0"][data-column="0"]')[0]!.click();
  await drawn(view);
  // The first produced token follows the text at once.
  await until("what is selected comes back", () => view.selected === encoderLength + 1);
});

test("methods come one by one, as the engine measures them; one more is added, and one that cannot says why", async () => {
  show(`<ecco-methods model="atlas" backend="onnx" methods="input-x-gradient saliency nonsense"
    prompt="${heathrow}"></ecco-methods>`);
  const view = the("ecco-methods");
  const seen = new Set<number>();
  await until("all rows", () => {
    if (view.data) seen.add(view.data.methods.filter(({attribution}) => attribution).length);
    return view.state === "live";
  });
  await drawn(view);
  expect(seen.size).toBeGreaterThan(1);
  const rows = view.data!.methods;
  for (const {method, attribution} of rows.slice(0, 2)) {
    const expected = await engine.explain(heathrow, {
      method: method as AttributionMethod,
      baseline: "zero",
      quality: "quick"
    });
    close(attribution!.scores, expected.scores);
    close(
      [attribution!.quality!.comprehensiveness, attribution!.quality!.floor.comprehensiveness],
      [expected.quality!.comprehensiveness, expected.quality!.floor.comprehensiveness]
    );
  }
  expect(text(view, ".why")).toMatch(/unknown method: nonsense; one of/);
  const more = all(view, 'select[name="add"]')[0] as HTMLSelectElement;
  more.value = "lrp";
  more.dispatchEvent(new Event("change", {bubbles: true}));
  await until(
    "the fourth row",
    () => view.data!.methods.at(-1)!.attribution !== null && view.state === "live"
  );
  expect(view.data!.methods.map(({method}) => method)).toEqual([
    "input-x-gradient",
    "saliency",
    "nonsense",
    "lrp"
  ]);
});

test("what no method can answer is the view's error, what a model cannot do as well", async () => {
  show(`<ecco-methods model="atlas" backend="onnx" methods="saliency deeplift" target=" Londn"
      prompt="${heathrow}"></ecco-methods>
    <ecco-attribution-matrix model="cloze" backend="onnx" prompt="The [MASK] barks."></ecco-attribution-matrix>`);
  const methods = the("ecco-methods");
  expect(await failed(methods)).toMatch(/Londn/);
  expect(await failed(the("ecco-attribution-matrix"))).toMatch(/does not write/);
  Object.assign(methods, {model: "cloze", target: undefined, prompt: "No mask here."});
  await until("the other error", () => /nothing to fill/.test(methods.message));
});

test("both draw from a trace without a model", async () => {
  const attribution = await engine.explain(heathrow, {method: "saliency", quality: "quick"});
  const entries = [
    {request: {question: "explain", prompt: heathrow}, result: attribution},
    {
      request: {question: "explainAll", prompt: heathrow},
      result: await engine.explainAll(heathrow, {method: "saliency", tokens: 2})
    },
    {
      request: {question: "methods", prompt: heathrow},
      result: {
        tokens: attribution.tokens,
        methods: [{method: "saliency", attribution, error: null}]
      }
    }
  ];
  const trace = JSON.stringify({format: "ecco-trace", version: 1, model: "atlas", entries});
  const fake = new FakeModel();
  configure({load: fake.load});
  const tags = ["ecco-saliency", "ecco-attribution-matrix", "ecco-methods"] as const;
  show(
    tags.map((tag) => `<${tag}><script type="application/json">${trace}</script></${tag}>`).join("")
  );
  for (const tag of tags) {
    const view = the(tag);
    await until(tag, () => view.data !== undefined);
    await drawn(view);
    expect(all(view, ".body [data-row]").length, tag).toBeGreaterThan(9);
  }
  expect(the("ecco-attribution-matrix").data!.rows).toHaveLength(2);
  expect(the("ecco-methods").data!.methods[0]!.attribution!.quality!.floor).toBeDefined();
  expect(fake.loads).toBe(0);
  configure({load: undefined});
});
