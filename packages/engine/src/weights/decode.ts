/** Numbers of a tensor, whatever type the file keeps them in. */
import {blockDecoders} from "./block-decoders.ts";
import type {Decoder, Numbers} from "./decoder.ts";
import {floatDecoders} from "./float-decoders.ts";
import {superBlockDecoders} from "./super-block-decoders.ts";
import {bytesFor, numbersIn, weightLayouts} from "./weights.ts";
import type {WeightTensor, WeightType} from "./weights.ts";

const decoders: {readonly [T in WeightType]: Decoder} = {
  ...floatDecoders,
  ...blockDecoders,
  ...superBlockDecoders
};

function decodeAll<A extends Numbers>({dtype, bytes}: WeightTensor, out: A): A {
  decoders[dtype](bytes, 0, out.length / weightLayouts[dtype].numbers, out, 0);
  return out;
}

/** Returns the tensor's numbers in float64; f16, bf16 and f32 are represented exactly, and so is what a block says. */
export function toFloat64(tensor: WeightTensor): Float64Array {
  return decodeAll(tensor, new Float64Array(numbersIn(tensor.dtype, tensor.bytes.byteLength)));
}

/** Returns the tensor's numbers in float32; f16 and bf16 are represented exactly, f64 and blocks with a minimum are rounded once. */
export function toFloat32(tensor: WeightTensor): Float32Array {
  return decodeAll(tensor, new Float32Array(numbersIn(tensor.dtype, tensor.bytes.byteLength)));
}

/**
 * Decodes `count` rows into `out` from its start: a row runs along the last axis, and the axes before it are counted
 * as one. For whoever must not hold the whole tensor decoded.
 */
export function decodeRows(tensor: WeightTensor, first: number, count: number, out: Numbers): void {
  const {dtype, shape, bytes} = tensor;
  const width = shape.at(-1) ?? 1;
  const blocks = (count * width) / weightLayouts[dtype].numbers;
  decoders[dtype](bytes, bytesFor(dtype, first * width), blocks, out, 0);
}
