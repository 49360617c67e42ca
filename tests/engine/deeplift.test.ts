/** DeepLift with bounded multipliers: it adds up wherever the two runs lie, and is what DeepLift is where they are near. */
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {ExplainOptions, Model, ModelInput} from "../../packages/engine/src/index.ts";
import {
  constant,
  layerNorm,
  logSoftmax,
  mul,
  rmsNorm,
  scale,
  softmax,
  sum
} from "../../packages/engine/src/graph/ops.ts";
import type {Node} from "../../packages/engine/src/graph/node.ts";
import {broadcast} from "../../packages/engine/src/graph/ops.ts";
import {deepLift} from "../../packages/engine/src/explain/attribution/methods/deeplift.ts";
import {gradient} from "../../packages/engine/src/explain/attribution/rules.ts";
import {random} from "./op-cases.ts";
import {difference} from "./numbers.ts";
import {fixture, json} from "./oracle.ts";
import {scored, taskOf} from "./toy.ts";
import type {Toy} from "./toy.ts";

const names = ["gpt2", "llama", "gemma2", "bert-mlm", "bert-cls", "t5", "bart"] as const;
interface Oracle {
  readonly ids: readonly number[];
  readonly decoder_ids?: readonly number[];
  readonly target: number;
}

describe.each(names)("%s", (name) => {
  const {ids, decoder_ids: decoderIds, target} = json<Oracle>(`attribution/${name}.json`);
  const asked = (list: readonly number[]): ModelInput => ({
    ids: list,
    ...(decoderIds ? {decoderIds} : {})
  });
  let exact: Model;
  let fast: Model;
  beforeAll(async () => {
    exact = await loadModel(fixture(`attribution/${name}`), {dtype: "float64"});
    fast = await loadModel(fixture(`attribution/${name}`), {backend: "onnx"});
  });
  afterAll(() => {
    exact?.dispose();
    fast?.dispose();
  });

  test.each(["zero", "mean", "#5"])("it adds up from %s, in both precisions", async (baseline) => {
    for (const of of ["logit", "probability"] as const)
      for (const [model, tolerance] of [
        [exact, 1e-9],
        [fast, 1e-4]
      ] as const) {
        const options: ExplainOptions = {method: "deeplift", baseline, of, target};
        const map = await model.explain(asked(ids), options);
        expect(Math.abs(map.delta!)).toBeLessThan(tolerance * Math.max(1, Math.abs(map.change!)));
        expect(map.warning).toBeNull();
      }
  });

  test("exchanging the input and the baseline changes the sign", async () => {
    const other = ids.map((id, at) => (at === 0 || at === ids.length - 1 ? id : (id * 7) % 60));
    const map = (input: readonly number[], baseline: readonly number[]) =>
      exact.explain({ids: input}, {method: "deeplift", baseline: {ids: baseline}, target});
    const [there, back] = [await map(ids, other), await map(other, ids)];
    expect(Math.hypot(...there.scores)).toBeGreaterThan(1e-3);
    const turned = back.scores.map((score) => -score);
    expect(difference(turned, there.scores)).toBeLessThan(1e-9);
  });
});

const weights = (x: Node): Node => {
  const row = (x.shape.at(-1) as number) - 1;
  return broadcast(constant(1 / (row + 2)), [x.shape.at(-1)!]);
};
/** Weights of the entries differ, so that no symmetry hides a fault. */
const read = (y: Node, layer: Parameters<Toy>[1]): Node => layer(y, [[1, -2, 3, 0.5, -0.25]]);
const toys: Readonly<Record<string, Toy>> = {
  softmax: (x, layer) => read(softmax(x), layer),
  logSoftmax: (x, layer) => read(logSoftmax(x), layer),
  rmsNorm: (x, layer) => read(rmsNorm(x, weights(x), 1e-6), layer),
  layerNorm: (x, layer) => read(layerNorm(x, weights(x), scale(weights(x), 0.5), 1e-6), layer),
  "softmax of a norm": (x, layer) => read(softmax(scale(rmsNorm(x, weights(x), 1e-6), 40)), layer),
  "a mix by softmax": (x, layer) => sum(mul(softmax(x), layer(x, [[1, 0, 2, 0, -1]])), [1])
};

describe.each(Object.entries(toys))("%s", (name, toy) => {
  const rows = (seed: number, size: number): number[] => {
    const next = random(seed);
    return Array.from({length: 5}, () => size * (next() - 0.5));
  };
  const value = async (x: readonly number[]): Promise<number> =>
    (await (await taskOf(toy, x)).target.values([[Float64Array.from(x)]]))[0]!;

  test("it adds up, near and far", async () => {
    for (const [seed, size, other] of [
      [1, 1, 1],
      [2, 1e-3, 10],
      [3, 200, 1e-2],
      [4, 50, 900],
      [5, 1, 0]
    ] as const) {
      const [x, baseline] = [rows(seed, size), rows(seed + 10, other)];
      const scores = await scored(
        deepLift,
        await taskOf(toy, x, {baseline, decomposition: "bounded"})
      );
      const change = (await value(x)) - (await value(baseline));
      const added = scores.reduce((all, score) => all + score, 0);
      const terms = scores.reduce((all, score) => all + Math.abs(score), 0);
      expect(Math.abs(added - change), `${seed}`).toBeLessThan(1e-9 * Math.max(1, terms));
      // Scores of the size of what there is to explain, however far the two are apart.
      const bound = name === "a mix by softmax" ? 1e4 : name === "logSoftmax" ? 1e4 : 100;
      expect(terms, `${seed}`).toBeLessThan(bound);
    }
  });

  test("from a baseline nearby it is the gradient times the difference", async () => {
    const x = rows(7, 2);
    const gaps = rows(8, 2e-5);
    const baseline = x.map((own, at) => own - gaps[at]!);
    const task = await taskOf(toy, x, {baseline, decomposition: "bounded"});
    const [walk] = await task.target.walks(gradient, [
      {rows: [Float64Array.from(x, (own, at) => own - gaps[at]! / 2)]}
    ]);
    const want = gaps.map((gap, at) => gap * walk!.flow[0]![at]!);
    expect(difference(await scored(deepLift, task), want)).toBeLessThan(1e-6);
  });
});

test("how softmax and norms are taken apart is the caller's, and nothing else is known", async () => {
  const model = await loadModel(fixture("attribution/llama"), {dtype: "float64"});
  const input = {ids: [1, 44, 9, 73]};
  const map = (decomposition: "bounded" | "elementwise") =>
    model.explain(input, {method: "deeplift", baseline: "zero", decomposition, target: 18});
  const [bounded, elementwise] = [await map("bounded"), await map("elementwise")];
  expect(Math.hypot(...elementwise.scores)).toBeGreaterThan(1e3 * Math.hypot(...bounded.scores));
  await expect(map("other" as "bounded")).rejects.toThrow(/unknown decomposition: other/);
  model.dispose();
});
