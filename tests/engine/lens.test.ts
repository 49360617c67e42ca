/** What a lens tells and refuses, and how its matrices are read. */
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {
  InputError,
  loadModel,
  readTranslators,
  SourceError,
  UnsupportedError,
  writeSafetensors
} from "../../packages/engine/src/index.ts";
import type {LensOptions, LensTranslators, Model} from "../../packages/engine/src/index.ts";
import type {WrittenArray} from "../../packages/engine/src/weights/write-safetensors.ts";
import {fixture} from "./oracle.ts";

const input = {ids: [7, 31, 12, 64, 5, 49, 20]};

describe("gpt2, in float64", () => {
  let model: Model;
  beforeAll(async () => {
    model = await loadModel(fixture("attribution/gpt2"), {dtype: "float64"});
  });
  afterAll(() => model?.dispose());

  test("entropy and divergence are those of the distributions, in bits", async () => {
    const {layers} = await model.lens(input, {top: model.info.vocabulary, mode: "raw"});
    const {top: output} = await model.candidates(input, {top: model.info.vocabulary});
    for (const {top, entropy, kl} of layers) {
      const share = new Map(top.map(({id, probability}) => [id, probability]));
      const bits = top.reduce((sum, {probability: p}) => sum - p * Math.log2(p), 0);
      const far = output.reduce(
        (sum, {id, probability: p}) => sum + p * Math.log2(p / share.get(id)!),
        0
      );
      expect(entropy).toBeCloseTo(bits, 10);
      expect(kl).toBeCloseTo(far, 10);
    }
    // Without the final norm the last layer is not the model's output.
    expect(layers.at(-1)!.kl).toBeGreaterThan(1e-3);
  });

  test("a grid holds what the lens says at each position", async () => {
    const options: LensOptions = {mode: "frozen", part: "mlp", contrast: [3, 4], watch: [9]};
    const grid = await model.lensGrid(input, options);
    expect(grid.layers).toEqual([0, 1, 2]);
    for (const [position] of input.ids.entries()) {
      const {layers, mode, part, contrast} = await model.lens(input, {...options, position});
      expect([mode, part, contrast!.map(({id}) => id)]).toEqual(["frozen", "mlp", [3, 4]]);
      for (const [layer, cell] of layers.entries()) {
        const same = grid.cells[layer]![position]!;
        expect(same.top.map(({id}) => id)).toEqual(cell.top.map(({id}) => id));
        expect(same.kl).toBeCloseTo(cell.kl, 12);
        expect(same.contrast).toBeCloseTo(cell.contrast!, 12);
      }
    }
  });

  test("frozen readings add up: what a block adds to a logit is its attention's and its MLP's", async () => {
    const logit = async (options: LensOptions) =>
      (await model.lens(input, {mode: "frozen", watch: [11], ...options})).layers.map(
        ({watch}) => watch[0]!.logit
      );
    const [stream, attention, mlp] = [
      await logit({}),
      await logit({part: "attention"}),
      await logit({part: "mlp"})
    ];
    // Each reading holds the final norm's bias once.
    const [first, ...others] = attention.map(
      (own, layer) => own + mlp[layer]! - (stream[layer + 1]! - stream[layer]!)
    );
    expect(others.length).toBe(2);
    for (const other of others) expect(other).toBeCloseTo(first!, 10);
  });

  test("ranks are those of the lens in every mode", async () => {
    const {layers} = await model.lens(input, {mode: "frozen", watch: [5], position: 2});
    const {columns, mode} = await model.rankings(input, {mode: "frozen", watch: [5], position: 2});
    expect(mode).toBe("frozen");
    expect(columns[0]!.ranks).toEqual(layers.map(({watch}) => watch[0]!.rank));
  });

  const matrix = (size: number): LensTranslators => [{weight: new Float32Array(size)}];
  const refused: readonly (readonly [LensOptions, RegExp])[] = [
    [{mode: "blurred" as "norm"}, /unknown lens mode: blurred; one of norm, raw, frozen/],
    [{part: "heads" as "mlp"}, /unknown lens part: heads; one of residual, attention, mlp/],
    [{stack: "encoder"}, /one stack/],
    [{mode: "tuned"}, /none were given; give translators/],
    [{mode: "norm", translators: []}, /leave them out/],
    [{translators: [], part: "mlp"}, /fitted to the residual stream/],
    [{translators: matrix(5)}, /translators\[0\].weight: got 5 numbers, expected 576/],
    [{translators: [null, null, null, null, null]}, /got 5, expected at most 4/],
    [{contrast: [1] as unknown as [number, number]}, /got 1 tokens, expected two/],
    [{position: 7}, /position 7 is not in the prompt, expected 0 to 6/]
  ];
  test.each(refused)("%o is refused", async (options, message) => {
    await expect(model.lens(input, options)).rejects.toThrow(InputError);
    await expect(model.lens(input, options)).rejects.toThrow(message);
  });
});

test("an encoder's text is read at its own positions", async () => {
  const model = await loadModel(fixture("attribution/t5"), {dtype: "float64"});
  const text = {ids: [5, 9, 3, 8, 1], decoderIds: [0, 4]};
  const grid = await model.lensGrid(text, {stack: "encoder"});
  expect(grid.tokens.map(({id}) => id)).toEqual(text.ids);
  expect(grid.cells.at(-1)!.length).toBe(5);
  const {position, tokens} = await model.lens(text, {stack: "encoder"});
  expect([position, tokens.length]).toEqual([4, 5]);
  await expect(model.lens(text, {stack: "encoder", position: 5})).rejects.toThrow(/0 to 4/);
  await expect(model.rankings(text, {stack: "encoder"})).rejects.toThrow(/produces no tokens/);
  model.dispose();
});

test("classifiers have no lens", async () => {
  const model = await loadModel(fixture("attribution/bert-cls"));
  await expect(model.lens({ids: [1, 2]})).rejects.toThrow(UnsupportedError);
  model.dispose();
});

test("matrices are read from a file, as the tuned-lens library names them", () => {
  const tensor = (
    name: string,
    shape: readonly number[],
    data: readonly number[]
  ): WrittenArray => ({
    name,
    dtype: "F32",
    shape,
    data
  });
  const file = (...tensors: readonly WrittenArray[]) => writeSafetensors(tensors);
  const read = readTranslators(
    file(
      tensor("0.weight", [2, 2], [1, 2, 3, 4]),
      tensor("0.bias", [2], [5, 6]),
      tensor("layer_translators.2.weight", [2, 2], [7, 8, 9, 10])
    )
  );
  expect(read.length).toBe(3);
  expect(Array.from(read[0]!.weight)).toEqual([1, 2, 3, 4]);
  expect(Array.from(read[0]!.bias!)).toEqual([5, 6]);
  expect(read[1]).toBeNull();
  expect(Array.from(read[2]!.weight)).toEqual([7, 8, 9, 10]);
  expect(() => readTranslators(file(tensor("x", [1], [1])))).toThrow(SourceError);
  expect(() => readTranslators(file(tensor("4000000000.weight", [1], [1])))).toThrow(
    /a matrix for state 4000000000, expected at most 10000/
  );
  expect(() => readTranslators(file(tensor("1.bias", [1], [1])))).toThrow(/1.bias has no 1.weight/);
});
