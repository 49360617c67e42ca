/** Views of neurons in a page: what the engine says of the prompt, of a pinned neuron, and from a trace. */
import {afterAll, beforeAll, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {
  Attribution,
  Model,
  NeuronFactors,
  NeuronWeight
} from "../../packages/engine/src/index.ts";
import {all, answered, drawn, failed, show, text, the, type, until} from "./page.ts";

const prompt = "When Anna came home, she said that [MASK] would open the door.";
const other = "When Anna came home, he said that [MASK] would open the door.";
const tags = ["ecco-factors", "ecco-activations", "ecco-saliency-factors"] as const;
let engine: Model;
beforeAll(
  async () => void (engine = await loadModel("cloze", {backend: "onnx", models: "/models/"}))
);
afterAll(() => engine.dispose());

const close = (got: readonly number[], expected: readonly number[]): void => {
  expect(got).toHaveLength(expected.length);
  const top = Math.max(...expected.map(Math.abs));
  got.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-3 * top));
};
const options = {layers: {from: 3, to: 4}, factors: 4, top: 5} as const;

test("in a model: the engine's numbers, of each new prompt; hover is shared; a pinned neuron is told", async () => {
  show(`<ecco-model src="cloze" backend="onnx">
    <ecco-prompt value="${prompt}"></ecco-prompt>
    <ecco-factors layers="3..4" factors="4"></ecco-factors>
    <ecco-activations layers="3..4" groups="2"></ecco-activations>
    <ecco-saliency-factors method="occlusion" layers="3..4" factors="4"></ecco-saliency-factors>
  </ecco-model>`);
  for (const tag of tags) await answered(the(tag), prompt);
  const factors = the("ecco-factors");
  const expected = await engine.neurons(prompt, options);
  close(
    factors.data!.factors.flatMap(({loadings}) => loadings),
    expected.factors.flatMap(({loadings}) => loadings)
  );
  expect(factors.choices["layers"]).toEqual([
    "all",
    "0..1",
    "2..3",
    "4..5",
    "0",
    "1",
    "2",
    "3",
    "4",
    "5"
  ]);

  const activations = the("ecco-activations");
  const grouped = await engine.neurons(prompt, {
    layers: options.layers,
    factors: 1,
    iterations: 1,
    top: 5,
    group: {clusters: 2}
  });
  close(
    activations.data!.groups!.flatMap(({neurons}) => neurons.flatMap((n) => n.activations)),
    grouped.groups!.flatMap(({neurons}) => neurons.flatMap((n) => n.activations))
  );

  const {attribution, factors: found} = the("ecco-saliency-factors").data!;
  const position = attribution.target.position;
  expect(attribution.tokens[position]!.text).toBe("[MASK]");
  close(attribution.scores, (await engine.explain(prompt, {position, method: "occlusion"})).scores);
  expect(found.factors).toHaveLength(4);

  all(factors, '.t[data-column="3"]')[0]!.dispatchEvent(
    new PointerEvent("pointerover", {bubbles: true, composed: true})
  );
  await until("linked", () => activations.highlight === 3);
  await until("linked", () => the("ecco-saliency-factors").highlight === 3);

  const [{layer, neuron}] = expected.factors[0]!.neurons as [NeuronWeight];
  const pinned = {layer, neuron};
  const before = factors.data!.factors;
  factors.value = {factor: 0, neuron: pinned};
  await until("told", () => factors.data!.detail !== undefined && factors.state === "live");
  await drawn(factors);
  // The same factorisation: nothing was computed again, and given names still fit.
  expect(factors.data!.factors).toBe(before);
  const told = await engine.topTokens(prompt, {...pinned, top: 5, context: 3});
  expect(factors.data!.detail!.strongest.map((firing) => firing.position)).toEqual(
    told.strongest.map((firing) => firing.position)
  );
  expect(text(factors, ".detail")).toContain(`layer ${layer} · ${neuron} fires most at`);

  type(the("ecco-prompt"), other);
  for (const tag of tags) await answered(the(tag), other);
  close(
    factors.data!.factors.flatMap(({loadings}) => loadings),
    (await engine.neurons(other, options)).factors.flatMap(({loadings}) => loadings)
  );
});

test("with more texts they are factorised together, and only the prompt's positions are shared", async () => {
  show(
    `<ecco-factors model="cloze" backend="onnx" prompt="${prompt}" texts="${other} | he said." factors="3" layers="4"></ecco-factors>`
  );
  const view = the("ecco-factors");
  await answered(view, prompt);
  expect(view.data!.texts).toHaveLength(3);
  expect(all(view, ".toks")).toHaveLength(3);
  close(
    view.data!.factors[0]!.loadings,
    (await engine.neurons([prompt, other, "he said."], {layers: 4, factors: 3})).factors[0]!
      .loadings
  );
});

test("what cannot be asked is an error in words", async () => {
  show(`<ecco-model src="cloze" backend="onnx" prompt="he said.">
    <ecco-factors factors="9"></ecco-factors>
    <ecco-activations layers="top"></ecco-activations>
    <ecco-saliency-factors></ecco-saliency-factors>
  </ecco-model>`);
  expect(await failed(the("ecco-factors"))).toMatch(/^factors: got 9 for 5 tokens/);
  expect(await failed(the("ecco-activations"))).toMatch(/^layers: got top, expected "3"/);
  expect(await failed(the("ecco-saliency-factors"))).toMatch(/^nothing to fill/);
});

test("from a trace, without a worker: each view finds its own", async () => {
  const native = globalThis.Worker;
  let workers = 0;
  globalThis.Worker = class extends native {
    constructor(url: string | URL, init?: WorkerOptions) {
      super(url, init);
      workers++;
    }
  };
  const factors: NeuronFactors = await engine.neurons(prompt, {...options, group: {clusters: 2}});
  const attribution: Attribution = await engine.explain(prompt, {method: "occlusion"});
  const results = [attribution, {attribution, factors}, factors];
  const entries = results.map((result) => ({request: {prompt}, result}));
  const url = URL.createObjectURL(
    new Blob([JSON.stringify({format: "ecco-trace", version: 1, model: "cloze", entries})])
  );
  show(tags.map((tag) => `<${tag} src="${url}" prompt="${prompt}"></${tag}>`).join(""));
  for (const tag of tags) {
    const view = the(tag);
    await until(tag, () => view.data !== undefined);
    await drawn(view);
    expect(all(view, ".body [data-row]").length, tag).toBeGreaterThan(factors.tokens.length);
    expect(text(view, ".notice"), tag).toBe("recorded result");
  }
  expect(the("ecco-factors").data).toEqual(factors);
  expect(the("ecco-saliency-factors").data).toEqual({attribution, factors});
  expect(workers).toBe(0);
  globalThis.Worker = native;
  URL.revokeObjectURL(url);
});

test("what is left out is asked of the model, of neurons and of factors beside a map", async () => {
  const quiet = await engine.neurons(prompt, {...options, without: [0, -1]});
  show(`<ecco-model src="cloze" backend="onnx" prompt="${prompt}">
    <ecco-factors layers="3..4" factors="4" without="0 -1"></ecco-factors>
    <ecco-saliency-factors method="occlusion" layers="3..4" factors="4" without="0,-1"></ecco-saliency-factors>
  </ecco-model>`);
  const [factors, both] = [the("ecco-factors"), the("ecco-saliency-factors")];
  for (const view of [factors, both]) await answered(view, prompt);
  for (const data of [factors.data!, both.data!.factors]) {
    expect(data.leftOut!.map(({token}) => token.text)).toEqual(["[CLS]", "[SEP]"]);
    close(
      data.factors.flatMap(({loadings}) => loadings),
      quiet.factors.flatMap(({loadings}) => loadings)
    );
  }
  expect(all(factors, ".t.omitted").map((token) => token.textContent!.trim())).toEqual([
    "[CLS]",
    "[SEP]"
  ]);
  expect(factors.renderRoot.querySelector("footer")!.textContent).toMatch(/left out/);
});
