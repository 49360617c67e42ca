/** Scores of a text by SmolLM2: transformers' numbers in float32, whole and in windows. */
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {Model} from "../../packages/engine/src/index.ts";
import oracle from "../fixtures/real/smollm2-score.json";
import {absent, smollm2} from "./models.ts";

if (absent) test.skip(absent, () => {});

describe.skipIf(absent)("SmolLM2 on onnx", () => {
  const {text, window, stride, continuation, ...want} = oracle;
  let model: Model;
  beforeAll(async () => {
    model = await loadModel(smollm2, {backend: "onnx"});
  });
  afterAll(() => model?.dispose());

  test("each token's log-probability, rank, entropy and alternatives, and the perplexity", async () => {
    const {tokens, scores, totals} = await model.score(text);
    expect(tokens.map(({id}) => id)).toEqual(want.ids);
    expect(scores[0]).toBeNull();
    for (const [index, logprob] of want.logprob.entries()) {
      const score = scores[index + 1]!;
      expect(score.logprob).toBeCloseTo(logprob, 4);
      expect(score.entropy).toBeCloseTo(want.entropy[index]!, 4);
      expect(score.rank).toBe(want.rank[index]);
      expect(score.top.map(({id}) => id)).toEqual(want.top[index]);
    }
    expect(Math.log(totals.perplexity)).toBeCloseTo(Math.log(want.perplexity), 5);
    // The first token, "The", is not scored; a tower is four bytes.
    expect(totals.bytes).toBe(new TextEncoder().encode(text.slice(3)).length);
  });

  test("in windows, and behind a prompt", async () => {
    const [windows, behind] = [
      await model.score(text, {window, stride}),
      await model.score(continuation.prompt, {continuation: continuation.text})
    ];
    for (const [index, logprob] of want.strided.entries())
      if (logprob !== null) expect(windows.scores[index]!.logprob).toBeCloseTo(logprob, 4);
    const found = behind.scores.flatMap((score) => (score ? [score.logprob] : []));
    for (const [index, logprob] of continuation.logprob.entries())
      expect(found[index]).toBeCloseTo(logprob, 4);
    expect(found).toHaveLength(continuation.logprob.length);
  });
});
