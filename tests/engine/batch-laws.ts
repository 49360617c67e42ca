/** What prompts that are read together must keep on every backend: the numbers of each alone. */
import {describe, expect, test} from "vitest";
import {loadModel} from "@ecco/engine";
import type {BackendName, ModelInput} from "@ecco/engine";
import {eachModel, note} from "../replay/replay.ts";
import {architectureNames} from "./architecture-laws.ts";
import type {Oracle} from "./architecture-laws.ts";
import type {Expected} from "./numbers.ts";

/** Greatest difference of a logit, relative to the largest. */
const tolerances: {readonly [B in BackendName]: number} = {
  reference: 1e-12,
  onnx: 1e-5,
  webgpu: 1e-5
};

/** Registers the tests of these models on one backend. */
export function batchLaws(
  backend: BackendName,
  {fixture, json}: Oracle,
  names: readonly string[] = architectureNames
): void {
  eachModel("batches", backend, names, (name) => {
    test("prompts of all lengths", async ({task}) => {
      const {input_ids: ids} = await json<Expected>(`architectures/${name}/expected.json`);
      const model = await loadModel(fixture(`architectures/${name}`), {backend});
      // The end of a text stays at its end: there are models that are read there.
      const shorter = (length: number): ModelInput => ({ids: ids.slice(-length)});
      const inputs = [shorter(3), {ids: [...ids]}, shorter(ids.length - 1), shorter(1), shorter(3)];
      if (model.info.kind === "encoder-decoder")
        inputs[0] = {ids: ids.slice(-3), decoderIds: ids.slice(0, 4)};
      const done: number[] = [];
      const options = {top: 1e9, rows: 3};
      const together = await model.candidatesBatch(inputs, {
        ...options,
        progress: (count) => done.push(count)
      });
      expect(done.at(-1)).toBe(inputs.length);
      expect(done.length).toBeLessThan(inputs.length);
      for (const [index, input] of inputs.entries()) {
        const alone = await model.candidates(input, options);
        const got = together[index]!;
        expect(got.tokens).toEqual(alone.tokens);
        expect(got.position).toBe(alone.position);
        const logits = new Map(alone.top.map(({id, logit}) => [id, logit]));
        const largest = Math.max(...[...logits.values()].map(Math.abs));
        const gaps = got.top.map(({id, logit}) => Math.abs(logit - logits.get(id)!) / largest);
        expect(gaps).toHaveLength(logits.size);
        note(task.meta, "logit", Math.max(...gaps), tolerances[backend]);
        expect(Math.max(...gaps), `prompt ${index}`).toBeLessThan(tolerances[backend]);
      }
      model.dispose();
    });
  });
}

/** Registers what a batch refuses, and what it does with nothing. */
export function batchManners({fixture}: Oracle): void {
  describe("a batch", () => {
    test("of nothing is nothing; a prompt that is wrong and an odd number of rows are refused", async () => {
      const model = await loadModel(fixture("architectures/gpt2"), {backend: "reference"});
      expect(await model.candidatesBatch([])).toEqual([]);
      await expect(model.candidatesBatch([{ids: [1]}, {ids: []}])).rejects.toThrow("empty");
      await expect(model.candidatesBatch([{ids: [1]}], {rows: 0})).rejects.toThrow("rows: got 0");
      const signal = AbortSignal.abort(new Error("enough"));
      await expect(model.candidatesBatch([{ids: [1]}], {signal})).rejects.toThrow("enough");
      model.dispose();
    });
  });
}
