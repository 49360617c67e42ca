/** Attention as a model has it: captured, shared, followed, recorded. */
import {afterAll, beforeAll, expect, test} from "vitest";
import {attentionOf} from "../../packages/cells/src/questions/attention.ts";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {Model} from "../../packages/engine/src/index.ts";
import {answered, drawn, failed, heathrow, show, the, type, until} from "./page.ts";

let reference: Model;
beforeAll(async () => {
  reference = await loadModel("atlas", {backend: "reference", models: "/models/"});
});
afterAll(() => reference.dispose());

test("a model's own weights, of the prompt as it is typed, shared with other views; then from a trace", async () => {
  show(`<ecco-model src="atlas" backend="onnx">
    <ecco-prompt value="${heathrow}"></ecco-prompt>
    <ecco-attention layer="3" head="2"></ecco-attention>
    <ecco-token-strip></ecco-token-strip>
  </ecco-model>`);
  const view = the("ecco-attention");
  const strip = the("ecco-token-strip");
  await answered(view, heathrow);
  const longer = `${heathrow} London`;
  type(the("ecco-prompt"), longer);
  await answered(view, longer);
  await answered(strip, longer);

  const site = "layers.3.attention.pattern";
  const {sites, tokens} = await reference.run(longer, {capture: [site]});
  const {data} = sites.get(site)!;
  const size = tokens.length;
  const shown = view.data!;
  expect(shown.tokens.map(({id}) => id)).toEqual(tokens.map(({id}) => id));
  expect(shown.patterns).toHaveLength(reference.info.layers);
  shown.patterns[3]!.forEach((head, at) =>
    head.forEach((row, query) =>
      row.forEach((weight, key) => {
        expect(Math.abs(weight - data[(at * size + query) * size + key]!)).toBeLessThan(1e-4);
      })
    )
  );
  expect(shown.provenance).toMatchObject({model: "atlas", backend: "onnx", forwards: 1});

  // Pointing is at the token that is looked at, what is pinned is the one that looks.
  const cell = view.renderRoot.querySelector<HTMLElement>('[data-row="7"][data-column="4"]')!;
  cell.dispatchEvent(new PointerEvent("pointerover", {bubbles: true, composed: true}));
  await until("highlight", () => strip.highlight === 4);
  cell.click();
  await until("selection", () => strip.selected === 7);
  expect(view.value).toEqual({layer: 3, head: 2, query: 7, key: 4});

  // All heads of a short text are there: another layer, another look, need no second run.
  view.look = "flow";
  view.layer = 5;
  await drawn(view);
  expect(view.state).toBe("live");
  expect(view.data).toBe(shown);

  const trace = {
    format: "ecco-trace",
    version: 1,
    entries: [{request: {question: "attention", prompt: longer}, result: shown}]
  };
  show(
    `<ecco-attention><script type="application/json">${JSON.stringify(trace)}</script></ecco-attention>`
  );
  await until("recorded", () => the("ecco-attention").data !== undefined);
  expect(the("ecco-attention").data).toEqual(JSON.parse(JSON.stringify(shown)));
});

test("a long text keeps one layer and tells of all; another layer is fetched when it is chosen", async () => {
  // As if it had so many heads that two layers of them fill a run.
  const asked: (readonly string[])[] = [];
  const wide = {
    info: {...reference.info, heads: 20_000},
    tokenize: reference.tokenize.bind(reference),
    run: (...args: Parameters<Model["run"]>) => {
      asked.push(args[1]!.capture!);
      return reference.run(...args);
    }
  };
  const parts: number[] = [];
  const data = await attentionOf(
    wide,
    heathrow,
    {layer: 6},
    {partial: ({away}) => parts.push(away.filter(Boolean).length)}
  );
  expect(asked.flat()[0]).toBe("layers.6.attention.pattern");
  expect(asked.map(({length}) => length)).toEqual([2, 2, 2, 2]);
  expect(parts).toEqual([2, 4, 6]);
  expect(data.away.every(Boolean)).toBe(true);
  expect(data.patterns.map(Boolean)).toEqual([..."00000010"].map((one) => one === "1"));
  asked.length = 0;
  const other = await attentionOf(wide, heathrow, {layer: 2, before: data});
  expect(asked).toEqual([["layers.2.attention.pattern"]]);
  expect(other.patterns.findIndex(Boolean)).toBe(2);
  expect(other.away).toEqual(data.away);
});

test("a decoder looks at what its encoder has read; its tokens are those that follow the text", async () => {
  const review = "The film's only weakness is its length.";
  show(`<ecco-model src="critic" backend="onnx" prompt="${review}">
    <ecco-attention></ecco-attention>
    <ecco-token-strip produce="2"></ecco-token-strip>
  </ecco-model>`);
  const [view, strip] = [the("ecco-attention"), the("ecco-token-strip")];
  await answered(view, review);
  await answered(strip, review);
  const {stack, tokens, keys} = view.data!;
  expect(stack).toBe("cross");
  expect(tokens.map(({text}) => text)).toContain(" negative");
  expect(keys.map(({id}) => id)).toEqual(strip.data!.tokens.map(({id}) => id));
  view.renderRoot.querySelector<HTMLElement>('[data-row="1"][data-column="3"]')!.click();
  await until("selection", () => strip.selected === keys.length);
  const select = view.renderRoot.querySelector<HTMLSelectElement>('select[name="stack"]')!;
  expect([...select.options].map(({value}) => value)).toEqual(["cross", "decoder", "encoder"]);
  select.value = "encoder";
  select.dispatchEvent(new Event("change", {bubbles: true}));
  await until("encoder", () => view.state === "live" && view.data?.stack === "encoder");
  expect(view.data!.tokens).toHaveLength(keys.length);
  expect(view.value).toBeNull();
});

test("what the reader chose of one model does not stand in the way of another", async () => {
  show(`<ecco-model src="atlas" backend="onnx" prompt="The keys">
    <ecco-attention></ecco-attention>
  </ecco-model>`);
  const view = the("ecco-attention");
  await answered(view, "The keys");
  view.renderRoot
    .querySelector<HTMLElement>('[role="radio"][aria-label^="layer 7, head 3"]')!
    .click();
  await drawn(view);
  view.renderRoot.querySelector<HTMLElement>('[data-row="1"]')!.click();
  expect(view.value).toMatchObject({layer: 7, head: 3});
  the("ecco-model").src = "cloze";
  await until("cloze", () => view.state === "live" && view.data?.provenance.model === "cloze");
  expect([view.layer, view.value]).toEqual([undefined, null]);
  expect(view.drawn!.layer).toBeLessThan(6);
});

test("a layer, head or stack that is not there is an error that says which are", async () => {
  show(`<ecco-attention model="atlas" backend="onnx" prompt="The keys" layer="8"></ecco-attention>
    <ecco-attention model="cloze" backend="onnx" prompt="A [MASK]." stack="cross"></ecco-attention>
    <ecco-attention model="cloze" backend="onnx" prompt="A [MASK]." head="9"></ecco-attention>
    <ecco-attention model="cloze" backend="onnx" prompt="A [MASK]." produce="2"></ecco-attention>`);
  const [first, second, third, fourth] = document.querySelectorAll("ecco-attention");
  expect(await failed(first!)).toMatch(/^layer: got 8, expected 0 to 7 for atlas/);
  expect(await failed(second!)).toMatch(/^stack: got cross, expected self for cloze/);
  expect(await failed(third!)).toMatch(/^head: got 9, expected 0 to 5 or mean for cloze/);
  expect(await failed(fourth!)).toMatch(/^generate: a model of kind masked does not write/);
});
