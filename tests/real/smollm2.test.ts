/** SmolLM2 from its GGUF file alone, and from a folder with config and tokenizer, in Node. */
import {afterAll, describe, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {BackendName, Model} from "../../packages/engine/src/index.ts";
import {recordedLaw} from "../replay/replay.ts";
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

interface Run {
  readonly backend: BackendName;
  readonly from: string;
  readonly source: string;
  readonly prompts: readonly number[];
}
const alone: Run = {
  backend: "onnx",
  from: "the GGUF file alone",
  source: smollm2File,
  prompts: Array.from({length: promptCount}, (_, index) => index)
};
/** Float64 loops take their time: one prompt. */
const others: readonly Run[] = [
  {backend: "onnx", from: "config, tokenizer and GGUF", source: smollm2, prompts: [heathrow]},
  {backend: "reference", from: "the GGUF file alone", source: smollm2File, prompts: [heathrow]}
];

/** Registers tests of a model, which is loaded by the first that asks for it. */
function withModel({backend, source}: Run, register: (model: () => Promise<Model>) => void): void {
  let loaded: Promise<Model> | undefined;
  afterAll(async () => (await loaded)?.dispose());
  register(async () => {
    const model = await (loaded ??= loadModel(source, {backend}));
    expect(model.info.backend).toBe(backend);
    return model;
  });
}

function laws({backend, prompts}: Run, model: () => Promise<Model>): void {
  test.each(prompts)("prompt %i: the likeliest tokens", async (index) =>
    sameCandidates(await model(), index)
  );
  if (backend === "reference") return;
  test.each(prompts)("prompt %i: the continuation", async (index) =>
    sameContinuation(await model(), index)
  );
  // Two lenses of thirty layers for each produced token: of two prompts, unless everything is asked for.
  const ranked = process.env["ECCO_EVERYTHING"] === "1" ? prompts : prompts.slice(0, 2);
  test.each(ranked)("prompt %i: ranks by layer", async (index) => sameRanks(await model(), index));
}

describe.skipIf(absent)("SmolLM2", () => {
  describe("on onnx, from the GGUF file alone", () =>
    withModel(alone, (model) => {
      // Every time, whatever is recorded: what computes on this machine is held to the numbers too.
      test("reads texts as the tokens they are", async () => sameTokens(await model()));
      test("the likeliest tokens", async () => sameCandidates(await model(), heathrow));
      recordedLaw("smollm2", "onnx", () => laws(alone, model));
    }));
  describe.each(others)("on $backend, from $from", (run) => {
    recordedLaw("smollm2", run.backend, () =>
      withModel(run, (model) => {
        test("reads texts as the tokens they are", async () => sameTokens(await model()));
        laws(run, model);
      })
    );
  });
});
