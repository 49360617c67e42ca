import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {Model, NeuronFactors, NeuronsOptions, Stack} from "../../packages/engine/src/index.ts";
import {architectureNames, inputOf} from "./architecture-laws.ts";
import {difference} from "./numbers.ts";
import type {Expected} from "./numbers.ts";
import {fixture, json} from "./oracle.ts";

/** Lists every neuron. */
const ALL = 1_000_000;

/** Returns |X − WH| of factors of which every weight is listed. */
function errorOf(x: ReadonlyMap<string, readonly number[]>, {factors}: NeuronFactors): number {
  const weights = factors.map(
    ({neurons}) => new Map(neurons.map(({layer, neuron, weight}) => [`${layer}.${neuron}`, weight]))
  );
  let sum = 0;
  for (const [name, row] of x)
    for (const [token, value] of row.entries()) {
      const made = factors.reduce(
        (total, {loadings}, index) => total + loadings[token]! * (weights[index]!.get(name) ?? 0),
        0
      );
      sum += (value - made) ** 2;
    }
  return Math.sqrt(sum);
}

describe.each(architectureNames)("%s", (name) => {
  test("activations are those of a run, in the order of layers, and the factors make them up to the error", async () => {
    const model = await loadModel(fixture(`architectures/${name}`), {backend: "reference"});
    const input = inputOf(json<Expected>(`architectures/${name}/expected.json`));
    const two = model.info.sites.includes("encoder.layers.0.neurons");
    for (const stack of two ? (["encoder", "decoder"] as const) : [undefined]) {
      const found = await model.neurons(input, {factors: 3, top: ALL, ...(stack && {stack})});
      const path = stack ? `${stack}.` : "";
      const {sites} = await model.run(input, {capture: [`${path}layers.*.neurons`]});
      expect(found.layers).toEqual(Array.from({length: sites.size}, (_, layer) => layer));
      expect(found.stack).toBe(stack ?? null);
      const x = new Map<string, readonly number[]>();
      for (const layer of found.layers) {
        const {data, shape} = sites.get(`${path}layers.${layer}.neurons`)!;
        const [length, width] = shape as [number, number];
        expect(found.tokens).toHaveLength(length);
        for (let neuron = 0; neuron < width; neuron++)
          x.set(
            `${layer}.${neuron}`,
            Array.from({length}, (_, at) => data[at * width + neuron]!)
          );
      }
      expect(found.neurons).toBe(x.size);
      expect(found.top.length + found.silent).toBe(x.size);
      const told = [...found.top, ...found.factors.flatMap((factor) => factor.neurons)];
      for (const {layer, neuron, activations} of told)
        expect(activations).toEqual(x.get(`${layer}.${neuron}`));
      const clipped = new Map(
        [...x].map(([key, row]) => [key, row.map((value) => Math.max(value, 0))])
      );
      expect(Math.abs(errorOf(clipped, found) / found.error - 1)).toBeLessThan(1e-9);
      const norm = Math.hypot(...[...clipped.values()].flat());
      expect(found.relativeError).toBeCloseTo(found.error / norm, 12);
      expect(found.relativeError).toBeLessThan(1);
    }
    model.dispose();
  });
});

describe("a model of eight blocks", () => {
  let model: Model;
  const ids = json<Expected>("architectures/albert-groups/expected.json").input_ids;
  beforeAll(async () => {
    model = await loadModel(fixture("architectures/albert-groups"), {backend: "reference"});
  });
  afterAll(() => model.dispose());

  test("layers are chosen one by one, as a list, and from one to another", async () => {
    const layers = async (asked: NeuronsOptions["layers"]): Promise<readonly number[]> =>
      (await model.neurons({ids}, {factors: 2, ...(asked === undefined ? {} : {layers: asked})}))
        .layers;
    expect(await layers(3)).toEqual([3]);
    expect(await layers([7, 2, 7])).toEqual([2, 7]);
    expect(await layers({from: 5})).toEqual([5, 6, 7]);
    expect(await layers({to: 1})).toEqual([0, 1]);
    expect(await layers({from: 2, to: 3})).toEqual([2, 3]);
    await expect(layers(8)).rejects.toThrow("layers: got 8, expected whole numbers from 0 to 7");
    await expect(layers([])).rejects.toThrow("layers: got an empty list");
    await expect(layers({from: 3, to: 2})).rejects.toThrow("layers: got 3 to 2");
  });

  test("several texts are one table: the tokens of each are as if it were alone", async () => {
    const inputs = [{ids}, {ids: ids.slice(0, 5)}, {ids: ids.toReversed()}];
    const together = await model.neurons(inputs, {factors: 4, top: ALL, rows: 2});
    expect(together.texts.map(({start, end}) => end - start)).toEqual([ids.length, 5, ids.length]);
    const of = (found: NeuronFactors): ReadonlyMap<string, readonly number[]> =>
      new Map(found.top.map(({layer, neuron, activations}) => [`${layer}.${neuron}`, activations]));
    const all = of(together);
    for (const [index, input] of inputs.entries()) {
      const {start, end} = together.texts[index]!;
      const alone = await model.neurons(input, {factors: 2, top: ALL});
      expect(together.tokens.slice(start, end)).toEqual(alone.tokens);
      for (const [name, row] of of(alone))
        expect(difference(all.get(name)!.slice(start, end), row, true)).toBeLessThan(1e-9);
    }
    expect(together.provenance.forwards).toBe(3);
  });

  test("clipped, absolute and split: what each reads, its factors make up to its error", async () => {
    const plain = await model.neurons({ids}, {layers: 0, factors: 3, top: ALL});
    const absolute = await model.neurons(
      {ids},
      {layers: 0, factors: 3, top: ALL, negative: "absolute"}
    );
    const rows = (
      {top}: NeuronFactors,
      map: (value: number) => number
    ): ReadonlyMap<string, readonly number[]> =>
      new Map(
        top.map(({layer, neuron, activations}) => [`${layer}.${neuron}`, activations.map(map)])
      );
    expect(errorOf(rows(absolute, Math.abs), absolute)).toBeCloseTo(absolute.error, 10);
    expect(absolute.error).not.toBeCloseTo(plain.error, 3);
    const split = await model.neurons({ids}, {layers: 0, factors: 3, top: ALL, negative: "split"});
    const side = (sign: 1 | -1): number =>
      errorOf(
        rows(split, (value) => Math.max(sign * value, 0)),
        {
          ...split,
          factors: split.factors.map((factor) => ({
            ...factor,
            neurons: factor.neurons.filter((weight) => weight.sign === sign)
          }))
        }
      );
    expect(Math.hypot(side(1), side(-1))).toBeCloseTo(split.error, 10);
    expect(split.factors.flatMap(({neurons}) => neurons).some(({sign}) => sign === -1)).toBe(true);
  });

  test("groups share out all neurons that fire, each with the mean of its own", async () => {
    const {groups, silent, neurons, top} = await model.neurons(
      {ids},
      {factors: 2, group: {clusters: 4}, top: ALL}
    );
    expect(groups).toHaveLength(4);
    expect(groups!.reduce((sum, {size}) => sum + size, 0)).toBe(neurons - silent);
    const names = groups!.flatMap((group) => group.neurons);
    expect(new Set(names.map(({layer, neuron}) => `${layer}.${neuron}`)).size).toBe(top.length);
    for (const {size, loadings, neurons: own} of groups!) {
      expect(own).toHaveLength(size);
      for (const [token, loading] of loadings.entries()) {
        const sum = own.reduce((all, {activations}) => all + Math.max(activations[token]!, 0), 0);
        expect(loading).toBeCloseTo(sum / size, 10);
      }
    }
    await expect(model.neurons({ids}, {group: {clusters: 0}})).rejects.toThrow("clusters: got 0");
  });

  test("padding fires nothing and takes part in nothing", async () => {
    const mask = ids.map((_, at) => (at < 5 ? 1 : 0));
    const {factors, top} = await model.neurons({ids, mask}, {factors: 3});
    for (const {loadings} of factors) expect(loadings.slice(5).every((x) => x < 1e-6)).toBe(true);
    for (const {activations} of top) expect(activations.slice(5).every((x) => x === 0)).toBe(true);
  });

  test("what cannot be is refused, and the work stops when it is told to", async () => {
    await expect(model.neurons({ids}, {factors: ids.length + 1})).rejects.toThrow(
      `factors: got ${ids.length + 1} for ${ids.length} tokens, expected at most one a token`
    );
    await expect(model.neurons([])).rejects.toThrow("texts: got none");
    await expect(model.neurons([{ids}, {ids: [-1]}])).rejects.toThrow("text 1: ids: got -1");
    await expect(model.neurons({ids}, {stack: "encoder"})).rejects.toThrow("one stack");
    await expect(model.neurons({ids}, {top: -1})).rejects.toThrow("top: got -1");
    const stop = new AbortController();
    const progress = (): void => stop.abort(new Error("enough"));
    await expect(
      model.neurons(
        {ids},
        {factors: 8, tolerance: 0, iterations: 1e6, signal: stop.signal, progress}
      )
    ).rejects.toThrow("enough");
  });
});

test.each(["gpt2", "t5"])("%s: what was produced is read too", async (name) => {
  const model = await loadModel(fixture(`architectures/${name}`), {backend: "reference"});
  const ids = json<Expected>(`architectures/${name}/expected.json`).input_ids;
  const stack: {stack?: Stack} = name === "t5" ? {stack: "decoder"} : {};
  const found = await model.neurons({ids}, {factors: 2, generate: {tokens: 3}, ...stack});
  const {steps} = await model.generate({ids}, {tokens: 3});
  expect(found.texts[0]!.produced).toBe(3);
  expect(found.tokens.slice(-3).map(({id}) => id)).toEqual(steps.map(({token}) => token.id));
  model.dispose();
});
