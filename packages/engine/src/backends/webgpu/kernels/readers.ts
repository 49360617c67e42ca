/** How a product reads an operand: by address and stride where it lies in a buffer, by a function elsewhere. */
import type {Node} from "../../../graph/node.ts";
import type {Evaluation, Fours, KernelText} from "./kernel-text.ts";
import {narrow} from "./place-index.ts";
import type {Position} from "./place-index.ts";

export interface Operand {
  readonly node: Node;
  /** Position of the number at `z`, `k` and `m` or `n`. */
  readonly at: (evaluation: Evaluation) => Position;
}

export interface Reader {
  /** Returns WGSL, once a row (or column), for what `number` and `pair` then want to know of it. */
  readonly base: (row: string) => string;
  /** WGSL for what one step of k adds to `k` below. */
  readonly step: string;
  /** Returns WGSL for the number at a base and k · step. */
  readonly number: (base: string, k: string) => string;
  /** Returns WGSL for two neighbours as vec2, the first at an even place; null where they do not share a word. */
  readonly pair: ((base: string, k: string) => string) | null;
  /** How weights in blocks are read, at places base + k; null for all others. */
  readonly fours: Fours | null;
}

/** Adds what reads the operand to the kernel. `side` is "a" (rows m) or "b" (columns n). */
export function readerOf(kernel: KernelText, side: "a" | "b", {node, at}: Operand): Reader {
  const row = side === "a" ? "m" : "n";
  const arguments_ = `z: u32, ${row}: u32, k: u32`;
  const trial = kernel.evaluation();
  const position = (evaluation: Evaluation): Position =>
    narrow(evaluation, at(evaluation), node.shape);
  const located = kernel.locate(trial, node, position(trial));
  if (!located || trial.scope.divides("k")) {
    kernel.define(
      `fn load_${side}(${arguments_}) -> f32`,
      (evaluation) => `return ${kernel.value(evaluation, node, position(evaluation))};`
    );
    return {
      base: (index) => index,
      step: "1u",
      number: (base, k) => `load_${side}(z, ${base}, ${k})`,
      pair: null,
      fours: null
    };
  }
  kernel.define(
    `fn at_${side}(${arguments_}) -> u32`,
    (evaluation) => `return ${kernel.locate(evaluation, node, position(evaluation))!.at};`
  );
  const isWhole = node.op === "parameter";
  const pair = isWhole ? kernel.pair(located) : null;
  return {
    base: (index) => `at_${side}(z, ${index}, 0u)`,
    step: `at_${side}(z, 0u, 1u) - at_${side}(z, 0u, 0u)`,
    number: (base, k) => kernel.read(located, `(${base} + ${k})`),
    pair: pair ? (base, k) => pair(`(${base} + ${k})`) : null,
    fours: isWhole ? kernel.fours(located) : null
  };
}
