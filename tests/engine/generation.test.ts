import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {createModel, loadModel, openSource} from "../../packages/engine/src/index.ts";
import type {Model} from "../../packages/engine/src/index.ts";
import {randomOf} from "../../packages/engine/src/explain/generation/random.ts";
import {
  chancesOf,
  drawn,
  penalized,
  samplingOf
} from "../../packages/engine/src/explain/generation/sampling.ts";
import {cutAt, settled} from "../../packages/engine/src/explain/generation/stopping.ts";
import type {Expected} from "./numbers.ts";
import {fixture, json} from "./oracle.ts";

const logits = Float64Array.of(2, -1, 0.5, 2, 1, -3);
const likely = (ids: readonly number[], temperature = 1): number[] => {
  const weights = ids.map((id) => Math.exp(logits[id]! / temperature));
  const sum = weights.reduce((all, one) => all + one, 0);
  return weights.map((weight) => weight / sum);
};
const drawnFrom = (options: Parameters<typeof samplingOf>[0]) =>
  chancesOf(logits, samplingOf({temperature: 1, ...options}));

describe("what may be drawn", () => {
  const sharesOf = ({ids, probabilities}: ReturnType<typeof drawnFrom>) =>
    new Map(ids.map((id, at) => [id, probabilities[at]!]));

  test.each([1, 0.5, 3])("at temperature %f is softmax(logits / temperature)", (temperature) => {
    const {ids, probabilities} = drawnFrom({temperature});
    expect(ids).toEqual([0, 1, 2, 3, 4, 5]);
    likely(ids, temperature).forEach((share, at) =>
      expect(probabilities[at]!).toBeCloseTo(share, 12)
    );
  });
  test("top-k: so many, and those as likely as the last of them", () => {
    expect(drawnFrom({topK: 3}).ids).toEqual([0, 3, 4]);
    expect(drawnFrom({topK: 1}).ids).toEqual([0, 3]);
    likely([0, 3, 4]).forEach((share, at) =>
      expect(drawnFrom({topK: 3}).probabilities[at]!).toBeCloseTo(share, 12)
    );
  });
  test.each([0.1, 0.39, 0.5, 0.8, 0.95, 0.999])("top-p %f: the fewest that hold it", (topP) => {
    const all = sharesOf(drawnFrom({}));
    const {ids} = drawnFrom({topP});
    const shares = ids.map((id) => all.get(id)!);
    const held = shares.reduce((sum, share) => sum + share, 0);
    expect(held).toBeGreaterThanOrEqual(topP);
    expect(held - Math.min(...shares)).toBeLessThan(topP);
    const left = [...all].filter(([id]) => !ids.includes(id)).map(([, share]) => share);
    expect(Math.max(0, ...left)).toBeLessThanOrEqual(Math.min(...shares));
  });
  test("top-p below the share of either of two equal ones keeps the first", () => {
    expect(drawnFrom({topP: 0.1}).ids).toEqual([0]);
    expect(drawnFrom({topP: 0.5}).ids).toEqual([0, 3]);
  });
  test("top-p holds its share of what top-k has left", () => {
    const left = sharesOf(drawnFrom({topK: 3}));
    const {ids} = drawnFrom({topK: 3, topP: 0.9});
    expect(left.get(0)! + left.get(3)!).toBeLessThan(0.9);
    expect(ids).toEqual([0, 3, 4]);
    expect(drawnFrom({topK: 3, topP: 0.8}).ids).toEqual([0, 3]);
  });
  test("min-p: what is at least this share of the likeliest", () => {
    const all = sharesOf(drawnFrom({}));
    const bar = 0.3 * Math.max(...all.values());
    expect(drawnFrom({minP: 0.3}).ids).toEqual(
      [...all].filter(([, share]) => share >= bar).map(([id]) => id)
    );
  });
  test("comes up as often as it is likely: 20,000 draws, χ² of 5 degrees below its 99.9th percentile", () => {
    const chances = drawnFrom({});
    const random = randomOf(7);
    const draws = 20_000;
    const counts = new Map(chances.ids.map((id) => [id, 0]));
    for (let draw = 0; draw < draws; draw++) {
      const {id} = drawn(chances, random());
      counts.set(id, counts.get(id)! + 1);
    }
    const chi = [...sharesOf(chances)].reduce((sum, [id, probability]) => {
      const expected = probability * draws;
      return sum + (counts.get(id)! - expected) ** 2 / expected;
    }, 0);
    expect(chi).toBeLessThan(20.52);
  });
  test("a repeated token: positive logits divided, negative ones multiplied", () => {
    expect(Array.from(penalized(logits, [0, 1, 1], 2))).toEqual([1, -2, 0.5, 2, 1, -3]);
  });
  test.each([
    [{temperature: -1}, "temperature: got -1"],
    [{topP: 0}, "topP: got 0"],
    [{topK: 0}, "topK: got 0"],
    [{minP: 2}, "minP: got 2"],
    [{repetitionPenalty: 0}, "repetitionPenalty: got 0"],
    [{temperature: NaN}, "temperature: got NaN"]
  ])("%j is refused", (options, message) => {
    expect(() => samplingOf(options)).toThrow(message);
  });
});

describe("stops", () => {
  test("cut at the first of them, and are left out", () => {
    expect(cutAt("one two three", ["three", "two"])).toEqual({text: "one ", stop: "two"});
    expect(cutAt("one", ["two", ""])).toBeNull();
  });
  test("what may yet become one, or is half a character, is held back", () => {
    expect(settled("a\nUs", ["\nUser:"])).toBe("a");
    expect(settled("a\nUn", ["\nUser:"])).toBe("a\nUn");
    expect(settled("caf\uFFFD", [])).toBe("caf");
  });
});

describe.each(["gpt2", "llama", "t5"])("%s", (name) => {
  const {input_ids: ids, greedy} = json<Expected>(`architectures/${name}/expected.json`);
  let model: Model;
  beforeAll(async () => {
    model = await loadModel(fixture(`architectures/${name}`), {backend: "reference"});
  });
  afterAll(() => model.dispose());
  const idsOf = (steps: readonly {readonly token: {readonly id: number}}[]): number[] =>
    steps.map(({token}) => token.id);

  test("one beam, or a temperature near 0, is the greedy continuation", async () => {
    const options = {tokens: greedy!.length, stopAtEnd: false};
    for (const more of [{}, {beams: 1}, {temperature: 1e-6, seed: 1}]) {
      const {steps} = await model.generate({ids}, {...options, ...more});
      expect(idsOf(steps)).toEqual(greedy);
    }
  });

  test("beams that leave nothing out find what trying everything finds", async () => {
    const vocabulary = model.info.vocabulary;
    const {steps, tree, leaf, stopped} = await model.generate(
      {ids},
      {beams: vocabulary, tokens: 2, stopAtEnd: false}
    );
    const decoder = model.info.kind === "encoder-decoder";
    const after = async (token?: number): Promise<number[]> => {
      const start = token === undefined ? [] : [token];
      const input = decoder ? {ids, decoderIds: [0, ...start]} : {ids: [...ids, ...start]};
      const {top} = await model.candidates(input, {top: vocabulary});
      const list = Array.from<number>({length: vocabulary});
      for (const {id, probability} of top) list[id] = Math.log(probability);
      return list;
    };
    const first = await after();
    let best = {sum: -Infinity, path: [0, 0]};
    for (let one = 0; one < vocabulary; one++) {
      const second = await after(one);
      for (let two = 0; two < vocabulary; two++) {
        const sum = first[one]! + second[two]!;
        if (sum > best.sum) best = {sum, path: [one, two]};
      }
    }
    expect(idsOf(steps)).toEqual(best.path);
    expect(tree![leaf!]!.logprob).toBeCloseTo(best.sum, 9);
    for (const {parent, probability, logprob, text} of tree!) {
      const before = parent === null ? 0 : tree![parent]!.logprob;
      expect(Math.log(probability)).toBeCloseTo(logprob - before, 9);
      // These models have no tokenizer.
      expect(text).toBeNull();
    }
    expect(stopped).toEqual({reason: "length"});
  });

  test("beams that leave nothing out, with end tokens and a length penalty, find what trying everything finds", async () => {
    const source = await openSource(fixture(`architectures/${name}`));
    const {top} = await model.candidates({ids}, {top: 1e9});
    const vocabulary = top.length;
    const decoder = model.info.kind === "encoder-decoder";
    // Likely ones, so that texts do end.
    const ends = top.slice(0, 3).map(({id}) => id);
    const ending = await createModel(
      {...source, generation: {eos_token_id: ends}},
      {backend: "reference"}
    );
    const logprobs = async (token: number): Promise<Map<number, number>> => {
      const input = decoder ? {ids, decoderIds: [0, token]} : {ids: [...ids, token]};
      const after = await model.candidates(input, {top: vocabulary});
      return new Map(after.top.map(({id, probability}) => [id, Math.log(probability)]));
    };
    const all: {path: number[]; sum: number}[] = [];
    for (const {id, probability} of top) {
      const sum = Math.log(probability);
      if (ends.includes(id)) all.push({path: [id], sum});
      else
        for (const [next, more] of await logprobs(id))
          all.push({path: [id, next], sum: sum + more});
    }
    for (const lengthPenalty of [-1, 0, 1, 3]) {
      const score = ({path, sum}: (typeof all)[number]): number =>
        sum / path.length ** lengthPenalty;
      const best = all.toSorted((a, b) => score(b) - score(a))[0]!;
      const {steps, tree, leaf, stopped} = await ending.generate(
        {ids},
        {beams: vocabulary, tokens: 2, stopAtEnd: true, lengthPenalty}
      );
      expect(idsOf(steps), `length penalty ${lengthPenalty}`).toEqual(best.path);
      expect(tree![leaf!]!.logprob).toBeCloseTo(best.sum, 9);
      expect(stopped).toEqual({reason: ends.includes(best.path.at(-1)!) ? "end" : "length"});
    }
    ending.dispose();
  });

  test("several end tokens among the best leave as many beams as were asked for", async () => {
    const source = await openSource(fixture(`architectures/${name}`));
    const {top} = await model.candidates({ids}, {top: 6});
    const generation = {eos_token_id: top.slice(0, 5).map(({id}) => id)};
    const ending = await createModel({...source, generation}, {backend: "reference"});
    const {tree} = await ending.generate({ids}, {beams: 2, tokens: 2, stopAtEnd: true});
    const first = tree!.filter(({step}) => step === 0);
    expect(first.filter(({kept, finished}) => kept && finished).length).toBe(2);
    expect(first.filter(({kept, finished}) => kept && !finished).length).toBe(2);
    ending.dispose();
  });

  test("a repetition penalty changes the log-probabilities of beams", async () => {
    const {top} = await model.candidates({ids}, {top: 1e9});
    const before = new Set(model.info.kind === "encoder-decoder" ? [0] : ids);
    const scores = top
      .map(({id, probability}) => ({id, score: Math.log(probability) * (before.has(id) ? 1.7 : 1)}))
      .sort((a, b) => b.score - a.score);
    const {tree} = await model.generate(
      {ids},
      {beams: 3, tokens: 1, repetitionPenalty: 1.7, stopAtEnd: false}
    );
    const found = tree!.filter(({kept}) => kept);
    expect(found.map(({token}) => token)).toEqual(scores.slice(0, 3).map(({id}) => id));
    found.forEach(({logprob}, at) => expect(logprob).toBeCloseTo(scores[at]!.score, 9));
  });

  test("the tree leads from the leaf to the first token, by the steps that are returned", async () => {
    const {steps, tree, leaf} = await model.generate(
      {ids},
      {beams: 3, tokens: 5, stopAtEnd: false}
    );
    const path: number[] = [];
    for (let at: number | null = leaf!; at !== null; at = tree![at]!.parent)
      path.unshift(tree![at]!.token);
    expect(path).toEqual(idsOf(steps));
    const sum = steps.reduce((all, {probability}) => all + Math.log(probability), 0);
    expect(tree![leaf!]!.logprob).toBeCloseTo(sum, 9);
    for (let step = 0; step < 5; step++)
      expect(tree!.filter((node) => node.step === step && node.kept).length).toBe(3);
    expect(steps.map(({candidates}) => candidates.length)).toEqual([10, 10, 10, 10, 10]);
  });

  test("an end token ends a beam, and its length counts", async () => {
    const free = await model.generate({ids}, {beams: 3, tokens: 4, stopAtEnd: true});
    expect(["end", "length"]).toContain(free.stopped.reason);
  });

  test("the same seed gives the same text, another one another; its share of what was drawn from is told", async () => {
    const options = {temperature: 1.5, topK: 20, tokens: 12, stopAtEnd: false};
    const one = await model.generate({ids}, {...options, seed: 3});
    const again = await model.generate({ids}, {...options, seed: 3});
    const other = await model.generate({ids}, {...options, seed: 4});
    expect(idsOf(again.steps)).toEqual(idsOf(one.steps));
    expect(idsOf(other.steps)).not.toEqual(idsOf(one.steps));
    expect(one.seed).toBe(3);
    const {seed} = await model.generate({ids}, {...options, tokens: 1});
    expect(Number.isInteger(seed)).toBe(true);
    for (const {sampled} of one.steps) expect(sampled).toBeGreaterThan(0);
  });

  test("streaming is what is collected; leaving the loop leaves the model usable", async () => {
    const options = {tokens: 5, stopAtEnd: false};
    const whole = await model.generate({ids}, options);
    const seen: number[] = [];
    for await (const {step} of model.stream({ids}, options)) {
      seen.push(step.token.id);
      if (seen.length === 3) break;
    }
    expect(seen).toEqual(idsOf(whole.steps).slice(0, 3));
    const controller = new AbortController();
    await expect(async () => {
      for await (const _ of model.stream({ids}, {...options, signal: controller.signal}))
        controller.abort(new Error("enough"));
    }).rejects.toThrow("enough");
    expect(idsOf((await model.generate({ids}, options)).steps)).toEqual(
      seen.concat(idsOf(whole.steps).slice(3))
    );
  });

  test("a repetition penalty is what the formula says", async () => {
    const {steps} = await model.generate(
      {ids},
      {tokens: 1, repetitionPenalty: 1.7, stopAtEnd: false}
    );
    const {top} = await model.candidates({ids}, {top: model.info.vocabulary});
    const before = new Set(model.info.kind === "encoder-decoder" ? [0] : ids);
    const changed = top.map(({id, logit}) => ({
      id,
      logit: before.has(id) ? (logit < 0 ? logit * 1.7 : logit / 1.7) : logit
    }));
    const best = changed.toSorted((a, b) => b.logit - a.logit)[0]!;
    expect(steps[0]!.token.id).toBe(best.id);
  });
});

describe("texts", () => {
  test("a stop that spans tokens ends the text before it", async () => {
    const model = await loadModel("atlas", {backend: "onnx"});
    const prompt = " 1, 2, 3,";
    const whole = await model.generate(prompt, {tokens: 8});
    expect(whole.stopped).toEqual({reason: "length"});
    const stop = whole.text!.slice(3, 6);
    const cut = await model.generate(prompt, {tokens: 8, stop: [stop]});
    expect(cut.text).toBe(whole.text!.slice(0, whole.text!.indexOf(stop)));
    expect(cut.stopped).toEqual({reason: "stop", text: stop});
    expect(cut.steps.length).toBeLessThan(8);
    const texts: (string | null)[] = [];
    for await (const {text} of model.stream(prompt, {tokens: 8, stop: [stop]})) texts.push(text);
    for (const text of texts) expect(cut.text!.startsWith(text!)).toBe(true);
    const end = await model.generate("Heathrow airport is located in the city of", {
      tokens: 8,
      stopAtEnd: true
    });
    expect(end.stopped).toEqual({reason: "end"});
    expect(end.steps.length).toBe(3);
    await expect(model.generate({messages: [{role: "user", content: "hi"}]})).rejects.toThrow(
      "this model has no chat template"
    );
    await expect(model.generate(prompt, {beams: 2, temperature: 1})).rejects.toThrow(
      "beams: got 2"
    );
    await expect(model.generate(prompt, {tokens: 0})).rejects.toThrow("tokens: got 0");
    model.dispose();
  });

  test("the context's end is told", async () => {
    const model = await loadModel(fixture("architectures/gpt2"), {backend: "reference"});
    const ids = Array.from({length: 38}, (_, index) => 3 + index);
    const {steps, stopped} = await model.generate({ids}, {tokens: 9});
    expect(steps.length).toBe(3);
    expect(stopped).toEqual({reason: "context"});
    model.dispose();
  });

  test("several masks: each by itself, or the surest first and seen by the others", async () => {
    const model = await loadModel("cloze", {backend: "onnx"});
    const prompt = "the [MASK] of france is [MASK].";
    const apart = await model.generate(prompt);
    const inTurn = await model.generate(prompt, {fill: "one by one"});
    expect(apart.steps.length).toBe(2);
    expect(inTurn.steps.map(({position}) => position)).toEqual(
      apart.steps.map(({position}) => position)
    );
    const surest = apart.steps.toSorted((a, b) => b.probability - a.probability)[0]!;
    expect(inTurn.steps.find(({position}) => position === surest.position)!.token.id).toBe(
      surest.token.id
    );
    const late = inTurn.steps.find(({position}) => position !== surest.position)!;
    const alone = apart.steps.find(({position}) => position === late.position)!;
    expect(late.probability).not.toBe(alone.probability);
    model.dispose();
  });
});
