/**
 * Maps from an inner state to what the head can read: the tuned lens (Belrose et al. 2023), state + A·state + b, and
 * the Jacobian lens, J·state. They are fitted elsewhere; here they are checked and used.
 */
import {largestOf} from "../../lists.ts";
import type {Tensor} from "../../backends/backend.ts";
import {InputError, SourceError} from "../../errors.ts";
import {add, input, matmul} from "../../graph/ops.ts";
import type {Node} from "../../graph/node.ts";
import {readSafetensors} from "../../weights/safetensors.ts";
import {toFloat32} from "../../weights/decode.ts";
import type {LensTranslator, LensTranslators} from "./options.ts";

/** Maps of all states, as tensors. */
export interface Translation {
  /** Whether what is mapped is added to the state. */
  readonly adds: boolean;
  /** [states, 1, width, width]. */
  readonly weight: Tensor;
  /** [states, 1, 1, width]. */
  readonly bias: Tensor;
}

interface Expected {
  readonly states: number;
  readonly width: number;
  readonly adds: boolean;
}

/** Returns the maps side by side. Throws InputError for sizes that are not this model's. */
export function checkedTranslators(
  translators: LensTranslators,
  {states, width, adds}: Expected
): Translation {
  if (translators.length > states)
    throw new InputError(
      `translators: got ${translators.length}, expected at most ${states}: one for the embedding and one for each layer of this model`
    );
  const weight = new Float32Array(states * width * width);
  const bias = new Float32Array(states * width);
  const check = (what: string, got: number, expected: number): void => {
    if (got !== expected)
      throw new InputError(
        `${what}: got ${got} numbers, expected ${expected}; were the matrices fitted to this model?`
      );
  };
  for (let at = 0; at < states; at++) {
    const own = translators[at];
    if (own) {
      check(`translators[${at}].weight`, own.weight.length, width * width);
      weight.set(own.weight, at * width * width);
      if (own.bias) {
        check(`translators[${at}].bias`, own.bias.length, width);
        bias.set(own.bias, at * width);
      }
    } else if (!adds) for (let i = 0; i < width; i++) weight[(at * width + i) * width + i] = 1;
  }
  return {
    adds,
    weight: {shape: [states, 1, width, width], data: weight},
    bias: {shape: [states, 1, 1, width], data: bias}
  };
}

/** Returns states [states, B, P, C] as the maps have them. */
export function translated(rows: Node, adds: boolean): Node {
  const [states, , , width] = rows.shape as readonly [number, string, string, number];
  const weight = input("translators.weight", [states, 1, width, width]);
  const bias = input("translators.bias", [states, 1, 1, width]);
  const mapped = add(matmul(rows, weight, {transposeB: true}), bias);
  return adds ? add(rows, mapped) : mapped;
}

/** More than any model has layers. */
const mostStates = 10_000;

/**
 * Returns the maps of a safetensors file: tensors `0.weight` [width, width] and `0.bias` [width] for the embedding,
 * `1.…` for what block 0 gives, and so on, as the tuned-lens library numbers and names them. Throws SourceError when
 * the file is none, or has no such tensors.
 */
export function readTranslators(
  bytes: ArrayBuffer | Uint8Array,
  file: string = "translators"
): LensTranslators {
  const found = new Map<number, {weight?: Float32Array; bias?: Float32Array}>();
  for (const [name, tensor] of readSafetensors(bytes, file)) {
    const [, index, what] = /(?:^|\.)(\d+)\.(weight|bias)$/.exec(name) ?? [];
    if (index === undefined) continue;
    const at = Number(index);
    found.set(at, {...found.get(at), [what as "weight" | "bias"]: toFloat32(tensor)});
  }
  if (found.size === 0)
    throw new SourceError(
      `${file}: no tensors named 0.weight, 1.weight, …; expected one matrix for each state, the embedding's first`
    );
  const count = largestOf(found.keys()) + 1;
  // A list is as long as its last index says.
  if (count > mostStates)
    throw new SourceError(
      `${file}: names a matrix for state ${count - 1}, expected at most ${mostStates} states; is this the file of a lens?`
    );
  return Array.from({length: count}, (_, at): LensTranslator | null => {
    const {weight, bias} = found.get(at) ?? {};
    if (bias && !weight)
      throw new SourceError(`${file}: ${at}.bias has no ${at}.weight beside it; expected both`);
    return weight ? {weight, ...(bias ? {bias} : {})} : null;
  });
}
