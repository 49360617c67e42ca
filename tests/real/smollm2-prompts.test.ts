/** SmolLM2 from its GGUF file alone, and from a folder with config and tokenizer, in Node: all prompts, ranks by layer, float64. */
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {BackendName, Model} from "../../packages/engine/src/index.ts";
import {absent, smollm2, smollm2File} from "./models.ts";
import {
  heathrow,
  promptCount,
  sameCandidates,
  sameContinuation,
  sameRanks,
  sameTokens
} from "./smollm2-laws.ts";

if (absent) test.skip(absent, () => {});

const runs: readonly {
  readonly backend: BackendName;
  readonly from: string;
  readonly source: string;
  /** Float64 loops take their time: one prompt. */
  readonly prompts: readonly number[];
}[] = [
  {
    backend: "onnx",
    from: "the GGUF file alone",
    source: smollm2File,
    prompts: Array.from({length: promptCount}, (_, index) => index)
  },
  {backend: "onnx", from: "config, tokenizer and GGUF", source: smollm2, prompts: [heathrow]},
  {backend: "reference", from: "the GGUF file alone", source: smollm2File, prompts: [heathrow]}
];

describe.skipIf(absent).each(runs)("SmolLM2 on $backend, from $from", (run) => {
  let model: Model;
  beforeAll(async () => {
    model = await loadModel(run.source, {backend: run.backend});
    expect(model.info.backend).toBe(run.backend);
  });
  afterAll(() => model?.dispose());

  test("reads texts as the tokens they are", () => sameTokens(model));
  test.each(run.prompts)("prompt %i: the likeliest tokens", (index) =>
    sameCandidates(model, index)
  );
  if (run.backend !== "reference") {
    test.each(run.prompts)("prompt %i: the continuation", (index) =>
      sameContinuation(model, index)
    );
    // Two lenses of thirty layers for each produced token: of two prompts, unless everything is asked for.
    const ranked = process.env["ECCO_EVERYTHING"] === "1" ? run.prompts : run.prompts.slice(0, 2);
    test.each(ranked)("prompt %i: ranks by layer", (index) => sameRanks(model, index));
  }
});
