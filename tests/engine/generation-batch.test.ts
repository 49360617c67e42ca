/** Prompts that are written on together give what each gives alone. */
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {
  GenerateOptions,
  Generation,
  Model,
  ModelInput
} from "../../packages/engine/src/index.ts";
import {gather} from "../../packages/engine/src/explain/generation/gathering.ts";
import type {Expected} from "./numbers.ts";
import {fixture, json} from "./oracle.ts";

const tolerances = {reference: 1e-12, onnx: 1e-5} as const;

/** Checks ids, probabilities, candidates and the rest; returns the largest difference of a logit, relative. */
function difference(got: Generation, alone: Generation): number {
  expect(got.tokens).toEqual(alone.tokens);
  expect(got.steps.map(({token}) => token)).toEqual(alone.steps.map(({token}) => token));
  expect(got.steps.map(({position}) => position)).toEqual(alone.steps.map((step) => step.position));
  expect(got.text).toBe(alone.text);
  expect(got.stopped).toEqual(alone.stopped);
  expect(got.seed).toBe(alone.seed);
  expect(got.tree?.length).toBe(alone.tree?.length);
  let largest = 0;
  let gap = 0;
  for (const [at, step] of got.steps.entries()) {
    const logits = new Map(alone.steps[at]!.candidates.map(({id, logit}) => [id, logit]));
    for (const {id, logit} of step.candidates) {
      largest = Math.max(largest, Math.abs(logit));
      gap = Math.max(gap, Math.abs(logit - logits.get(id)!));
    }
  }
  return gap / largest;
}

const ways: readonly (readonly [string, GenerateOptions])[] = [
  ["greedy", {}],
  ["drawn", {temperature: 1.2, topK: 30, topP: 0.95, repetitionPenalty: 1.3, seed: 11}],
  ["beams", {beams: 3}],
  ["ended", {stopAtEnd: true, tokens: 12}]
];

describe.each(["reference", "onnx"] as const)("on %s", (backend) => {
  describe.each(["gpt2", "llama", "llama3-rope", "gemma2", "t5", "bart", "mt5"])("%s", (name) => {
    const {input_ids: ids} = json<Expected>(`architectures/${name}/expected.json`);
    let model: Model;
    beforeAll(async () => {
      model = await loadModel(fixture(`architectures/${name}`), {backend});
    });
    afterAll(() => model.dispose());
    const part = (length: number): ModelInput => ({ids: ids.slice(-length)});
    const inputs = [
      part(3),
      {ids: [...ids]},
      {ids: ids.slice(0, 3)},
      part(2),
      {ids: ids.slice(1, 4)}
    ];

    test.each(ways)("%s", async (_, way) => {
      const options = {tokens: 5, top: 4, stopAtEnd: false, ...way};
      const done: number[] = [];
      const together = await model.generateBatch(inputs, {
        ...options,
        progress: (count, total) => done.push(count / total)
      });
      expect(done).toEqual([0.2, 0.4, 0.6, 0.8, 1]);
      for (const [index, input] of inputs.entries()) {
        const alone = await model.generate(input, options);
        expect(difference(together[index]!, alone), `prompt ${index}`).toBeLessThan(
          tolerances[backend]
        );
      }
    });
  });

  test("cloze: masks, one or several, at once or one by one", async () => {
    const model = await loadModel("cloze", {backend});
    const inputs = [
      "the [MASK] of france is [MASK].",
      "[MASK] is the capital.",
      "the capital of [MASK] is"
    ];
    for (const fill of ["at once", "one by one"] as const) {
      const together = await model.generateBatch(inputs, {fill, rows: 2});
      for (const [index, input] of inputs.entries())
        expect(difference(together[index]!, await model.generate(input, {fill}))).toBeLessThan(
          tolerances[backend]
        );
    }
    model.dispose();
  });
});

describe("together", () => {
  let model: Model;
  beforeAll(async () => {
    model = await loadModel("atlas", {backend: "onnx"});
  });
  afterAll(() => model.dispose());

  test("rows of one length are read in one run", async () => {
    const prompts = ["1, 2, 3,", "4, 5, 6,", "7, 8, 9,"];
    const lengths = prompts.map((prompt) => model.tokenize(prompt).length);
    expect(new Set(lengths).size).toBe(1);
    let runs = 0;
    const seats = gather(3, async (asked: readonly number[]) => {
      runs++;
      return asked.map((one) => one * 2);
    });
    const [one, two, three] = seats;
    const first = Promise.all([one!.ask(1), two!.ask(2), three!.ask(3)]);
    expect(await first).toEqual([2, 4, 6]);
    expect(runs).toBe(1);
    const second = Promise.all([one!.ask(4), three!.ask(5)]);
    two!.leave();
    two!.leave();
    expect(await second).toEqual([8, 10]);
    expect(runs).toBe(2);
    const {provenance} = (await model.generateBatch(prompts, {tokens: 4}))[0]!;
    expect(provenance.forwards).toBe(12);
  });

  test("stops are each prompt's own", async () => {
    const prompts = [" 1, 2, 3,", "Heathrow airport is located in the city of"];
    const options = {stop: [" London"], tokens: 6};
    const made = await model.generateBatch(prompts, options);
    expect(made[1]!.stopped).toEqual({reason: "stop", text: " London"});
    expect(made[0]!.text).toBe((await model.generate(prompts[0]!, options)).text);
  });

  test("nothing is nothing; what fails or is aborted leaves the model usable", async () => {
    expect(await model.generateBatch([])).toEqual([]);
    await expect(model.generateBatch(["a", ""])).rejects.toThrow("the prompt is empty");
    await expect(model.generateBatch(["a"], {rows: 0})).rejects.toThrow("rows: got 0");
    await expect(model.generateBatch(["a", "b"], {topP: 2})).rejects.toThrow("topP: got 2");
    const stopping = new AbortController();
    const running = model.generateBatch(["a", "b b b b", "c"], {
      tokens: 30,
      signal: stopping.signal,
      rows: 1,
      progress: () => stopping.abort(new Error("enough"))
    });
    await expect(running).rejects.toThrow("enough");
    expect((await model.generateBatch(["a"], {tokens: 2}))[0]!.steps).toHaveLength(2);
    const cloze = await loadModel("cloze", {backend: "reference"});
    await expect(cloze.generateBatch(["the [MASK]", "no mask"])).rejects.toThrow("nothing to fill");
    cloze.dispose();
  });
});
