/** Weights in ggml's blocks for tests: random bytes, with scales that are numbers. */
import {bytesFor, weightLayouts} from "../../packages/engine/src/weights/weights.ts";
import type {BlockType, WeightTensor} from "../../packages/engine/src/weights/weights.ts";
import {random} from "../engine/op-cases.ts";

/** Where a block holds half-precision scales: anything may stand elsewhere. */
const scales: {readonly [T in BlockType]: readonly number[]} = {
  q8_0: [0],
  q4_0: [0],
  q4_1: [0, 2],
  q5_0: [0],
  q5_1: [0, 2],
  q2_k: [80, 82],
  q3_k: [108],
  q4_k: [0, 2],
  q5_k: [0, 2],
  q6_k: [208],
  iq4_nl: [0]
};
export const blockTypes = Object.keys(scales) as BlockType[];

/** Returns blocks of random bytes with scales of either sign: from 2⁻¹² to 2⁻⁸, or below half precision's normal numbers. */
export function blocks(
  name: string,
  dtype: BlockType,
  shape: readonly [number, number],
  normal = true
): WeightTensor {
  const next = random(name.length + dtype.length * 31);
  const size = weightLayouts[dtype].bytes;
  const bytes = Uint8Array.from({length: bytesFor(dtype, shape[0] * shape[1])}, () => next() * 256);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < bytes.length; at += size)
    for (const offset of scales[dtype]) {
      const exponent = normal ? 3 + Math.floor(next() * 4) : 0;
      const half = (next() < 0.5 ? 0x8000 : 0) | (exponent << 10) | (next() * 1024);
      view.setUint16(at + offset, half, true);
    }
  return {name, dtype, shape, bytes};
}
