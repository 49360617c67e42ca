import {expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import {difference} from "./numbers.ts";
import {fixture, json} from "./oracle.ts";

interface Oracle {
  readonly ids: readonly number[];
  readonly target: number;
  readonly conductance: Readonly<
    Record<string, {readonly sum: readonly number[]; readonly total: number}>
  >;
}

const sum = (list: readonly number[]): number => list.reduce((total, x) => total + x, 0);

test("gpt2: what comes through each block is the reference's, to 1e-8", async () => {
  const {ids, target, conductance} = json<Oracle>("attribution/gpt2.json");
  const model = await loadModel(fixture("attribution/gpt2"), {dtype: "float64"});
  const found = await model.conductance(
    {ids},
    {of: "logit", target, baseline: "zero", quadrature: "left"}
  );
  expect(found.layers).toEqual(["embedding", 0, 1, 2]);
  expect([found.steps, found.baseline, found.site, found.stack]).toEqual([
    50,
    "zero",
    "residual",
    null
  ]);
  for (const [layer, want] of Object.entries(conductance)) {
    const row = found.values[Number(layer) + 1]!;
    expect(difference(row, want.sum), layer).toBeLessThan(1e-8);
    expect(Math.abs(sum(row) - want.total)).toBeLessThan(1e-9);
  }
  // All that the way changes goes through every layer of the stream.
  const fine = await model.conductance({ids}, {target, baseline: "mean", top: 1e6});
  for (const row of fine.values)
    expect(Math.abs(sum(row) - fine.change)).toBeLessThan(0.01 * Math.abs(fine.change));
  // At the embedding it is integrated gradients; units are the same numbers, the other way round.
  const {scores} = await model.explain(
    {ids},
    {target, baseline: "mean", method: "integrated-gradients"}
  );
  expect(difference(fine.values[0]!, scores)).toBeLessThan(0.02);
  for (const [index, layer] of fine.layers.entries()) {
    const own = fine.units.filter((unit) => unit.layer === layer);
    expect(own.length).toBe(model.info.width);
    expect(sum(own.map(({value}) => value))).toBeCloseTo(sum(fine.values[index]!), 10);
  }
  model.dispose();
});

test("neurons of one layer, of either stack; what is not there is refused", async () => {
  const t5 = await loadModel(fixture("attribution/t5"), {dtype: "float64"});
  const input = {ids: [5, 9, 3, 8], decoderIds: [0, 4]};
  const options = {site: "neurons", layers: [1], baseline: "#7", target: 3, steps: 20} as const;
  for (const [stack, tokens] of [
    ["encoder", 4],
    ["decoder", 2]
  ] as const) {
    const found = await t5.conductance(input, {...options, stack, top: 3});
    expect([found.stack, found.tokens.length, found.values[0]!.length]).toEqual([
      stack,
      tokens,
      tokens
    ]);
    const sizes = found.units.map(({value}) => Math.abs(value));
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    expect(sizes.length).toBe(3);
  }
  await expect(t5.conductance(input, {layers: [9]})).rejects.toThrow(/got 9, expected some of/);
  await expect(t5.conductance(input, {steps: 0})).rejects.toThrow(/steps: got 0/);
  await expect(t5.conductance(input, {quadrature: "right" as "left"})).rejects.toThrow(
    /unknown quadrature: right; one of left, trapezoid/
  );
  t5.dispose();
});
