/** Weights as tensors that every program of a model is fed: one float32 copy, or none where the file is float32. */
import type {Tensor as OrtTensor} from "onnxruntime-common";
import type {NodeOf} from "../../graph/node.ts";
import {toFloat32} from "../../weights/decode.ts";
import {numbersIn} from "../../weights/weights.ts";
import type {Weights, WeightTensor} from "../../weights/weights.ts";
import type {Runtime} from "./runtime.ts";

/**
 * Bytes of float32 weights above which programs share them. Measured on GPT-2's shape (500 MB, T = 16, one native
 * thread): as constants each program packs its own copies, 1 GB and 2 to 4 s to prepare, then 51 ms forward and 107 ms
 * with the gradient; fed they cost no memory and 0.1 s, then 97 and 164 ms. In WebAssembly a run copies what it is fed:
 * SmolLM2 in four bits (540 MB as float32) writes a token in 165 ms where constants take 86, but holds 1.6 GB at its
 * peak where three programs of constants held 7.9, and is ready for a gradient in 3 s, not 16.
 *
 * Blocks are decoded here too, once for all programs. ONNX Runtime could read blocks of 32 itself (MatMulNBits), but
 * only forward, so the float32 copy is needed besides. Against it natively, four bits without a minimum took half as
 * long for one position and 1.2 to 1.7 times as long for more, four bits with one and eight bits 3 to 10 times as long;
 * in WebAssembly all took 1.5 to 10 times as long.
 */
const SHARED = 256e6;

/** Returns the bytes of the weights as float32. */
export function floatBytes(weights: Weights): number {
  let numbers = 0;
  for (const {dtype, bytes} of weights.values()) numbers += numbersIn(dtype, bytes.byteLength);
  return numbers * 4;
}

/** Returns whether this model's programs share its weights. */
export const sharesWeights = (weights: Weights): boolean => floatBytes(weights) > SHARED;

/** Returns the tensors of these weights by name. */
export type SharedTensors = (
  nodes: readonly NodeOf<"parameter">[]
) => Readonly<Record<string, OrtTensor>>;

/** Returns the weights as the runtime's tensors, each made when it is first asked for. */
export function sharedTensors(weights: Weights, {Tensor}: Pick<Runtime, "Tensor">): SharedTensors {
  const made = new Map<string, OrtTensor>();
  const tensorOf = ({attributes: {name}, shape}: NodeOf<"parameter">): OrtTensor => {
    let tensor = made.get(name);
    if (!tensor)
      made.set(
        name,
        (tensor = new Tensor("float32", floatsOf(weights.get(name)!), shape as readonly number[]))
      );
    return tensor;
  };
  return (nodes) => Object.fromEntries(nodes.map((node) => [node.attributes.name, tensorOf(node)]));
}

function floatsOf(tensor: WeightTensor): Float32Array {
  const {
    bytes: {buffer, byteOffset, byteLength},
    dtype
  } = tensor;
  const inPlace = dtype === "f32" && byteOffset % 4 === 0;
  return inPlace ? new Float32Array(buffer, byteOffset, byteLength / 4) : toFloat32(tensor);
}
