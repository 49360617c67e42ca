/** After a keystroke every view shows the new prompt's numbers, as the engine's reference computes them. */
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {Candidate, Model} from "../../packages/engine/src/index.ts";
import {answered, backends, heathrow, show, the, type, views} from "./page.ts";

const prompt = `${heathrow} London`;
/** Of the largest number: WebGPU and WebAssembly compute in float32. */
const tolerance = 1e-3;

function expectClose(got: readonly number[], expected: readonly number[]): void {
  const top = Math.max(...expected.map(Math.abs));
  expect(got.length).toBe(expected.length);
  got.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(tolerance * top));
}

const ids = (list: readonly {readonly id: number}[]): number[] => list.map(({id}) => id);

/** The likeliest tokens; near the end of the list two may have changed places. */
function expectCandidates(got: readonly Candidate[], expected: readonly Candidate[]): void {
  expect(ids(got.slice(0, 3))).toEqual(ids(expected.slice(0, 3)));
  for (const {id, logit, probability} of got.slice(0, expected.length - 2)) {
    const same = expected.find((candidate) => candidate.id === id)!;
    expectClose([logit], [same.logit]);
    expect(Math.abs(probability - same.probability)).toBeLessThan(tolerance);
  }
}

let reference: Model;
beforeAll(async () => {
  reference = await loadModel("atlas", {backend: "reference", models: "/models/"});
});
afterAll(() => reference.dispose());

describe.each(backends)("on %s", (backend) => {
  test("a word typed at the end reaches every view", async () => {
    show(`<ecco-model src="atlas" backend="${backend}">
      <ecco-prompt value="${heathrow}"></ecco-prompt>
      <ecco-saliency method="integrated-gradients" steps="4" produce="2"></ecco-saliency>
      <ecco-logit-lens></ecco-logit-lens>
      <ecco-candidates></ecco-candidates>
      <ecco-rankings produce="2"></ecco-rankings>
      <ecco-token-strip></ecco-token-strip>
    </ecco-model>`);
    for (const tag of views) await answered(the(tag), heathrow);
    type(the("ecco-prompt"), prompt);
    for (const tag of views) await answered(the(tag), prompt);

    expect(the("ecco-candidates").data!.provenance.backend).toBe(backend);
    expectCandidates(
      the("ecco-candidates").data!.top,
      (await reference.candidates(prompt, {top: 20})).top
    );

    const grid = the("ecco-logit-lens").data!;
    const expected = await reference.lensGrid(prompt);
    expect(grid.layers).toEqual(expected.layers);
    expect(grid.cells[0]).toHaveLength(11);
    for (const [row, cells] of expected.cells.entries())
      for (const [column, cell] of cells.entries()) {
        const got = grid.cells[row]![column]!;
        expect(Math.abs(got.entropy - cell.entropy)).toBeLessThan(tolerance * 13);
        expect(Math.abs(got.top[0]!.probability - cell.top[0]!.probability)).toBeLessThan(
          tolerance
        );
      }

    const ranks = the("ecco-rankings").data!;
    const ranked = await reference.rankings(prompt, {tokens: 2});
    expect(ranks.columns.map(({token}) => token.id)).toEqual(
      ranked.columns.map(({token}) => token.id)
    );
    for (const [i, {probabilities}] of ranked.columns.entries())
      for (const [layer, probability] of probabilities.entries())
        expect(Math.abs(ranks.columns[i]!.probabilities[layer]! - probability)).toBeLessThan(
          tolerance
        );

    const saliency = the("ecco-saliency").data!;
    if (!("attributions" in saliency)) throw new Error("expected produced tokens");
    const index = saliency.attributions.findIndex(Boolean);
    const {target, scores} = saliency.attributions[index]!;
    const {steps} = await reference.generate(prompt, {tokens: 2});
    expect(ids(saliency.produced)).toEqual(steps.map(({token}) => token.id));
    const before = [...saliency.tokens, ...saliency.produced.slice(0, index)];
    const explained = await reference.explain(
      {ids: ids(before)},
      {method: "integrated-gradients", steps: 4, target: target.id!}
    );
    expectClose(scores, explained.scores);

    expect(ids(the("ecco-token-strip").data!.tokens)).toEqual(ids(reference.tokenize(prompt)));
  });

  test("critic's verdict turns with one word, and so do its views", async () => {
    const [weak, inclined] = (
      await (await fetch("/tests/fixtures/embedded/critic.json")).json()
    ).slice(1, 3) as Fixture[];
    show(`<ecco-model src="critic" backend="${backend}">
      <ecco-prompt value="${weak!.prompt}"></ecco-prompt>
      <ecco-saliency method="input-x-gradient" of="logit" produce="1"></ecco-saliency>
      <ecco-candidates></ecco-candidates>
    </ecco-model>`);
    const [saliency, candidates] = [the("ecco-saliency"), the("ecco-candidates")];
    await answered(candidates, weak!.prompt);
    for (const {prompt, next, attribution} of [weak!, inclined!]) {
      type(the("ecco-prompt"), prompt);
      await answered(candidates, prompt);
      await answered(saliency, prompt);
      expectCandidates(candidates.data!.top.slice(0, next.length), next);
      const {data} = saliency;
      if (!data || !("attributions" in data)) throw new Error("expected produced tokens");
      expect(data.produced[0]!.text!.trim()).toBe(next[0]!.text!.trim());
      expectClose(data.attributions[0]!.scores, attribution.input_x_gradient);
    }
  });
});

interface Fixture {
  readonly prompt: string;
  readonly next: readonly Candidate[];
  readonly attribution: {
    readonly input_x_gradient: readonly number[];
    readonly integrated_gradients_50: readonly number[];
  };
}

test("integrated gradients of a logit in a view are those of the committed float64 fixture", async () => {
  const [fixture] = (await (
    await fetch("/tests/fixtures/embedded/atlas.json")
  ).json()) as Fixture[];
  show(`<ecco-saliency model="atlas" backend="onnx" method="integrated-gradients" of="logit" produce="1"
    prompt="${heathrow}"></ecco-saliency>`);
  const view = the("ecco-saliency");
  await answered(view, heathrow);
  if (!view.data || !("attributions" in view.data)) throw new Error("expected produced tokens");
  expectClose(view.data.attributions[0]!.scores, fixture!.attribution.integrated_gradients_50);
});
