/** Direct logit attribution: the reference implementation's parts, and what each part is. */
import {describe, expect, test} from "vitest";
import {InputError, loadModel} from "../../packages/engine/src/index.ts";
import type {Model} from "../../packages/engine/src/index.ts";
import {difference} from "./numbers.ts";
import {arrays, fixture, json} from "./oracle.ts";

interface Parts {
  readonly value: number;
  readonly embedding: number;
  readonly position: number;
  readonly attention: readonly number[];
  readonly mlp: readonly number[];
  readonly heads: readonly (readonly number[])[];
  readonly attention_bias: readonly number[];
  readonly final_norm_bias: number;
}
interface Wanted {
  readonly ids: readonly number[];
  readonly target: number;
  readonly foil: number;
  readonly direct: {readonly logit: Parts; readonly diff: Parts};
}

const exact = (name: string): Promise<Model> =>
  loadModel(fixture(`attribution/${name}`), {dtype: "float64"});

describe.each(["gpt2", "llama"])("%s, in float64", (name) => {
  const {ids, target, foil, direct} = json<Wanted>(`attribution/${name}.json`);
  const sumOf = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0);

  test.each(["logit", "diff"] as const)("%s: each part is the reference's", async (of) => {
    const model = await exact(name);
    const want = direct[of];
    const ask = async (by: "layer" | "head"): Promise<(kind: string) => number[]> => {
      const {parts, target: told} = await model.directLogits(
        {ids},
        {by, target, ...(of === "diff" ? {foil} : {})}
      );
      expect(Math.abs(told.value - want.value)).toBeLessThan(1e-10);
      return (kind) => parts.filter((part) => part.kind === kind).map(({value}) => value);
    };
    const layer = await ask("layer");
    expect(difference(layer("embedding"), [want.embedding])).toBeLessThan(1e-8);
    expect(difference(layer("position"), name === "gpt2" ? [want.position] : [])).toBeLessThan(
      1e-8
    );
    expect(difference(layer("attention"), want.attention)).toBeLessThan(1e-8);
    expect(difference(layer("mlp"), want.mlp)).toBeLessThan(1e-8);
    expect(difference(layer("bias"), [want.final_norm_bias])).toBeLessThan(1e-8);
    const head = await ask("head");
    expect(difference(head("attention"), want.heads.flat())).toBeLessThan(1e-8);
    expect(difference(head("mlp"), want.mlp)).toBeLessThan(1e-8);
    // Heads leave the bias of the attention's output to the biases.
    const biases = want.final_norm_bias + sumOf(want.attention_bias);
    expect(difference(head("bias"), [biases])).toBeLessThan(1e-8);
    model.dispose();
  });
});

test("neurons: the strongest first, what they fire and what that adds", async () => {
  const model = await exact("llama");
  const input = {ids: [1, 44, 9, 73, 26, 15]};
  const {neurons} = await model.directLogits(input, {by: "neuron", target: 18, top: 5});
  expect(neurons!.length).toBe(5);
  const sizes = neurons!.map(({value}) => Math.abs(value));
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
  const {layer, neuron, activation, value} = neurons![0]!;
  const site = `layers.${layer}.neurons`;
  const out = `layers.${layer}.mlp.output`;
  const last = "layers.1.residual";
  const at = async (name: string, set?: number): Promise<number[]> => {
    const {sites} = await model.run(input, {
      capture: [name],
      interventions: set === undefined ? [] : [{site, set, neurons: [neuron]}]
    });
    const {shape, data} = sites.get(name)!;
    return Array.from(data.slice((input.ids.length - 1) * shape.at(-1)!));
  };
  expect((await at(site))[neuron]).toBe(activation);
  // By hand: what it writes · gain · row of the output matrix / root mean square of the last state.
  const [full, without, end] = [await at(out), await at(out, 0), await at(last)];
  const weights = arrays("attribution/llama/model.safetensors");
  const gain = weights.get("model.norm.weight")!.data;
  const row = Array.from(weights.get("lm_head.weight")!.data).slice(
    18 * end.length,
    19 * end.length
  );
  const rms = Math.sqrt(end.reduce((sum, x) => sum + x * x, 0) / end.length + 1e-5);
  const byHand = end.reduce(
    (sum, _, channel) =>
      sum + ((full[channel]! - without[channel]!) * gain[channel]! * row[channel]!) / rms,
    0
  );
  expect(Math.abs(value - byHand)).toBeLessThan(1e-12);
  model.dispose();
});

test("the target defaults to the likeliest, a foil makes it a difference", async () => {
  const model = await exact("gpt2");
  const input = {ids: [7, 31, 12, 64]};
  const {id} = (await model.candidates(input)).top[0]!;
  const plain = await model.directLogits(input);
  expect(plain.target.id).toBe(id);
  const other = id === 3 ? 4 : 3;
  const [foil, both] = [
    await model.directLogits(input, {target: other}),
    await model.directLogits(input, {foil: other})
  ];
  for (const [index, {value}] of both.parts.entries())
    expect(value).toBeCloseTo(plain.parts[index]!.value - foil.parts[index]!.value, 10);
  await expect(model.directLogits(input, {by: "atom" as "layer"})).rejects.toThrow(InputError);
  await expect(model.directLogits(input, {target: id, foil: id})).rejects.toThrow(/same token/);
  model.dispose();
});
