/** Path patching by its definition, on models small enough to say what must come out. */
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {InputError, loadModel} from "../../packages/engine/src/index.ts";
import type {Model, PathEnd} from "../../packages/engine/src/index.ts";
import {fixture, json} from "./oracle.ts";

interface Oracle {
  readonly target: number;
  readonly foil: number;
  readonly patching: {
    readonly clean_ids: readonly number[];
    readonly corrupt_ids: readonly number[];
  };
}

describe.each(["gpt2", "llama"])("%s, in float64", (name) => {
  const {target, foil, patching} = json<Oracle>(`attribution/${name}.json`);
  const clean = {ids: patching.clean_ids};
  const corrupt = {ids: patching.corrupt_ids};
  let model: Model;
  let last: number;
  beforeAll(async () => {
    model = await loadModel(fixture(`attribution/${name}`), {dtype: "float64"});
    last = model.info.layers - 1;
  });
  afterAll(() => model?.dispose());

  const ask = (from: PathEnd, to?: PathEnd, options = {}) =>
    model.pathPatch(clean, corrupt, {from, ...(to ? {to} : {}), target, foil, ...options});
  const near = (a: number, b: number) => expect(Math.abs(a - b)).toBeLessThan(1e-12);

  test("behind the last MLP no path but the direct one is left: it is patching", async () => {
    const {values, corrupt: base} = await model.patch(clean, corrupt, {target, foil, site: "mlp"});
    for (const position of [1, -1]) {
      const got = await ask({site: "mlp", layer: last, position});
      near(got.value, values[last]!.at(position)!);
      near(got.effect, values[last]!.at(position)! - base);
    }
  });

  test("a head's direct path is the change of its vector in the stream, all else kept", async () => {
    const [layer, head] = [0, 1];
    const got = await ask({site: "head", layer, head});
    const site = `layers.${layer}.attention.heads`;
    const output = `layers.${layer}.attention.output`;
    const final = `layers.${last}.residual`;
    const kept = await model.run(corrupt, {capture: [output, final]});
    const heads = (await model.run(clean, {capture: [site]})).sites.get(site)!;
    const [, length, width] = heads.shape as [number, number, number];
    const at = length - 1;
    const from = (head * length + at) * width;
    const patched = await model.run(corrupt, {
      capture: [output],
      interventions: [
        {site, heads: [head], positions: [at], set: heads.data.subarray(from, from + width)}
      ]
    });
    const row = (trace: typeof kept, name: string) => {
      const {data, shape} = trace.sites.get(name)!;
      return Array.from(data.subarray(at * shape[1]!, (at + 1) * shape[1]!));
    };
    const moved = row(patched, output).map((x, i) => x - row(kept, output)[i]!);
    const {sites} = await model.run(corrupt, {
      interventions: [{site: final, add: moved, positions: [at]}]
    });
    const logits = sites.get("logits")!.data.subarray(-model.info.vocabulary);
    near(got.value, logits[target]! - logits[foil]!);
  });

  test("a path to a head's query, key and value is the path to the head", async () => {
    const from = {site: "mlp", layer: 0} as const;
    const to = {layer: 1, head: 2} as const;
    const whole = await ask(from, {...to, site: "head"});
    expect(whole.effect).not.toBe(0);
    const parts = await Promise.all(
      (["query", "key", "value"] as const).map((site) => ask(from, {...to, site}))
    );
    for (const {effect} of parts) expect(effect).not.toBe(0);
    expect(new Set(parts.map(({effect}) => effect)).size).toBe(3);
  });

  test("noise is denoise with the prompts exchanged, and MLPs count where they are recomputed", async () => {
    const from = {site: "head", layer: 0, head: 0} as const;
    const noise = await ask(from, undefined, {direction: "noise"});
    const turned = await model.pathPatch(corrupt, clean, {from, target, foil});
    near(noise.value, turned.value);
    near(noise.share!, turned.share!);
    const recomputed = await ask(from, undefined, {mlps: "recomputed"});
    const frozen = await ask(from);
    expect(Math.abs(recomputed.value - frozen.value)).toBeGreaterThan(1e-9);
  });

  test("what a path cannot be is refused", async () => {
    const head = {site: "head", layer: 1, head: 0} as const;
    await expect(ask(head, {site: "mlp", layer: 0})).rejects.toThrow(/nothing leads from/);
    await expect(ask({...head, head: 99})).rejects.toThrow(InputError);
    await expect(ask({...head, layer: 99})).rejects.toThrow(/layer 99/);
    await expect(ask({...head, position: 99})).rejects.toThrow(/position 99/);
    await expect(ask({site: "mlp", layer: 0, head: 1})).rejects.toThrow(/has none/);
    await expect(ask({site: "query", layer: 0})).rejects.toThrow(/expected residual/);
    await expect(ask(head, undefined, {direction: "up"})).rejects.toThrow(/unknown direction/);
  });
});
