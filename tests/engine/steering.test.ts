/** Directions between texts: how long they are beside usual states, and that a resting place enters none unnoticed. */
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {InputError, loadModel, steer, steeringVector} from "../../packages/engine/src/index.ts";
import type {Model, ModelInput} from "../../packages/engine/src/index.ts";
import {loadLoud, loudChannel} from "./loud-model.ts";
import {difference} from "./numbers.ts";

const good: readonly ModelInput[] = [{ids: [5, 9, 33, 71, 20]}, {ids: [4, 12, 61]}];
const bad: readonly ModelInput[] = [{ids: [5, 9]}];
const site = "layers.1.residual";

describe("a model whose first state is a hundred times as long", () => {
  let model: Model;
  beforeAll(async () => {
    model = await loadLoud();
  });
  afterAll(() => model?.dispose());

  const statesOf = async (text: ModelInput): Promise<number[][]> => {
    const {data, shape} = (await model.run(text, {capture: [site]})).sites.get(site)!;
    return Array.from({length: shape[0]!}, (_, at) =>
      Array.from(data.subarray(at * shape[1]!, (at + 1) * shape[1]!))
    );
  };
  const mean = (rows: readonly (readonly number[])[]): number[] =>
    rows[0]!.map((_, at) => rows.reduce((sum, row) => sum + row[at]!, 0) / rows.length);
  const median = (list: readonly number[]): number => {
    const sorted = list.toSorted((a, b) => a - b);
    return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
  };

  test("a mean does without position 0, and says so; typical is the median of the others", async () => {
    const found = await steeringVector(model, good, bad, {layer: 1, position: "mean"});
    const [one, two, three] = await Promise.all([...good, ...bad].map(statesOf));
    const means = [one!, two!, three!].map((rows) => mean(rows.slice(1)));
    const want = mean(means.slice(0, 2)).map((x, at) => x - means[2]![at]!);
    expect(difference(found.vector, want)).toBeLessThan(1e-12);
    expect(found.leftOut.map(({of, position}) => [of, position])).toEqual([
      [0, 0],
      [1, 0],
      [2, 0]
    ]);
    const others = [one!, two!, three!]
      .flatMap((rows) => rows.slice(1))
      .map((row) => Math.hypot(...row));
    expect(found.typical).toBeCloseTo(median(others), 10);
    expect(found.norm).toBeCloseTo(Math.hypot(...want), 10);
    expect(found.ratio).toBeCloseTo(found.norm / found.typical, 12);
    const largest = want.reduce(
      (best, x, at) => (Math.abs(x) > Math.abs(want[best]!) ? at : best),
      0
    );
    expect(found.channel!.index).toBe(largest);
    expect(found.channel!.share).toBeCloseTo(want[largest]! ** 2 / found.norm ** 2, 12);
    expect(found.warnings).toEqual([]);
  });

  test("the last position of longer texts is what it was", async () => {
    const found = await steeringVector(model, good, bad, {layer: 1});
    const [one, two, three] = (await Promise.all([...good, ...bad].map(statesOf))).map((rows) =>
      rows.at(-1)!
    );
    const want = mean([one!, two!]).map((x, at) => x - three![at]!);
    expect(difference(found.vector, want)).toBeLessThan(1e-12);
    expect(found.leftOut).toEqual([]);
  });

  test("a text of one token is refused with the reason, or taken when that is wanted", async () => {
    const one = [{ids: [7]}];
    await expect(steeringVector(model, one, bad, {layer: 1})).rejects.toThrow(InputError);
    for (const negative of [bad, [{ids: [8]}]])
      await expect(steeringVector(model, one, negative, {layer: 1})).rejects.toThrow(
        /#7 is one token, and its state at position 0 is \d{2,3} × as long as usual states.*put it into a sentence, or .*without: \[\]/
      );
    const found = await steeringVector(model, one, bad, {layer: 1, without: []});
    expect(found.leftOut).toEqual([]);
    expect(found.ratio).toBeGreaterThan(50);
    expect(found.channel!.index).toBe(loudChannel);
    expect(found.channel!.share).toBeGreaterThan(0.9);
    expect(found.warnings).toHaveLength(2);
    expect(found.warnings[0]).toMatch(/ × as long as usual states .*give a strength$/);
    expect(found.warnings[1]).toMatch(/^channel 5 holds 9\d\.\d % of the vector's squared length/);
    await expect(steeringVector(model, one, bad, {layer: 1, without: "first"})).rejects.toThrow(
      /^text 0: without: "first" leaves nothing/
    );
  });

  test("what is left out is the caller's choice", async () => {
    const found = await steeringVector(model, good, bad, {layer: 1, without: [-1]});
    expect(found.leftOut.map(({of, position}) => [of, position])).toEqual([
      [0, 4],
      [1, 2],
      [2, 1]
    ]);
    // What is left of the shortest is its first position, by the caller's will.
    expect(found.ratio).toBeGreaterThan(10);
  });

  test("strength is a share of the usual length", async () => {
    const found = await steeringVector(model, good, bad, {layer: 1});
    const {coefficient} = steer(found, {strength: 0.25});
    expect(coefficient! * found.norm).toBeCloseTo(found.typical / 4, 12);
    expect(steer(found).coefficient).toBe(1);
    expect(steer(found, {coefficient: 3, positions: [1]})).toMatchObject({
      coefficient: 3,
      positions: [1]
    });
    expect(() => steer(found, {coefficient: 1, strength: 1})).toThrow("expected one of them");
    const {vector} = found;
    expect(() => steer({site, vector}, {strength: 1})).toThrow("got no usual length");
    const zeros = {...found, vector: new Float64Array(vector.length)};
    expect(() => steer(zeros, {strength: 1})).toThrow("all zeros");
  });
});

test("a first position that is no resting place is taken, and a word alone will do", async () => {
  const model = await loadModel("atlas", {backend: "reference"});
  const found = await steeringVector(model, ["London"], ["Paris"], {layer: 3, position: "mean"});
  model.dispose();
  expect(found).toMatchObject({leftOut: [], warnings: []});
  expect(found.ratio).toBeGreaterThan(0.1);
});
