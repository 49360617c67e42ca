import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {Model} from "../../packages/engine/src/index.ts";
import {difference} from "./numbers.ts";
import type {Expected} from "./numbers.ts";
import {fixture, json} from "./oracle.ts";

describe.each(["gpt2", "llama", "t5"])("%s", (name) => {
  const {input_ids: ids} = json<Expected>(`architectures/${name}/expected.json`);
  let model: Model;
  beforeAll(async () => {
    model = await loadModel(fixture(`architectures/${name}`), {backend: "reference"});
  });
  afterAll(() => model.dispose());

  test("a trace holds what was produced too, as if it had been the prompt", async () => {
    const capture = ["*layers.*.residual", "logits"];
    const trace = await model.run({ids}, {capture, generate: {tokens: 3}});
    const {steps} = await model.generate({ids}, {tokens: 3});
    expect(trace.produced).toBe(3);
    expect(trace.provenance).toMatchObject({
      architecture: name,
      backend: trace.backend,
      milliseconds: trace.milliseconds,
      backwards: 0
    });
    expect(trace.tokens.slice(-3).map(({id}) => id)).toEqual(steps.map(({token}) => token.id));
    const written = trace.tokens.map(({id}) => id);
    const again =
      model.info.kind === "encoder-decoder"
        ? {ids, decoderIds: written.slice(ids.length)}
        : {ids: written};
    const wanted = await model.run(again, {capture});
    expect([...trace.sites.keys()]).toEqual([...wanted.sites.keys()]);
    for (const [site, {data, shape}] of trace.sites) {
      expect(shape).toEqual(wanted.sites.get(site)!.shape);
      expect(difference(data, wanted.sites.get(site)!.data), site).toBe(0);
    }
  });

  test("attention comes apart into queries, keys, values and heads", async () => {
    const stack = model.info.kind === "encoder-decoder" ? "encoder.layers" : "layers";
    const {sites} = await model.run({ids}, {capture: [`${stack}.0.attention.*`]});
    const at = (part: string) => sites.get(`${stack}.0.attention.${part}`)!;
    const pattern = at("pattern");
    const values = at("value");
    const heads = at("heads");
    const [count, positions, width] = heads.shape as [number, number, number];
    const shared = count / values.shape[0]!;
    for (const part of ["query", "key", "value", "heads"])
      expect(at(part).axes).toEqual(["head", "position", "channel"]);
    // A head's output is its pattern times the values of its group.
    for (let head = 0; head < count; head++) {
      const group = Math.floor(head / shared);
      const want = Array.from({length: positions * width}, (_, index) => {
        const [query, channel] = [Math.floor(index / width), index % width];
        let sum = 0;
        for (let key = 0; key < positions; key++)
          sum +=
            pattern.data[(head * positions + query) * positions + key]! *
            values.data[(group * positions + key) * width + channel]!;
        return sum;
      });
      const got = heads.data.slice(head * positions * width, (head + 1) * positions * width);
      expect(difference(got, want), `head ${head}`).toBeLessThan(1e-12);
    }
    for (let row = 0; row < count * positions; row++) {
      let sum = 0;
      for (let key = 0; key < positions; key++) sum += pattern.data[row * positions + key]!;
      expect(sum).toBeCloseTo(1, 12);
    }
  });

  test("only what is asked for is computed and kept", async () => {
    const {sites} = await model.run({ids}, {capture: ["*layers.0.attention.query"]});
    expect([...sites.keys()].every((site) => site.endsWith("layers.0.attention.query"))).toBe(true);
    await expect(model.run({ids}, {capture: ["layers.*.nothing"]})).rejects.toThrow(
      "no site matches layers.*.nothing"
    );
  });
});

test("a model that does not write says so when a trace shall hold what it wrote", async () => {
  const model = await loadModel(fixture("architectures/bert"), {backend: "reference"});
  await expect(model.run({ids: [5, 6, 7]}, {generate: {tokens: 2}})).rejects.toThrow(
    /generate: a model of kind masked does not write/
  );
  model.dispose();
});
