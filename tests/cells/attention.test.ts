/** Attention of every kind of model, by the patterns the engine captures. */
import {describe, expect, test} from "vitest";
import {attentionOf, stacksOf} from "../../packages/cells/src/questions/attention.ts";
import {loadModel} from "../../packages/engine/src/index.ts";
import {allMeans, isMasked, weightsOf} from "../../packages/viz/src/attention/weights.ts";
import {fixture, json} from "../engine/oracle.ts";

const kinds = [
  ["gpt2", ["self"]],
  ["mistral", ["self"]],
  ["bert", ["self"]],
  ["albert", ["self"]],
  ["deberta-v2", ["self"]],
  ["t5", ["cross", "decoder", "encoder"]],
  ["bart", ["cross", "decoder", "encoder"]]
] as const;

describe.each(kinds)("%s", (name, stacks) => {
  test("each row of each head sums to 1, and nobody looks ahead who must not", async () => {
    const {input_ids: ids} = json<{input_ids: readonly number[]}>(
      `architectures/${name}/expected.json`
    );
    const model = await loadModel(fixture(`architectures/${name}`), {backend: "reference"});
    expect(stacksOf(model.info)).toEqual(stacks);
    for (const stack of stacks) {
      const writes = stack === "cross" || stack === "decoder";
      const data = await attentionOf(model, {ids}, {stack, ...(writes ? {produce: 2} : {})});
      const {tokens, keys, patterns, produced} = data;
      expect(tokens).toHaveLength(writes ? 3 : ids.length);
      expect(keys).toHaveLength(stack === "decoder" ? 3 : ids.length);
      expect(produced).toBe(writes ? 2 : 0);
      if (!writes) expect(keys.map(({id}) => id)).toEqual(ids);
      patterns.forEach((heads, layer) => {
        expect(heads).toHaveLength(model.info.heads);
        for (const head of [...heads!.keys(), "mean"] as const)
          weightsOf(data, {layer, head})!.forEach((row) => {
            expect(row).toHaveLength(keys.length);
            expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
          });
        const causal = stack === "decoder" || ["gpt2", "mistral"].includes(name);
        expect(isMasked(heads!, 0, 1)).toBe(causal);
        expect(isMasked(heads!, 1, 0)).toBe(false);
      });
      expect(allMeans(data)).toHaveLength(patterns.length);
    }
    model.dispose();
  });
});
