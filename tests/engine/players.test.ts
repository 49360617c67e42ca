/** Words, sentences and groups as players, the laws of their values, and what is told of a map's quality. */
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {loadModel, spearman} from "../../packages/engine/src/index.ts";
import type {Attribution, ExplainOptions, Model, Unit} from "../../packages/engine/src/index.ts";
import {kernelShap} from "../../packages/engine/src/explain/attribution/methods/kernel-shap.ts";
import {occlusion} from "../../packages/engine/src/explain/attribution/methods/occlusion.ts";
import {owen} from "../../packages/engine/src/explain/attribution/methods/owen.ts";
import {shapley} from "../../packages/engine/src/explain/attribution/methods/shapley.ts";
import {qualityOf} from "../../packages/engine/src/explain/attribution/quality.ts";
import {add, mul, scale, slice, tanh} from "../../packages/engine/src/graph/ops.ts";
import type {Node} from "../../packages/engine/src/graph/node.ts";
import {difference} from "./numbers.ts";
import {fixture} from "./oracle.ts";
import {scored, taskOf} from "./toy.ts";

const sum = (list: readonly number[]): number => list.reduce((total, x) => total + x, 0);

describe("atlas", () => {
  const text = "It rains. The capital of Frankreich is";
  let model: Model;
  beforeAll(async () => {
    model = await loadModel("atlas", {backend: "onnx"});
  });
  afterAll(() => model?.dispose());
  const explain = (options: ExplainOptions): Promise<Attribution> =>
    model.explain(text, {target: " Paris", baseline: "zero", ...options});

  const expected: readonly (readonly [Unit, readonly string[]])[] = [
    ["word", ["It", " rains", ".", " The", " capital", " of", " Frankreich", " is"]],
    ["sentence", ["It rains.", " The capital of Frankreich is"]]
  ];
  test.each(expected)(
    "a %s is what readers call one, and is taken out whole",
    async (unit, want) => {
      const {groups, tokens} = await explain({method: "occlusion", unit});
      expect(groups!.map((group) => group.text)).toEqual(want);
      expect(groups!.flatMap((group) => group.tokens)).toEqual(tokens.map((_, at) => at));
      for (const group of groups!) {
        const alone = await explain({method: "occlusion", groups: [group.tokens]});
        expect(group.score).toBeCloseTo(alone.groups![0]!.score, 4);
      }
    }
  );

  test("methods that score tokens add up a word's; those that take out score the word", async () => {
    const [byToken, byWord] = [
      await explain({method: "integrated-gradients", steps: 20}),
      await explain({method: "integrated-gradients", steps: 20, unit: "word"})
    ];
    for (const {tokens, score} of byWord.groups!)
      expect(score).toBeCloseTo(sum(tokens.map((at) => byToken.scores[at]!)), 4);
    const {groups, scores, delta} = await explain({method: "shapley", unit: "word"});
    expect(Math.abs(delta!)).toBeLessThan(1e-4);
    // A word's share is spread over its tokens.
    for (const {tokens, score} of groups!)
      for (const at of tokens) expect(scores[at]).toBeCloseTo(score / tokens.length, 12);
  });

  test("a window of occlusion slides over neighbours", async () => {
    const {scores} = await explain({method: "occlusion", window: 2});
    const count = scores.length;
    const pairs = await Promise.all(
      Array.from({length: count - 1}, async (_, at) => {
        const {groups} = await explain({method: "occlusion", groups: [[at, at + 1]]});
        return groups![0]!.score;
      })
    );
    for (const [at, score] of scores.entries()) {
      const own = pairs.slice(Math.max(0, at - 1), at + 1);
      expect(score).toBeCloseTo(sum(own) / own.length, 4);
    }
  });

  const refused: readonly (readonly [ExplainOptions, RegExp])[] = [
    [{groups: [[0, 1], [1]]}, /token 1 is in two of them/],
    [{groups: [[99]]}, /got token 99, expected whole numbers from 0 to/],
    [{groups: [[]]}, /got an empty one/],
    [{steps: 0}, /steps: got 0, expected a whole number of at least 1/],
    [{noise: -1, method: "smooth-grad"}, /noise: got -1/],
    [{window: 1.5, method: "occlusion"}, /window: got 1.5/],
    [{layer: 8, method: "guided-grad-cam"}, /layer/],
    [{baseline: "mask"}, /no such token/],
    [{baseline: []}, /an empty list/],
    [{baseline: {text: "one two"}}, /baseline prompt: got 2 tokens/],
    [{reduce: "max" as "sum"}, /unknown reduction: max/],
    [{quadrature: "simpson" as "trapezoid", method: "integrated-gradients"}, /unknown quadrature/]
  ];
  test.each(refused)("%o is refused", async (options, message) => {
    await expect(explain(options)).rejects.toThrow(message);
  });

  describe("quality", () => {
    const bins = [0.01, 0.05, 0.1, 0.2, 0.5];
    /** What f loses without these tokens, one question each. */
    const lost = async (tokens: readonly number[]): Promise<number> =>
      tokens.length === 0
        ? 0
        : (await explain({method: "occlusion", groups: [tokens]})).groups![0]!.score;

    // Relevance explains the logits; how good its order is is measured by the log-probability all the same.
    test.each(["deeplift", "attn-lrp"] as const)(
      "comprehensiveness and sufficiency of %s are what their names say",
      async (method) => {
        const map = await explain({method, quality: "quick"});
        const {quality, scores} = map;
        expect(quality!.bins).toEqual(bins);
        const order = scores.map((_, at) => at).toSorted((a, b) => scores[b]! - scores[a]!);
        const first = bins.map((share) => order.slice(0, Math.ceil(share * order.length)));
        const without = await Promise.all(first.map(lost));
        const alone = await Promise.all(
          first.map((top) => lost(order.filter((at) => !top.includes(at))))
        );
        expect(quality!.comprehensiveness).toBeCloseTo(sum(without) / bins.length, 4);
        expect(quality!.sufficiency).toBeCloseTo(sum(alone) / bins.length, 4);
        expect([quality!.ceiling, quality!.infidelity, quality!.agreement]).toEqual([
          null,
          null,
          null
        ]);
      }
    );

    test("full: a ceiling above the floor, and agreement by rank", async () => {
      const {quality, scores} = await explain({method: "deeplift", quality: "full"});
      const {floor, ceiling, agreement, soft, infidelity, sensitivity} = quality!;
      expect(ceiling!.comprehensiveness).toBeGreaterThan(floor.comprehensiveness);
      expect(ceiling!.sufficiency).toBeLessThan(floor.sufficiency);
      const {scores: others} = await explain({method: "occlusion"});
      expect(agreement!.occlusion).toBeCloseTo(spearman(scores, others), 9);
      expect(agreement!.deeplift).toBeUndefined();
      expect([soft!.comprehensiveness, infidelity, sensitivity].every(Number.isFinite)).toBe(true);
    });

    test("the same seed, the same figures; another seed, another floor", async () => {
      const quick = async (seed: number) =>
        (await explain({method: "input-x-gradient", quality: "quick", seed})).quality!;
      const [a, b, c] = [await quick(1), await quick(1), await quick(2)];
      expect(b).toEqual(a);
      expect(c.floor).not.toEqual(a.floor);
      expect(c.comprehensiveness).toBe(a.comprehensiveness);
    });
  });
});

test("sequential integrated gradients are what occluding each token changes", async () => {
  const model = await loadModel(fixture("attribution/gpt2"), {dtype: "float64"});
  const input = {ids: [7, 31, 12, 64]};
  const explained = async (options: ExplainOptions) =>
    (await model.explain(input, {target: 33, baseline: "mean", ...options})).scores;
  const sequential = await explained({method: "sequential-integrated-gradients", steps: 50});
  expect(difference(sequential, await explained({method: "occlusion"}))).toBeLessThan(1e-6);
  model.dispose();
});

describe("Shapley's axioms, on toys", () => {
  const part = (x: Node, at: number): Node => slice(x, 1, at, at + 1);
  /** The first two change places without a difference, the fourth says nothing. */
  const toy = (x: Node): Node =>
    add(mul(tanh(part(x, 0)), tanh(part(x, 1))), add(scale(part(x, 2), 3), scale(part(x, 3), 0)));
  const x = [0.7, 0.7, -0.4, 9];

  test.each([
    ["shapley", shapley],
    ["kernel-shap", kernelShap],
    ["owen", owen]
  ] as const)("%s: symmetry, dummy, efficiency", async (_, method) => {
    const [a, b, c, d] = (await scored(method, await taskOf(toy, x))) as [
      number,
      number,
      number,
      number
    ];
    expect(a).toBeCloseTo(b, 9);
    expect(c).toBeCloseTo(-1.2, 9);
    expect(d).toBeCloseTo(0, 9);
    expect(a + b + c + d).toBeCloseTo(Math.tanh(0.7) ** 2 - 1.2, 9);
  });

  test("drawn values come with errors that hold, and add up", async () => {
    // Twelve players in four threes: what a three says, it says with all of them or not at all.
    const numbers = Array.from({length: 12}, (_, at) => 0.3 + 0.17 * at);
    const three = (at: number): number[] => [0, 1, 2].map((own) => 3 * Math.floor(at / 3) + own);
    const game = (node: Node): Node =>
      [0, 3, 6, 9]
        .map((first) =>
          three(first)
            .map((at) => tanh(part(node, at)))
            .reduce(mul)
        )
        .reduce(add);
    const exact = numbers.map(
      (_, at) => three(at).reduce((product, own) => product * Math.tanh(numbers[own]!), 1) / 3
    );
    const drawn = async (samples: number) => {
      const {rows, errors} = await shapley(await taskOf(game, numbers, {samples, seed: 3}));
      return {shares: rows.map(([share]) => share!), errors: errors!};
    };
    const [few, many] = [await drawn(16), await drawn(400)];
    for (const {shares, errors} of [few, many]) {
      expect(sum(shares)).toBeCloseTo(sum(exact), 9);
      const far = shares.filter((share, at) => Math.abs(share - exact[at]!) > 3 * errors[at]!);
      expect(far).toEqual([]);
    }
    // Errors shrink with the root of the draws.
    expect(sum(many.errors) / sum(few.errors)).toBeCloseTo(1 / 5, 1);
  });
});

test("of a sum, its own parts are the faithful map: no infidelity, its own ceiling, moved no more than its rows", async () => {
  const weights = [2, -1, 0.5, 3];
  const x = [1, 4, -2, 0.5];
  const task = await taskOf((node, layer) => layer(node, [weights]), x);
  const parts = x.map((own, at) => own * weights[at]!);
  const measured = (scores: readonly number[]) =>
    qualityOf({
      task,
      method: "occlusion",
      scores,
      full: true,
      scored: (_, asked) => scored(occlusion, asked)
    });
  const [faithful, silent] = [await measured(parts), await measured([0, 0, 0, 0])];
  expect(faithful.infidelity).toBeLessThan(1e-24);
  // Half of the players on average: the mean square of what a random half says.
  expect(silent.infidelity).toBeGreaterThan(1);
  expect(faithful.ceiling).toEqual({
    comprehensiveness: faithful.comprehensiveness,
    sufficiency: faithful.sufficiency
  });
  // Bins of one, one, one, one and two players; the first two are worth 2 and 1.5 of −1.5.
  expect(faithful.comprehensiveness).toBeCloseTo((4 * 2 + 3.5) / 5, 12);
  expect(faithful.sufficiency).toBeCloseTo((4 * (-1.5 - 2) + (-1.5 - 3.5)) / 5, 12);
  expect(faithful.agreement!.deeplift).toBeCloseTo(1, 12);
  const [size, length] = [Math.hypot(...x) / 2, Math.hypot(...parts)];
  expect(faithful.sensitivity).toBeGreaterThan(0);
  expect(faithful.sensitivity).toBeLessThan(
    (0.02 * size * Math.hypot(...weights)) / length + 1e-12
  );
  expect(faithful.soft!.comprehensiveness).toBeGreaterThan(silent.soft!.comprehensiveness);
});
