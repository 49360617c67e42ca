/** Probes: the reference's minimum, held-out accuracies, and control tasks. */
import {describe, expect, test} from "vitest";
import {controlLabels} from "../../packages/engine/src/analysis/control-task.ts";
import {crossValidate} from "../../packages/engine/src/analysis/cross-validate.ts";
import {stratifiedFolds} from "../../packages/engine/src/analysis/folds.ts";
import {predict, probabilitiesOf, probe} from "../../packages/engine/src/analysis/probe.ts";
import {randomOf} from "../../packages/engine/src/explain/generation/random.ts";
import {difference} from "../engine/numbers.ts";
import {changed, expected, noise, table} from "./oracle.ts";

const x = table("probe", "x");
const {fold} = expected.probe;

describe.each(["classes2", "classes3"] as const)("%s", (task) => {
  const want = expected.probe[task];
  const labels = [...want.labels];

  test("the objective is the reference's minimum, and never below it", () => {
    const {objective} = probe(x, labels);
    expect(Math.abs(objective - want.objective)).toBeLessThan(1e-7);
    // What float64 rounds of a sum of 150 terms.
    expect(objective).toBeGreaterThan(want.objective - 1e-11);
  });

  test("coefficients, intercepts and probabilities are the reference's", () => {
    const trained = probe(x, labels);
    expect(
      difference(trained.weights.data, table("probe", `${task}.coef`).data, true)
    ).toBeLessThan(1e-4);
    expect(
      difference(trained.intercepts, table("probe", `${task}.intercept`).data, true)
    ).toBeLessThan(1e-4);
    expect(
      difference(probabilitiesOf(trained, x).data, table("probe", `${task}.prob`).data, true)
    ).toBeLessThan(1e-4);
    const right = predict(trained, x).filter((label, row) => label === labels[row]).length;
    expect(right).toBe(Math.round(want.accuracy * labels.length));
  });

  test("accuracies of given folds are the reference's", async () => {
    const {folds, accuracy} = await crossValidate(x, labels, fold);
    expect(folds).toHaveLength(want.fold_accuracy.length);
    want.fold_accuracy.forEach((value, at) => expect(folds[at]).toBeCloseTo(value, 12));
    expect(accuracy).toBeCloseTo(want.mean_fold_accuracy, 12);
  });

  test("the objective is the penalised loss of its own probabilities", () => {
    const trained = probe(x, labels, {l2: 3});
    const {data, columns} = probabilitiesOf(trained, x);
    const loss = labels.reduce(
      (sum, label, row) => sum - Math.log(data[row * columns + label]!),
      0
    );
    const penalty = 1.5 * trained.weights.data.reduce((sum, w) => sum + w * w, 0);
    expect(trained.objective).toBeCloseTo(loss + penalty, 9);
  });

  test("moving all samples moves the intercepts alone", () => {
    const [here, there] = [
      probe(x, labels),
      probe(
        changed(x, (value) => value + 1e3),
        labels
      )
    ];
    expect(difference(there.weights.data, here.weights.data)).toBeLessThan(1e-6);
    expect(there.objective).toBeCloseTo(here.objective, 7);
  });
});

test("a stronger penalty gives smaller weights, and a smaller one a smaller loss", () => {
  const labels = [...expected.probe.classes3.labels];
  const norms = [0.01, 1, 100].map((l2) => Math.hypot(...probe(x, labels, {l2}).weights.data));
  expect(norms[0]).toBeGreaterThan(norms[1]!);
  expect(norms[1]).toBeGreaterThan(norms[2]!);
});

test("separable samples are told apart, whatever the scale when standardised", async () => {
  const labels = Array.from({length: 60}, (_, row) => row % 3);
  const samples = changed(noise(60, 4, 1), (value, at) => {
    const [row, column] = [Math.floor(at / 4), at % 4];
    return (column === 3 ? 1e4 : 1) * (0.1 * value + (column === row % 3 ? 3 : 0));
  });
  const folds = stratifiedFolds(labels, 5, randomOf(0));
  expect((await crossValidate(samples, labels, folds, {standardise: true})).accuracy).toBe(1);
  const tiny = changed(samples, (value) => value * 1e-6);
  expect((await crossValidate(tiny, labels, folds, {standardise: true})).accuracy).toBe(1);
});

test("folds hold every class evenly, are of one size, and are the seed's", () => {
  const labels = Array.from({length: 103}, (_, at) => (at % 10 < 7 ? 0 : at % 3 === 0 ? 1 : 2));
  const folds = stratifiedFolds(labels, 5, randomOf(4));
  for (const label of [0, 1, 2, null]) {
    const counts = [0, 1, 2, 3, 4].map(
      (name) =>
        folds.filter((own, at) => own === name && (label ?? labels[at]) === labels[at]).length
    );
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  }
  expect(stratifiedFolds(labels, 5, randomOf(4))).toEqual(folds);
  expect(stratifiedFolds(labels, 5, randomOf(5))).not.toEqual(folds);
});

test("a control task gives each type one label, as often as labels occur", () => {
  const types = Array.from({length: 3000}, (_, at) => `word ${at % 1000}`);
  const labels = types.map((_, at) => (at % 4 === 0 ? 1 : 0));
  const control = controlLabels(labels, types, randomOf(1));
  types.forEach((_, at) => expect(control[at]).toBe(control[at % 1000]));
  const share = control.filter((label) => label === 1).length / control.length;
  expect(Math.abs(share - 0.25)).toBeLessThan(0.05);
});

test("no probe tells a control task of samples that say nothing of their type: its accuracy is near chance", async () => {
  const count = 300;
  const types = Array.from({length: count}, (_, at) => `word ${at}`);
  const labels = types.map((_, at) => at % 2);
  const samples = changed(noise(count, 5, 3), (value, at) =>
    at % 5 === 0 ? value + 6 * labels[Math.floor(at / 5)]! : value
  );
  const folds = stratifiedFolds(labels, 5, randomOf(0));
  const real = (await crossValidate(samples, labels, folds)).accuracy;
  const control = (await crossValidate(samples, controlLabels(labels, types, randomOf(0)), folds))
    .accuracy;
  expect(real).toBeGreaterThan(0.98);
  // Three standard errors of 300 throws of a coin.
  expect(Math.abs(control - 0.5)).toBeLessThan(0.09);
});

test("a control task is learnt where samples tell their type", async () => {
  const types = Array.from({length: 200}, (_, at) => `word ${at % 8}`);
  const labels = types.map((_, at) => at % 2);
  const samples = changed(
    noise(200, 8, 5),
    (value, at) => 0.1 * value + (at % 8 === Math.floor(at / 8) % 8 ? 5 : 0)
  );
  const control = controlLabels(labels, types, randomOf(2));
  expect(
    (await crossValidate(samples, control, stratifiedFolds(control, 4, randomOf(0)))).accuracy
  ).toBe(1);
});

test("a class that training has not seen is never told, and one class alone always", async () => {
  const samples = noise(6, 2, 1);
  const {predicted} = await crossValidate(samples, [0, 0, 1, 1, 2, 0], [0, 0, 0, 0, 1, 1]);
  expect(predicted.slice(4)).not.toContain(2);
  expect((await crossValidate(samples, [0, 0, 1, 1, 1, 1], [0, 0, 1, 1, 1, 1])).predicted).toEqual([
    1, 1, 0, 0, 0, 0
  ]);
});

test("what cannot be trained on is said", async () => {
  expect(() => probe(x, [0, 1])).toThrow(/got 2 labels for 150 samples/);
  expect(() => probe(noise(3, 2, 1), [0, 0, 0])).toThrow(/at least 2/);
  expect(() => probe(noise(3, 2, 1), [0, 2, 2])).toThrow(/got the classes 0, 2, expected all/);
  expect(() => probe(noise(2, 2, 1), [0.5, 1])).toThrow(/got the classes 0.5, 1/);
  expect(() => probe(noise(3, 2, 1), [0, 1, 1], {l2: 0})).toThrow(/l2: got 0/);
  expect(() => stratifiedFolds([0, 1], 3, randomOf(0))).toThrow(/folds: got 3, .* 2 to 2/);
  expect(() => controlLabels([0, 1], ["a", "a"], randomOf(0))).toThrow(/got 1 types/);
  await expect(crossValidate(x, [0], [0])).rejects.toThrow(/150 samples/);
});
