/** Patching against reference numbers, and what it must keep by its definition. */
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {InputError, loadModel} from "../../packages/engine/src/index.ts";
import type {Model, PatchSite} from "../../packages/engine/src/index.ts";
import {pearson} from "../../packages/engine/src/analysis/rank-correlation.ts";
import type {ModelGraph} from "../../packages/engine/src/architectures/architecture.ts";
import {placesOf} from "../../packages/engine/src/explain/causal/places.ts";
import inputs from "../fixtures/attribution/llama-heads.json";
import {difference} from "./numbers.ts";
import {fixture, json} from "./oracle.ts";
import {sessionOf} from "./session-of.ts";

interface Oracle {
  readonly target: number;
  readonly foil: number;
  readonly patching: {
    readonly clean_ids: readonly number[];
    readonly corrupt_ids: readonly number[];
    readonly metric_clean: number;
    readonly metric_corrupt: number;
    readonly grid: readonly (readonly number[])[];
    readonly recovered: readonly (readonly number[])[];
  };
}

describe.each(["gpt2", "llama"])("%s, in float64", (name) => {
  const {target, foil, patching: want} = json<Oracle>(`attribution/${name}.json`);
  const clean = {ids: want.clean_ids};
  const corrupt = {ids: want.corrupt_ids};
  let model: Model;
  let graph: ModelGraph;
  beforeAll(async () => {
    model = await loadModel(fixture(`attribution/${name}`), {dtype: "float64"});
    ({graph} = await sessionOf(fixture(`attribution/${name}`), "reference"));
  });
  afterAll(() => model?.dispose());

  test("the residual grid equals the reference to 1e-8", async () => {
    const got = await model.patch(clean, corrupt, {target, foil});
    expect(Math.abs(got.clean - want.metric_clean)).toBeLessThan(1e-8);
    expect(Math.abs(got.corrupt - want.metric_corrupt)).toBeLessThan(1e-8);
    expect(got.values.map((row) => row.length)).toEqual(want.grid.map((row) => row.length));
    expect(difference(got.values.flat(), want.grid.flat())).toBeLessThan(1e-8);
    expect(difference(got.recovered!.flat(), want.recovered.flat())).toBeLessThan(1e-8);
  });

  test("the last row is the clean value at the target's position, the corrupt one elsewhere", async () => {
    const {values, clean: whole, corrupt: base} = await model.patch(clean, corrupt, {target, foil});
    const last = values.at(-1)!;
    expect(Math.abs(last.at(-1)! - whole)).toBeLessThan(1e-12);
    for (const value of last.slice(0, -1)) expect(Math.abs(value - base)).toBeLessThan(1e-12);
  });

  test.each<PatchSite>(["residual", "attention", "mlp", "head", "query", "key", "value"])(
    "%s: onnx gives the grid of float64, and one cell is what an intervention at it gives",
    async (site) => {
      const exact = await model.patch(clean, corrupt, {target, foil, site});
      const fast = await loadModel(fixture(`attribution/${name}`), {backend: "onnx"});
      const got = await fast.patch(clean, corrupt, {target, foil, site});
      fast.dispose();
      expect(difference(got.values.flat(), exact.values.flat())).toBeLessThan(1e-4);
      const {names} = placesOf(graph, site);
      const row = 1; // block 1, or what enters it
      const place = names[row]!;
      const value = (await model.run(clean, {capture: [place]})).sites.get(place)!;
      const width = value.shape.at(-1)!;
      const count = value.shape.at(-2)!;
      const heads = value.shape.length === 3;
      const at = heads ? value.shape[0]! - 1 : 2;
      const where = heads ? Array.from({length: count}, (_, t) => t) : [at];
      const interventions = where.map((t) => {
        const from = ((heads ? at * count : 0) + t) * width;
        const set = Array.from(value.data.subarray(from, from + width));
        return {site: place, set, positions: [t], ...(heads ? {heads: [at]} : {})};
      });
      const {sites} = await model.run(corrupt, {interventions});
      const logits = sites.get("logits")!;
      const last = logits.data.subarray(-logits.shape.at(-1)!);
      expect(Math.abs(last[target]! - last[foil]! - exact.values[row]![at]!)).toBeLessThan(1e-12);
    }
  );

  test("heads by position are told apart, and attribution patching with its agreement", async () => {
    const options = {target, foil, site: "head", byPosition: true, gradient: true} as const;
    const calls: number[] = [];
    const got = await model.patch(clean, corrupt, {
      ...options,
      progress: (done, total) => calls.push(done / total)
    });
    const {layers, heads} = model.info;
    expect(got.byPosition!.map((row) => row.map(({length}) => length))).toEqual(
      Array.from({length: layers}, () => Array.from({length: heads}, () => clean.ids.length))
    );
    expect(calls.at(-1)).toBe(1);
    expect(got.approximation!.map(({length}) => length)).toEqual(
      got.values.map(({length}) => length)
    );
    // Only the last layer's last position is read: there a head is all of its positions.
    for (const [head, value] of got.values.at(-1)!.entries())
      expect(Math.abs(got.byPosition!.at(-1)![head]!.at(-1)! - value)).toBeLessThan(1e-12);
    const {values, approximation, agreement} = got;
    expect(agreement).toBe(pearson(values.flat(), approximation!.flat()));
    expect(got.provenance.backwards).toBe(1);
  });

  test("prompts of unlike length are refused, and told", async () => {
    const longer = {ids: [...want.clean_ids, 5]};
    await expect(model.patch(longer, corrupt, {target})).rejects.toThrow(InputError);
    await expect(model.patch(longer, corrupt, {target})).rejects.toThrow(
      `got ${longer.ids.length} and ${corrupt.ids.length} tokens, expected as many`
    );
  });
});

describe("queries, and keys and values that two heads share, in float64", () => {
  const {target, foil} = inputs;
  const [clean, corrupt] = [{ids: inputs.clean_ids}, {ids: inputs.corrupt_ids}];
  let model: Model;
  beforeAll(async () => {
    model = await loadModel(fixture("attribution/llama"), {dtype: "float64"});
  });
  afterAll(() => model?.dispose());

  test.each(["query", "key", "value"] as const)(
    "%s: patching and zeroing give what hooks of transformers give, to 1e-8",
    async (site) => {
      const want = inputs[site];
      const got = await model.patch(clean, corrupt, {target, foil, site, byPosition: true});
      expect(got.queriesPerColumn).toBe(site === "query" ? 1 : 2);
      expect(Math.abs(got.clean - inputs.clean)).toBeLessThan(1e-8);
      expect(difference(got.values.flat(), want.grid.flat())).toBeLessThan(1e-8);
      expect(difference(got.byPosition!.flat(2), want.by_position.flat(2))).toBeLessThan(1e-8);
      const {effects, units} = await model.ablate(corrupt, {target, foil, site});
      expect(units).toHaveLength(want.zero[0]!.length);
      expect(difference(effects.flat(), want.zero.flat())).toBeLessThan(1e-8);
      const one = await model.ablate(corrupt, {target, foil, site, layers: [1], heads: [1]});
      expect(one.effects).toEqual([[effects[1]![1]]]);
    }
  );

  test("a group that there is none of is refused", async () => {
    const asked = model.ablate(corrupt, {site: "key", heads: [2]});
    await expect(asked).rejects.toThrow("heads: got 2, expected whole numbers from 0 to 1");
  });
});

test("attention to the source: its keys and values are at the source's positions", async () => {
  const model = await loadModel(fixture("attribution/t5"), {dtype: "float64"});
  const session = await sessionOf(fixture("attribution/t5"), "reference");
  const {names} = placesOf(session.graph, "value", "cross");
  const clean = {ids: [5, 9, 12, 7, 3, 1], decoderIds: [0, 8]};
  const corrupt = {...clean, ids: clean.ids.with(1, 20)};
  const got = await model.patch(clean, corrupt, {site: "value", stack: "cross", byPosition: true});
  expect(got.tokens.map(({id}) => id)).toEqual(corrupt.ids);
  expect(got.byPosition![0]![0]).toHaveLength(corrupt.ids.length);
  // With no values of the source in any layer, keys do not matter.
  const without = names.map((site) => ({site, scale: 0}));
  const run = (more: readonly {site: string; scale: number}[]) =>
    model.candidates(corrupt, {interventions: [...without, ...more], top: 3});
  const keys = placesOf(session.graph, "key", "cross").names.map((site) => ({site, scale: 3}));
  expect((await run(keys)).top).toEqual((await run([])).top);
  model.dispose();
});
