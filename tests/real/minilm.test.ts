/** all-MiniLM-L6-v2: an encoder without a head, its weights in half precision, in Node. */
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {Model} from "../../packages/engine/src/index.ts";
import {difference} from "../engine/numbers.ts";
import expected from "../fixtures/real/minilm.json";
import {absent, minilm} from "./models.ts";

if (absent) test.skip(absent, () => {});

const CLOSE = 1e-3;

describe.skipIf(absent).each(["reference", "onnx"] as const)("MiniLM on %s", (backend) => {
  let model: Model;
  beforeAll(async () => {
    model = await loadModel(minilm, {backend});
  });
  afterAll(() => model?.dispose());

  test.each(expected.sentences)("$text", async ({text, ids, hidden, ...rest}) => {
    expect(model.tokenize(text).map(({id}) => id)).toEqual(ids);
    const {sites} = await model.run(text, {
      capture: ["embeddings", "layers.*.residual", "layers.3.attention.pattern"]
    });
    for (const {layer, mean, std, cls_first8: first, last_first8: last} of hidden) {
      const site = layer === 0 ? "embeddings" : `layers.${layer - 1}.residual`;
      const {data: all, shape} = sites.get(site)!;
      const data = Array.from(all);
      const average = data.reduce((sum, x) => sum + x, 0) / data.length;
      const spread = Math.sqrt(data.reduce((sum, x) => sum + (x - average) ** 2, 0) / data.length);
      const width = shape[1]!;
      expect(Math.abs(average - mean), site).toBeLessThan(CLOSE);
      expect(Math.abs(spread - std), site).toBeLessThan(CLOSE);
      expect(difference(data.slice(0, 8), first, true), site).toBeLessThan(CLOSE);
      const end = data.length - width;
      expect(difference(data.slice(end, end + 8), last, true), site).toBeLessThan(CLOSE);
    }
    expect(
      difference(
        entropies(sites.get("layers.3.attention.pattern")!),
        rest.attention_entropy_layer3,
        true
      )
    ).toBeLessThan(CLOSE);
    const embedding = await sentence(model, text);
    expect(difference(embedding.slice(0, 16), rest.embedding_first16, true)).toBeLessThan(CLOSE);
  });

  test.each(expected.pairs)("$a / $b", async ({a, b, cosine}) => {
    const [one, other] = [await sentence(model, a), await sentence(model, b)];
    const product = one.reduce((sum, x, at) => sum + x * other[at]!, 0);
    expect(Math.abs(product - cosine)).toBeLessThan(CLOSE);
  });

  test("it has no head, and says so", async () => {
    expect(model.info.kind).toBe("encoder");
    await expect(model.candidates("a")).rejects.toThrow(/this model has no head/);
    await expect(model.lens("a")).rejects.toThrow(/no head/);
    await expect(model.explain("a", {target: 0})).rejects.toThrow(/no head/);
  });
});

/** The mean of the last layer over all tokens, of length 1. */
async function sentence(model: Model, text: string): Promise<number[]> {
  const {sites} = await model.run(text, {capture: ["layers.5.residual"]});
  const {data, shape} = sites.get("layers.5.residual")!;
  const [length, width] = shape as [number, number];
  const mean = Array.from({length: width}, (_, channel) => {
    let sum = 0;
    for (let at = 0; at < length; at++) sum += data[at * width + channel]!;
    return sum / length;
  });
  const norm = Math.sqrt(mean.reduce((sum, x) => sum + x * x, 0));
  return mean.map((x) => x / norm);
}

/** Per head: the entropy of attention, in nats, mean over the queries. */
function entropies({data, shape}: {data: ArrayLike<number>; shape: readonly number[]}): number[] {
  const [heads, queries, keys] = shape as [number, number, number];
  return Array.from({length: heads}, (_, head) => {
    let sum = 0;
    for (let at = head * queries * keys; at < (head + 1) * queries * keys; at++)
      if (data[at]! > 0) sum -= data[at]! * Math.log(data[at]!);
    return sum / queries;
  });
}
