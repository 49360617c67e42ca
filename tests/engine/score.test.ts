/** Scores of given texts: transformers' numbers, the engine's own other answers, windows, and what is refused. */
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {InputError, UnsupportedError, loadModel} from "../../packages/engine/src/index.ts";
import type {Model, Score, TokenScore} from "../../packages/engine/src/index.ts";
import {distributionOf, logProbability} from "../../packages/engine/src/explain/distribution.ts";
import {forwardWindows, middleWindows} from "../../packages/engine/src/explain/score/windows.ts";
import oracle from "../fixtures/embedded/score.json";
import {fixture} from "./oracle.ts";

interface Wanted {
  readonly logprob: readonly number[];
  readonly entropy: readonly number[];
  readonly rank: readonly number[];
  readonly top: readonly (readonly number[])[];
}

const scored = ({scores}: Score): TokenScore[] => scores.filter((one) => one !== null);

/** Each number of the reference: in float64 nothing but the order of sums differs. */
function sameAs(score: Score, want: Wanted): void {
  const found = scored(score);
  expect(found.map(({rank}) => rank)).toEqual(want.rank);
  expect(found.map(({top}) => top.map(({id}) => id))).toEqual(want.top);
  for (const [index, {logprob, entropy, surprise, probability}] of found.entries()) {
    expect(logprob).toBeCloseTo(want.logprob[index]!, 8);
    expect(entropy).toBeCloseTo(want.entropy[index]!, 8);
    expect(surprise).toBeCloseTo(-logprob / Math.LN2, 12);
    expect(probability).toBeCloseTo(Math.exp(logprob), 12);
  }
}

const exact = (name: string): Promise<Model> => loadModel(name, {dtype: "float64"});

describe("atlas, from left to right", () => {
  const {text, window, stride, ...want} = oracle.atlas;
  let model: Model;
  beforeAll(async () => {
    model = await exact("atlas");
  });
  afterAll(() => model.dispose());

  test("each token after the first has the reference's numbers", async () => {
    const found = await model.score(text);
    expect(found.order).toBe("forward");
    expect(found.tokens.map(({id}) => id)).toEqual(want.ids);
    expect(found.scores[0]).toBeNull();
    sameAs(found, want);
    expect(found.totals.perplexity).toBeCloseTo(want.perplexity, 7);
    expect(found.counted).toEqual(want.ids.map((_, at) => at).slice(1));
    expect(found.windows).toBe(1);
  });

  test("windows: each token once, with window − stride before it, as usual", async () => {
    const found = await model.score(text, {window, stride});
    for (const [at, score] of found.scores.entries())
      if (score === null) expect(want.strided[at]).toBeNull();
      else expect(score.logprob).toBeCloseTo(want.strided[at]!, 8);
    expect(found.windows).toBe(Math.ceil((want.ids.length - window) / stride) + 1);
  });

  test("bytes are those of the text behind the first token; a token in bits a byte", async () => {
    const {tokens, totals} = await model.score(text);
    expect(totals.bytes).toBe(text.length - tokens[0]!.end!);
    expect(totals.bitsPerByte).toBeCloseTo(totals.bits / totals.bytes!, 12);
    const characters = await model.score("né 🗼 à");
    expect(characters.totals.bytes).toBe(
      new TextEncoder().encode("né 🗼 à".slice(characters.tokens[0]!.end!)).length
    );
    // Of ids alone the same, as far as pieces say it.
    const ids = await model.score({ids: tokens.map(({id}) => id)});
    expect(ids.totals.bytes).toBe(totals.bytes);
  });

  test("a continuation alone is scored, as explain reads a span and candidates its first token", async () => {
    const [prompt, continuation] = ["London is the capital", " of England"];
    const found = await model.score(prompt, {continuation});
    const {length} = model.tokenize(prompt);
    expect(found.counted).toEqual(found.tokens.map((_, at) => at).slice(length));
    expect(found.totals.bytes).toBe(continuation.length);
    const {target} = await model.explain(prompt, {span: continuation, method: "saliency"});
    expect(found.totals.logprob).toBeCloseTo(target.value, 10);
    const {top} = await model.candidates(prompt, {top: 5});
    const first = found.scores[length]!;
    expect(first.top.map(({id}) => id)).toEqual(top.map(({id}) => id));
    expect(first.top[0]!.probability).toBeCloseTo(top[0]!.probability, 12);
  });

  test("several texts have the numbers of each alone", async () => {
    const texts = [text, "Paris is the capital of France", {ids: want.ids.slice(0, 5)}];
    const all = await model.scoreBatch(texts, {rows: 3});
    for (const [index, input] of texts.entries()) {
      const {totals} = await model.score(input);
      expect(all[index]!.totals.logprob).toBeCloseTo(totals.logprob, 10);
      expect(all[index]!.totals.bytes).toBe(totals.bytes);
    }
  });

  test("what is left out is scored, and not counted", async () => {
    const [whole, part] = [await model.score(text), await model.score(text, {without: [2, -1]})];
    expect([whole.without, part.without]).toEqual([null, [2, -1]]);
    expect(part.scores).toEqual(whole.scores);
    const left = [2, part.tokens.length - 1].map((at) => whole.scores[at]!.logprob);
    expect(part.totals.logprob).toBeCloseTo(whole.totals.logprob - left[0]! - left[1]!, 12);
    expect(part.totals.tokens).toBe(whole.totals.tokens - 2);
  });

  test("progress tells scored tokens; a signal stops between batches", async () => {
    const told: [number, number][] = [];
    await model.score(text, {window: 4, stride: 2, rows: 1, progress: (...of) => told.push(of)});
    const {length} = want.ids;
    expect(told.length).toBeGreaterThan(2);
    expect(told.at(-1)).toEqual([length - 1, length - 1]);
    const stop = new AbortController();
    const stopped = model.score(text, {
      window: 4,
      stride: 2,
      rows: 1,
      signal: stop.signal,
      progress: () => stop.abort(new Error("stopped"))
    });
    await expect(stopped).rejects.toThrow("stopped");
  });

  test("an edit of inner values changes the scores", async () => {
    const [plain, edited] = await Promise.all([
      model.score(text),
      model.score(text, {interventions: [{site: "layers.1.residual", scale: 2}]})
    ]);
    expect(edited.totals.logprob).not.toBeCloseTo(plain.totals.logprob, 3);
  });

  test.each([
    ["one token", {ids: [5]}, {}, /of 1 token of which nothing predicts any/],
    ["a mask", {ids: [5, 6], mask: [1, 1]}, {}, /got a mask/],
    ["a window of one", text, {window: 1}, /window: got 1, expected .* from 2 to 256/],
    ["a window beyond the context", text, {window: 257}, /window: got 257/],
    ["a stride as long as the window", text, {window: 8, stride: 8}, /stride: got 8, .* 1 to 7/],
    ["nothing counted", text, {without: [...want.ids.keys()].slice(1)}, /leaves? out every token/],
    ["top that is none", text, {top: -1}, /top: got -1/]
  ] as const)("refused: %s", async (_, input, options, message) => {
    const asked = model.score(input as never, options);
    await expect(asked).rejects.toThrow(InputError);
    await expect(model.score(input as never, options)).rejects.toThrow(message);
  });
});

test("a text longer than the model reads is read in windows of its context", async () => {
  const model = await loadModel("atlas", {backend: "onnx"});
  const ids = Array.from({length: 600}, (_, at) => 40 + ((at * 7919) % 300));
  const {windows, window, stride, counted, scores} = await model.score({ids}, {top: 0});
  expect([window, stride, windows]).toEqual([256, 128, 4]);
  expect(counted).toHaveLength(599);
  // The last window alone, for a token of its own.
  const last = await model.score({ids: ids.slice(384)}, {top: 0});
  expect(scores.at(-1)!.logprob).toBeCloseTo(last.scores.at(-1)!.logprob, 4);
  model.dispose();
});

test("cloze, one mask a token: the reference's pseudo-log-likelihood, its own tokens left out", async () => {
  const model = await exact("cloze");
  const {text, ...want} = oracle.cloze;
  const found = await model.score(text);
  expect(found.order).toBe("masked");
  expect(found.tokens.map(({id}) => id)).toEqual(want.ids);
  expect([found.scores[0], found.scores.at(-1)]).toEqual([null, null]);
  sameAs(found, want);
  expect(found.totals.bytes).toBe(text.length);
  // In windows every token is still scored once, and those in the middle of a window alike or nearly so.
  const windows = await model.score(text, {window: 10, stride: 4});
  expect(windows.counted).toEqual(found.counted);
  expect(windows.windows).toBeGreaterThan(1);
  await expect(model.score(text, {continuation: "!"})).rejects.toThrow(/from both sides/);
  model.dispose();
});

test("critic: the decoder's text, its end token too, as the reference's labels", async () => {
  const model = await exact("critic");
  const {text, labels, loss, ...want} = oracle.critic;
  const found = await model.score(text, {continuation: labels});
  sameAs(found, want);
  expect(found.totals.logprob / found.totals.tokens).toBeCloseTo(-loss, 8);
  expect(found.source!.map(({id}) => id)).toEqual(want.ids);
  const fed = await model.score({text, decoderIds: [0, ...labels]});
  expect(fed.totals.logprob).toBeCloseTo(found.totals.logprob, 10);
  await expect(model.score(text)).rejects.toThrow(/give it as continuation/);
  model.dispose();
});

test("models that predict no tokens say so", async () => {
  const model = await loadModel(fixture("architectures/bert-sequence"), {backend: "reference"});
  await expect(model.score({ids: [1, 2, 3]})).rejects.toThrow(UnsupportedError);
  model.dispose();
});

test("a log-probability is exact where the probability is near 1", () => {
  // 1 − p is 2·e⁻⁵⁰, far below what 1 can be told apart from.
  const sure = distributionOf(Float64Array.of(50, 0, 0));
  expect(logProbability(sure, 0)).toBe(-Math.log1p(2 * Math.exp(-50)));
  expect(logProbability(sure, 1)).toBeCloseTo(-50, 12);
  expect(Object.is(logProbability(distributionOf(Float64Array.of(5000, 0)), 0), 0)).toBe(true);
  expect(logProbability(distributionOf(Float64Array.of(5000, 0)), 1)).toBe(-5000);
});

test("windows: all is scored once, with room before it, or on both sides", () => {
  for (const [length, size, stride] of [
    [1, 4, 2],
    [9, 4, 1],
    [10, 4, 3],
    [23, 7, 4]
  ] as const) {
    const forward = forwardWindows(length, size, stride);
    expect(forward.flatMap(({scored: own}) => own)).toEqual([...Array(length).keys()]);
    for (const {start, end, scored: own} of forward) {
      expect(end - start).toBeLessThanOrEqual(size);
      if (start > 0) expect(own[0]! - start).toBeGreaterThanOrEqual(size - stride);
    }
    const middle = middleWindows(length, size, stride);
    const all = middle.flatMap(({scored: own}) => own);
    expect(all.toSorted((a, b) => a - b)).toEqual([...Array(length).keys()]);
    for (const {start, end, scored: own} of middle)
      for (const at of own) expect(at >= start && at < end).toBe(true);
  }
});
