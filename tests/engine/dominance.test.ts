/** One token, or one channel, that holds a table: it is measured, said, and can be left out. */
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {InputError, pca, samplesOf} from "../../packages/engine/src/index.ts";
import type {Dominance, Model, ModelInput} from "../../packages/engine/src/index.ts";
import {holderOf} from "../../packages/engine/src/explain/dominance/words.ts";
import {loadLoud, loudChannel, loudNeuron} from "./loud-model.ts";
import {difference} from "./numbers.ts";

const ids = [11, 42, 3, 60, 7, 25, 80, 14];
const input: ModelInput = {ids};
const others: readonly ModelInput[] = [{ids: [5, 9, 33, 71]}, {ids: [62, 18, 2, 44, 30]}];

/** Shares of the largest token, of first and of special tokens, each with how many they are. */
const held = (
  token: number,
  first: readonly [tokens: number, share: number],
  special: readonly [tokens: number, share: number] = [0, 0]
): string | undefined =>
  holderOf(
    {
      token: {index: 0, of: 0, position: 0, text: null, share: token},
      first: {tokens: first[0], share: first[1]},
      special: {tokens: special[0], share: special[1]}
    },
    20
  )?.who;

test("who holds a table: a token, or all of a kind where each of them is as large", () => {
  expect(held(0.5, [1, 0.5])).toBeUndefined();
  expect(held(0.51, [1, 0.51])).toBe("token");
  expect(held(0.51, [1, 0.1])).toBe("token");
  expect(held(0.505, [2, 0.99])).toBe("first");
  expect(held(0.4, [3, 0.99])).toBe("first");
  expect(held(0.98, [3, 0.981])).toBe("token");
  expect(held(0.5, [1, 0.5], [2, 0.99])).toBe("special");
  // Many are no more than their part.
  expect(held(0.1, [12, 0.6])).toBeUndefined();
  // All of them, as pooled texts are, are nobody: their shares add up to 1, and a bit above or below.
  for (const all of [1 - 2 ** -53, 1, 1 + 2 ** -52]) expect(held(0.1, [20, all])).toBeUndefined();
  expect(held(0.9, [20, 1 + 2 ** -52])).toBe("token");
});

describe("a model whose first state is a hundred times as long", () => {
  let model: Model;
  beforeAll(async () => {
    model = await loadLoud();
  });
  afterAll(() => model?.dispose());

  /** The states of a site, position by position. */
  const statesOf = async (text: ModelInput, site: string): Promise<number[][]> => {
    const {data, shape} = (await model.run(text, {capture: [site]})).sites.get(site)!;
    return Array.from({length: shape[0]!}, (_, at) =>
      Array.from(data.subarray(at * shape[1]!, (at + 1) * shape[1]!))
    );
  };
  const squares = (row: readonly number[]): number => row.reduce((sum, x) => sum + x ** 2, 0);
  const sum = (list: readonly number[]): number => list.reduce((total, x) => total + x, 0);
  const shares = (rows: readonly (readonly number[])[]): number[] => {
    const own = rows.map(squares);
    return own.map((x) => x / sum(own));
  };
  /** The share of a channel in what differs. */
  const spreadOf = (rows: readonly (readonly number[])[], channel: number): number => {
    const moved = rows[0]!.map((_, at) => {
      const mean = sum(rows.map((row) => row[at]!)) / rows.length;
      return squares(rows.map((row) => row[at]! - mean));
    });
    return moved[channel]! / sum(moved);
  };

  test("project measures each layer's largest token and channel, and says which", async () => {
    const found = await model.project(input);
    for (const [at, {layer, dominance}] of found.layers.entries()) {
      const rows = await statesOf(input, at === 0 ? "embeddings" : `layers.${layer}.residual`);
      const {token, channel, first} = dominance!;
      expect(token).toMatchObject({index: 0, of: 0, position: 0, text: null});
      expect(token.share).toBeCloseTo(shares(rows)[0]!, 12);
      expect(token.share).toBeGreaterThan(0.99);
      expect(first).toEqual({tokens: 1, share: token.share});
      expect(channel.index).toBe(loudChannel);
      expect(channel.share).toBeCloseTo(spreadOf(rows, loudChannel), 12);
    }
    expect(found.warnings).toHaveLength(1);
    expect(found.warnings[0]).toMatch(
      /^position 0 holds 99\.7 to 99\.9 % of the squared length of the states, the embedding and layers 0–2, so the picture shows how far that is from all others, and little of those; leave it out with without: "first"$/
    );
    expect([found.without, found.leftOut]).toEqual([null, []]);
  });

  test("project without the first: the picture of the others, and they know where they stand", async () => {
    const found = await model.project(input, {without: "first", layers: [2]});
    const rows = (await statesOf(input, "layers.2.residual")).slice(1);
    const {scores} = pca(samplesOf(rows), {dimensions: 2});
    expect(difference(found.layers[0]!.points.flat(), scores.data)).toBeLessThan(1e-9);
    expect(found.tokens.map(({id}) => id)).toEqual(ids.slice(1));
    expect(found.positions).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(found).toMatchObject({without: "first", warnings: []});
    expect(found.leftOut).toMatchObject([{of: 0, position: 0, token: {id: 11}}]);
  });

  test("of several texts the first tokens together hold the tables", async () => {
    const texts = [input, ...others];
    const found = await model.project(texts, {layers: [0]});
    const all = await Promise.all(texts.map((text) => statesOf(text, "layers.0.residual")));
    const {token, first} = found.layers[0]!.dominance!;
    expect(token.share).toBeLessThan(0.5);
    expect(first.tokens).toBe(3);
    const firsts = sum(all.map(([row]) => squares(row!)));
    expect(first.share).toBeCloseTo(firsts / sum(all.flat().map(squares)), 12);
    expect(found.warnings[0]).toMatch(
      /^the first tokens of the 3 texts hold 99\.\d % .*; leave them out with without: "first"$/
    );
    expect(found.texts.slice(0, 9)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1]);
    const rest = await model.project(texts, {layers: [0], without: [0]});
    expect(rest.leftOut.map(({of, position}) => [of, position])).toEqual([
      [0, 0],
      [1, 0],
      [2, 0]
    ]);
    expect(rest.warnings).toEqual([]);
  });

  test("compare: what layers have in common is that token, and debiasing is no advice", async () => {
    const found = await model.compare(input);
    expect(found.values[1]![3]).toBeGreaterThan(0.9999);
    expect(found.warnings[0]).toMatch(/^position 0 holds .* leave it out with without: "first"$/);
    expect(found.warning).toEqual({
      message: "8 tokens: no more than the 32 neurons, and cka leans towards 1; give more text",
      instead: []
    });
    const tokenOf = (one: Dominance | null): number => one!.token.index;
    expect(found.dominance.rows.map(tokenOf)).toEqual([0, 0, 0, 0]);
    const rest = await model.compare(input, {without: "first"});
    expect(rest.values[1]![3]).toBeLessThan(0.99);
    expect(rest.tokens).toHaveLength(7);
    expect(rest.warnings).toEqual([]);
    expect(rest.warning!.instead).toEqual(["cka-debiased"]);
    expect(rest.leftOut).toMatchObject([{position: 0}]);
  });

  test("compare with another model: what is left out in one is left out in both", async () => {
    const other = await loadLoud();
    const found = await model.compare(input, {with: other, without: [0, -1]});
    other.dispose();
    expect(found.tokens.map(({id}) => id)).toEqual(ids.slice(1, -1));
    expect(found.values[2]![2]).toBeCloseTo(1, 12);
  });

  test("probes: a mean over tokens is of that token, until it is left out", async () => {
    const examples = Array.from({length: 8}, (_, at) => ({
      input: {ids: [at + 1, at * 7 + 2, at * 3 + 5, ...(at % 2 ? [4, 6] : [])]},
      label: at % 2
    }));
    const about = {folds: 2, layers: [0, 1]};
    const found = await model.probe(examples, about);
    expect(found.warnings[0]).toMatch(
      /^the first tokens of the 8 texts hold .* layers 0–1, so the mean of a text says above all how long the text is; leave them out/
    );
    expect(found.layers[0]!.dominance!.first.share).toBeGreaterThan(0.99);
    const rest = await model.probe(examples, {...about, without: "first"});
    expect(rest).toMatchObject({without: "first", warnings: [], samples: 8});
    expect(rest.leftOut).toHaveLength(8);
    expect(rest.layers[0]!.dominance!.token.share).toBeLessThan(0.5);
  });

  test("probes of tokens: the labels of what is left out are not used", async () => {
    const examples = Array.from({length: 4}, (_, at) => ({
      input: {ids: [at + 1, at + 9, at + 20]},
      labels: ["a", "b", "c"]
    }));
    const found = await model.probe(examples, {folds: 2, layers: [0], without: "first"});
    expect(found).toMatchObject({samples: 8, classes: ["b", "c"]});
    for (const pool of ["first", "last"] as const) {
      const labelled = examples.map(({input: text}, at) => ({input: text, label: at % 2}));
      const {leftOut, layers} = await model.probe(labelled, {
        pool,
        folds: 2,
        layers: [0],
        without: [0, -1]
      });
      expect(leftOut).toHaveLength(8);
      expect(layers[0]!.dominance!.token.position).toBe(1);
    }
  });

  test("neurons: the error at the other tokens stands beside the whole, and factors do without", async () => {
    const options = {factors: 3};
    const found = await model.neurons(input, options);
    expect(found.dominance!.token).toMatchObject({index: 0, position: 0});
    expect(found.dominance!.channel).toMatchObject(loudNeuron);
    const all = (
      await Promise.all([0, 1, 2].map((at) => statesOf(input, `layers.${at}.neurons`)))
    ).map((rows) => rows.map((row) => row.map((x) => Math.max(0, x))));
    const byToken = ids.map((_, at) => sum(all.map((rows) => squares(rows[at]!))));
    expect(found.dominance!.token.share).toBeCloseTo(byToken[0]! / sum(byToken), 12);
    expect(found.relativeError).toBeLessThan(0.05);
    // What is missed at the first token is next to nothing, so nearly all of the error is at the others.
    const missed = found.error ** 2 / sum(byToken.slice(1));
    expect(found.relativeErrorOfOthers!).toBeCloseTo(Math.sqrt(missed), 2);
    expect(found.warnings[0]).toMatch(
      /^position 0 holds 99\.\d % of the squared activations \(\d\d\.\d % are neuron 1\.7\), so the relative error of 0\.0\d+ is that of that token; at the others it is 0\.\d+; leave it out with without: "first"$/
    );

    const rest = await model.neurons(input, {...options, without: "first", group: {clusters: 2}});
    const shifted = await model.neurons(input, {...options, without: [0]});
    expect(rest.factors).toEqual(shifted.factors);
    expect(rest.tokens).toHaveLength(8);
    for (const {loadings, strength} of rest.factors) {
      expect(loadings[0]).toBe(0);
      expect(Math.hypot(...loadings)).toBeCloseTo(strength, 9);
    }
    for (const {loadings} of rest.groups!) expect(loadings[0]).toBe(0);
    // Activations stay those of the model, at every token; strengths are of those that are taken.
    const [most] = rest.top;
    expect(most!.activations[0]).not.toBe(0);
    expect(most!.strength).toBeCloseTo(
      Math.hypot(...most!.activations.slice(1).map((x) => Math.max(0, x))),
      9
    );
    expect(rest).toMatchObject({warnings: [], relativeErrorOfOthers: null});
    const strengths = rest.factors.map(({strength}) => strength);
    expect(strengths[0]! / strengths.at(-1)!).toBeLessThan(10);
  });

  test("topTokens: a token that is left out is no strongest one, but stays among the neighbours", async () => {
    const found = await model.topTokens(input, {...loudNeuron, top: 2});
    expect(found.strongest[0]!.position).toBe(0);
    const rest = await model.topTokens(input, {...loudNeuron, top: 2, without: "first"});
    expect(rest.read).toBe(7);
    expect(rest.leftOut).toMatchObject([{position: 0}]);
    const places = [...rest.strongest, ...rest.weakest];
    expect(places.every(({position}) => position > 0)).toBe(true);
    expect(places.find(({position}) => position === 1)?.context[0]?.token.id ?? 11).toBe(11);
  });

  test("a second token that holds what is left is told with both", async () => {
    // Of two tokens one always has the larger half.
    const two = await model.project({ids: [11, 42, 3, 60]}, {layers: [2], without: [1, 2]});
    expect(two.warnings.join()).not.toMatch(/position/);
    const three = await model.project({ids: [11, 42, 3, 60]}, {layers: [2], without: [1]});
    expect(three.warnings[0]).toMatch(/leave it out with without: \[0, 1\]$/);
  });

  test("of whole texts it is a text that holds the picture, and no token is to be left out", async () => {
    const texts = [
      {ids: [11]},
      {ids: [11, 5, 9, 33, 71, 8, 13]},
      {ids: [11, 62, 18, 2, 44, 30, 9]}
    ];
    const found = await model.project(texts, {points: "texts", pooling: "mean", layers: [2]});
    expect(found.layers[0]!.dominance!.token.share).toBeGreaterThan(0.5);
    expect(found.warnings[0]).toMatch(/^text 0 holds .*; give another text in place of that one$/);
  });

  test("what leaves nothing is refused, and of several texts it is said which", async () => {
    await expect(model.project({ids: [11]}, {without: "first"})).rejects.toThrow(
      'without: "first" leaves nothing of 1 token'
    );
    for (const ask of [
      () => model.project([input, {ids: [11]}], {without: "first"}),
      () => model.neurons([input, {ids: [11]}], {without: "first"}),
      () => model.topTokens([input, {ids: [11]}], {...loudNeuron, without: "first"})
    ])
      await expect(ask()).rejects.toThrow(/^text 1: without/);
    await expect(model.compare(input, {without: [8]})).rejects.toThrow(InputError);
  });

  test("padding is not the first token", async () => {
    const padded = {ids: [1, 1, ...ids], mask: [0, 0, ...ids.map(() => 1)]};
    const {leftOut} = await model.compare(padded, {without: "first", layers: [0, 1]});
    expect(leftOut).toMatchObject([{position: 2, token: {id: 11}}]);
  });
});
