import {expect, test} from "vitest";
import {SourceError} from "../../packages/engine/src/errors.ts";
import {createModel} from "../../packages/engine/src/model.ts";
import {openSource} from "../../packages/engine/src/sources/index.ts";
import {toFloat64} from "../../packages/engine/src/weights/decode.ts";
import {checkFinite, firstNotFinite} from "../../packages/engine/src/weights/finite.ts";
import {bytesFor, isFloat, weightLayouts} from "../../packages/engine/src/weights/weights.ts";
import type {WeightTensor, WeightType} from "../../packages/engine/src/weights/weights.ts";
import {fixture} from "../engine/oracle.ts";

const types = Object.keys(weightLayouts) as WeightType[];

/** Five blocks of these bytes. */
function tensorOf(dtype: WeightType, byte: (at: number) => number): WeightTensor {
  const numbers = 5 * weightLayouts[dtype].numbers;
  const bytes = Uint8Array.from({length: bytesFor(dtype, numbers)}, (_, at) => byte(at));
  return {name: "w", dtype, shape: [5, numbers / 5], bytes};
}

test.each(types)("%s: found where decoding finds it, byte by byte", (dtype) => {
  const {numbers, bytes: size} = weightLayouts[dtype];
  // 0x7f7f is a NaN or infinity in every type's exponent bytes, 0x3b3b in none.
  for (let spoilt = 0; spoilt < 5 * size; spoilt++) {
    const tensor = tensorOf(dtype, (at) => (at >> 1 === spoilt >> 1 ? 0xff : 0x3b));
    const decoded = toFloat64(tensor).findIndex((value) => !Number.isFinite(value));
    const found = firstNotFinite(tensor);
    if (decoded === -1) expect(found).toBeNull();
    else expect(found).toBe(isFloat(dtype) ? decoded : Math.floor(decoded / numbers) * numbers);
  }
});

test.each(types)("%s: the largest finite exponent passes, infinity does not", (dtype) => {
  const largest = {f64: [0xef, 0x7f], f32: [0x7f, 0x7f], bf16: [0x7f, 0x7f], f16: [0xff, 0x7b]};
  const [low, high] = isFloat(dtype) ? largest[dtype] : largest.f16;
  const {bytes: size} = weightLayouts[dtype];
  const at = isFloat(dtype) ? size - 2 : firstScale[dtype]!;
  const finite = tensorOf(dtype, (i) => (i % size === at ? low! : i % size === at + 1 ? high! : 0));
  expect(firstNotFinite(finite)).toBeNull();
  const infinite = {...finite, bytes: finite.bytes.slice()};
  // Sign, all exponent bits, no fraction.
  infinite.bytes[3 * size + at] =
    dtype === "f64" ? 0xf0 : dtype === "f32" || dtype === "bf16" ? 0x80 : 0;
  infinite.bytes[3 * size + at + 1] = dtype === "f16" || !isFloat(dtype) ? 0xfc : 0xff;
  expect(firstNotFinite(infinite)).toBe(3 * weightLayouts[dtype].numbers);
});

const firstScale: {readonly [T in WeightType]?: number} = {
  ...Object.fromEntries(types.map((dtype) => [dtype, 0])),
  q2_k: 80,
  q3_k: 108,
  q6_k: 208
};

test("the tensor is named", () => {
  const bad = {...tensorOf("f32", () => 0), name: "layers.3.mlp.weight"};
  bad.bytes.fill(0xff, 12, 16);
  expect(() => checkFinite([tensorOf("f16", () => 1), bad])).toThrow(SourceError);
  expect(() => checkFinite([bad])).toThrow(
    /layers\.3\.mlp\.weight is NaN or infinite at number 3 of \[5, 1\]/
  );
});

test("a model with one NaN among its weights is refused by name; one that nothing reads does no harm", async () => {
  const source = await openSource(fixture("architectures/gpt2"));
  const spoil = (name: string) => {
    const tensor = source.weights.get(name)!;
    const bytes = tensor.bytes.slice();
    bytes.fill(0xff, 20, 24);
    return {...source, weights: new Map([...source.weights, [name, {...tensor, bytes}]])};
  };
  const name = [...source.weights.keys()].find((key) => key.endsWith("h.1.mlp.c_proj.weight"))!;
  await expect(createModel(spoil(name), {backend: "reference"})).rejects.toThrow(
    `${name} is NaN or infinite`
  );
  const mask: WeightTensor = {
    name: "unused",
    dtype: "f32",
    shape: [1],
    bytes: Uint8Array.of(0, 0, 128, 255)
  };
  const masked = {...source, weights: new Map([...source.weights, ["unused", mask]])};
  (await createModel(masked, {backend: "reference"})).dispose();
});
