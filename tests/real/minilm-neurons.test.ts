/** Factors of neurons in a published encoder. */
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {Model} from "../../packages/engine/src/index.ts";
import {isPersonalPronoun, isPunctuation, mostConcentrated, passage} from "../engine/passage.ts";
import {absent, minilm} from "./models.ts";

if (absent) test.skip(absent, () => {});

describe.skipIf(absent)("MiniLM", () => {
  let model: Model;
  beforeAll(async () => {
    model = await loadModel(minilm);
  });
  afterAll(() => model?.dispose());

  test("layer 3, 8 factors: one is of punctuation, another of pronouns", async () => {
    const found = await model.neurons(passage, {layers: 3, factors: 8});
    const points = mostConcentrated(found, isPunctuation);
    const persons = mostConcentrated(found, isPersonalPronoun);
    expect(points.factor).not.toBe(persons.factor);
    expect(points.ratio).toBeGreaterThan(10);
    expect(persons.ratio).toBeGreaterThan(10);
    expect(points.strongest.every(isPunctuation)).toBe(true);
    expect(persons.strongest.every(isPersonalPronoun)).toBe(true);
  });
});
