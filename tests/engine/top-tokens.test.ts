import {describe, expect, test} from "vitest";
import {loadModel} from "../../packages/engine/src/index.ts";
import type {Expected} from "./numbers.ts";
import {arrays, fixture, json} from "./oracle.ts";

const expected = json<Expected>("architectures/gpt2/expected.json");
const ids = expected.input_ids;
const texts = [{ids}, {ids: ids.slice(2)}, {ids: ids.toReversed()}];
const open = (name: string) => loadModel(fixture(`architectures/${name}`), {backend: "reference"});

test("the strongest and the weakest tokens of a neuron over all texts, among their neighbours", async () => {
  const model = await open("gpt2");
  const found = await model.topTokens(texts, {layer: 1, neuron: 7, top: 4, context: 2, rows: 2});
  const all: {text: number; position: number; activation: number}[] = [];
  for (const [text, input] of texts.entries()) {
    const {sites} = await model.run(input, {capture: ["layers.1.neurons"]});
    const {data, shape} = sites.get("layers.1.neurons")!;
    for (let position = 0; position < shape[0]!; position++)
      all.push({text, position, activation: data[position * shape[1]! + 7]!});
  }
  all.sort((a, b) => b.activation - a.activation);
  expect(found.read).toBe(all.length);
  for (const [list, wanted] of [
    [found.strongest, all.slice(0, 4)],
    [found.weakest, all.toReversed().slice(0, 4)]
  ] as const) {
    expect(list.map(({activation}) => activation)).toEqual(
      wanted.map(({activation}) => expect.closeTo(activation, 10))
    );
    for (const {text, position, token, activation, context, at} of list) {
      const own = texts[text]!.ids;
      expect(token.id).toBe(own[position]);
      expect(context[at]).toEqual({token, activation});
      expect(context.map((near) => near.token.id)).toEqual(
        own.slice(Math.max(0, position - 2), position + 3)
      );
      expect(
        all.some(
          (one) =>
            one.text === text &&
            one.position === position &&
            Math.abs(one.activation - activation) < 1e-10
        )
      ).toBe(true);
    }
  }
  model.dispose();
});

test("a neuron writes its column of the next layer, read through the table of words", async () => {
  const model = await open("gpt2");
  const {writes} = await model.topTokens(texts, {
    layer: 1,
    neuron: 7,
    top: model.info.vocabulary
  });
  const weights = arrays("architectures/gpt2/model.safetensors");
  const named = (end: string) => [...weights].find(([name]) => name.endsWith(end))![1];
  const column = named("h.1.mlp.c_proj.weight"); // [inner, width]
  const words = named("wte.weight"); // [vocabulary, width]
  const width = words.shape[1]!;
  for (const {id, logit} of writes!.promotes) {
    let sum = 0;
    for (let at = 0; at < width; at++)
      sum += column.data[7 * width + at]! * words.data[id * width + at]!;
    expect(logit).toBeCloseTo(sum, 6);
  }
  const logits = writes!.promotes.map(({logit}) => logit);
  expect(logits).toEqual(logits.toSorted((a, b) => b - a));
  expect(writes!.suppresses).toEqual(writes!.promotes.toReversed());
  model.dispose();
});

describe.each([
  ["llama", undefined, true],
  ["opt-projected", undefined, true],
  ["gemma2", undefined, true],
  ["bloom", undefined, true],
  ["t5", "decoder", true],
  ["t5", "encoder", false],
  ["bert", undefined, false],
  ["bert-sequence", undefined, false]
] as const)("%s, %s", (name, stack, writes) => {
  test(`${writes ? "writes to its head" : "writes to no head"}`, async () => {
    const model = await open(name);
    const input = json<Expected>(`architectures/${name}/expected.json`);
    const found = await model.topTokens(
      {ids: input.input_ids},
      {layer: 0, neuron: 0, top: 3, ...(stack && {stack})}
    );
    if (writes) {
      const {promotes, suppresses} = found.writes!;
      expect(promotes).toHaveLength(3);
      expect(promotes[0]!.logit).toBeGreaterThan(suppresses[0]!.logit);
    } else expect(found.writes).toBeNull();
    model.dispose();
  });
});

test("a layer, a neuron or a width that is not there is refused", async () => {
  const model = await open("gpt2");
  const ask = (options: object) => model.topTokens({ids}, {layer: 0, neuron: 0, ...options});
  await expect(ask({layer: 3})).rejects.toThrow("layer: got 3, expected whole numbers from 0 to 2");
  await expect(ask({neuron: 1e6})).rejects.toThrow("neuron: got 1000000");
  await expect(ask({context: -1})).rejects.toThrow("context: got -1");
  await expect(model.topTokens([], {layer: 0, neuron: 0})).rejects.toThrow("texts: got none");
  model.dispose();
});
