/** Ablation, interventions and steering by their definitions. */
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {
  amplify,
  inhibit,
  InputError,
  loadModel,
  steer,
  steeringVector
} from "../../packages/engine/src/index.ts";
import type {Intervention, Model} from "../../packages/engine/src/index.ts";
import {difference} from "./numbers.ts";
import {fixture} from "./oracle.ts";

const input = {ids: [7, 31, 12, 64, 5, 49, 20]};
const others = [{ids: [1, 2, 3, 4, 5, 6, 7, 8]}, {ids: [9, 8, 7, 6, 5, 4, 3]}];

describe("gpt2, in float64", () => {
  let model: Model;
  beforeAll(async () => {
    model = await loadModel(fixture("attribution/gpt2"), {dtype: "float64"});
  });
  afterAll(() => model?.dispose());

  const logit = async (target: number, interventions: readonly Intervention[] = []) => {
    const {sites} = await model.run(input, {interventions});
    return sites.get("logits")!.data.at(target - model.info.vocabulary)!;
  };
  const near = (a: number, b: number) => expect(Math.abs(a - b)).toBeLessThan(1e-12);

  test("each unit's effect is the change an intervention makes", async () => {
    const target = 33;
    const base = await logit(target);
    const heads = await model.ablate(input, {of: "logit", target, layers: [1], positions: [2, -1]});
    expect([heads.layers, heads.units]).toEqual([[1], [0, 1, 2, 3]]);
    for (const [head, effect] of heads.effects[0]!.entries()) {
      const site = "layers.1.attention.heads";
      near(
        effect,
        (await logit(target, [{site, set: 0, heads: [head], positions: [2, 6]}])) - base
      );
    }
    const neurons = await model.ablate(input, {
      of: "logit",
      target,
      site: "neuron",
      neurons: [0, 5]
    });
    for (const [layer, row] of neurons.effects.entries())
      for (const [at, effect] of row.entries())
        near(
          effect,
          (await logit(target, [inhibit({layer, neurons: [neurons.units[at]!]})])) - base
        );
  });

  test("a mean is over positions and texts, a resampled value the text's own", async () => {
    const target = 33;
    const base = await logit(target);
    const site = "layers.0.mlp.output";
    const rows = await Promise.all(
      others.map(async (text) => (await model.run(text, {capture: [site]})).sites.get(site)!)
    );
    const width = model.info.width;
    const all = rows.flatMap(({data}) => Array.from(data));
    const mean = Array.from({length: width}, (_, channel) => {
      const own = all.filter((_x, at) => at % width === channel);
      return own.reduce((sum, x) => sum + x, 0) / own.length;
    });
    const options = {of: "logit", target, site: "mlp", layers: [0], samples: others} as const;
    const meant = await model.ablate(input, {...options, with: "mean"});
    near(meant.effects[0]![0]!, (await logit(target, [{site, set: mean}])) - base);

    const effects = await Promise.all(
      rows.map(async ({data}) => {
        const steps = input.ids.map((_, t) => ({
          site,
          set: data.subarray(t * width, (t + 1) * width),
          positions: [t]
        }));
        return (await logit(target, steps)) - base;
      })
    );
    const drawn = await model.ablate(input, {...options, with: "resample"});
    near(drawn.effects[0]![0]!, (effects[0]! + effects[1]!) / 2);
    const seeds = await Promise.all(
      Array.from({length: 8}, async (_, seed) => {
        const one = await model.ablate(input, {...options, with: "resample", draws: 1, seed});
        return one.effects[0]![0]!;
      })
    );
    for (const effect of seeds)
      expect(Math.min(...effects.map((one) => Math.abs(one - effect)))).toBeLessThan(1e-12);
    expect(new Set(seeds).size).toBe(2);
  });

  test("what does not fit is refused", async () => {
    const ablate = (options: Parameters<Model["ablate"]>[1]) => model.ablate(input, options);
    await expect(ablate({site: "mlp", heads: [0]})).rejects.toThrow(InputError);
    await expect(ablate({with: "resample"})).rejects.toThrow(/got no samples/);
    await expect(ablate({with: "resample", samples: [{ids: [1]}]})).rejects.toThrow(/1 tokens/);
    await expect(ablate({samples: others})).rejects.toThrow(/zeros need none/);
    await expect(ablate({layers: [9]})).rejects.toThrow(/layers: got 9/);
    await expect(ablate({positions: [9]})).rejects.toThrow(/position 9/);
    for (const bad of [
      {site: "layers.9.neurons", scale: 0},
      {site: "logits", scale: 0},
      {site: "layers.0.neurons"},
      {site: "layers.0.attention.pattern", scale: 0},
      {site: "layers.0.neurons", scale: 0, set: 1},
      {site: "layers.0.neurons", scale: 0, heads: [1]},
      {site: "layers.0.neurons", add: [1, 2, 3]},
      {site: "layers.0.neurons", scale: 0, neurons: [1e6]},
      {site: "layers.0.neurons", scale: 0, positions: [-1]},
      {site: "layers.0.neurons", scale: NaN}
    ])
      await expect(model.candidates(input, {interventions: [bad]})).rejects.toThrow(InputError);
  });

  test("steps at one place follow each other; factors and directions add up", async () => {
    const site = "layers.1.residual";
    const vector = Float64Array.from({length: model.info.width}, (_, at) => Math.sin(at));
    near(
      await logit(3, [
        {site, add: vector},
        {site, scale: 3}
      ]),
      await logit(3, [{site, scale: 3}, steer({site, vector}, {coefficient: 3})])
    );
    const half = {layer: 0, neurons: [1, 2], factor: 0.5};
    near(
      await logit(3, [amplify(half), amplify(half)]),
      await logit(3, [amplify({...half, factor: 0.25})])
    );
  });

  test("gradients are of the edited model", async () => {
    const interventions = [{site: "embeddings", scale: 2}];
    const gradientOf = {of: "logit", target: 3} as const;
    const name = "gradient.embeddings";
    const found = await model.run(input, {interventions, gradientOf});
    const bare = await model.run(input, {gradientOf});
    const step = 1e-5;
    const edited = (add: number): Intervention[] => [
      {site: "embeddings", add, positions: [4], neurons: [7]},
      ...interventions
    ];
    const slope = ((await logit(3, edited(step))) - (await logit(3, edited(-step)))) / (2 * step);
    const at = 4 * model.info.width + 7;
    expect(Math.abs(found.sites.get(name)!.data[at]! - slope)).toBeLessThan(1e-8);
    expect(Math.abs(bare.sites.get(name)!.data[at]! - slope)).toBeGreaterThan(1e-4);
  });

  test("a steering vector is the difference of means, and turns what is written", async () => {
    const found = await steeringVector(model, [input], others, {layer: 1});
    const rows = await Promise.all(
      [input, ...others].map(async (text) => {
        const {data} = (await model.run(text, {capture: [found.site]})).sites.get(found.site)!;
        return Array.from(data.subarray(-model.info.width));
      })
    );
    const want = rows[0]!.map((x, at) => x - (rows[1]![at]! + rows[2]![at]!) / 2);
    expect(difference(found.vector, want)).toBeLessThan(1e-12);
    expect(found.norm).toBeCloseTo(Math.hypot(...want), 12);
    await expect(steeringVector(model, [], others, {layer: 1})).rejects.toThrow(InputError);
    const interventions = [steer(found, {coefficient: -20})];
    const plain = await model.generate(input, {tokens: 6});
    const steered = await model.generate(input, {tokens: 6, interventions});
    const ids = steered.steps.map(({token}) => token.id);
    expect(ids).not.toEqual(plain.steps.map(({token}) => token.id));
    // Token by token, each from the whole text read anew.
    for (const [count, id] of ids.entries()) {
      const whole = {ids: [...input.ids, ...ids.slice(0, count)]};
      expect((await model.candidates(whole, {interventions})).top[0]!.id).toBe(id);
    }
    const [batched] = await model.generateBatch([input, others[0]!], {tokens: 6, interventions});
    expect(batched!.steps.map(({token}) => token.id)).toEqual(ids);
  });
});
