/** What factors of neurons show on the model that comes for it, and that they show the same whatever the start. */
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {Model, NeuronFactors} from "../../packages/engine/src/index.ts";
import {isPersonalPronoun, isPunctuation, mostConcentrated, passage} from "./passage.ts";

describe.each(["nndsvda", "random"] as const)("cloze, layers 3 and 4, 10 factors, %s", (init) => {
  let model: Model;
  let found: NeuronFactors;
  beforeAll(async () => {
    model = await loadModel("cloze");
    found = await model.neurons(passage, {layers: {from: 3, to: 4}, factors: 10, init});
  });
  afterAll(() => model.dispose());

  test("one factor is of punctuation, another of pronouns", () => {
    const points = mostConcentrated(found, isPunctuation);
    const persons = mostConcentrated(found, isPersonalPronoun);
    expect(points.factor).not.toBe(persons.factor);
    expect(points.ratio).toBeGreaterThan(20);
    expect(persons.ratio).toBeGreaterThan(5);
    expect(points.strongest.every(isPunctuation)).toBe(true);
    expect(persons.strongest.every(isPersonalPronoun)).toBe(true);
  });

  test("the neurons of the punctuation factor fire at punctuation, in this text and in another", async () => {
    const {factor} = mostConcentrated(found, isPunctuation);
    const {layer, neuron} = found.factors[factor]!.neurons[0]!;
    const {strongest} = await model.topTokens(
      [passage, "The ship, the sea, the whale; and then, at last, nothing. Call me what you will!"],
      {layer, neuron, top: 20}
    );
    const own = strongest.filter(({token}) => isPunctuation(token));
    expect(own.length).toBeGreaterThanOrEqual(16);
    expect(own.some(({text}) => text === 1)).toBe(true);
  });
});
