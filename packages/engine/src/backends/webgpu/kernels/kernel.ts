/** What every kind of kernel gives the program: a shader for some lengths, and how many workgroups it needs. */
import type {Shape} from "../../../graph/node.ts";
import type {Step} from "../../../schedule/plan.ts";
import type {Evaluation, KernelText} from "./kernel-text.ts";
import {moved} from "./place-index.ts";
import type {Position} from "./place-index.ts";
import type {Binding} from "./scope.ts";

export interface Shader {
  readonly text: string;
  /** Buffers read, in binding order; those written and the lengths follow. */
  readonly reads: readonly Binding[];
  /** Storages written, in binding order. */
  readonly writes: readonly number[];
}

/** Returns the number of elements of a shape at this run's lengths. */
export type Size = (shape: Shape) => number;

/** One way to compute a step. */
export interface Variant {
  /** Equal for equal shaders of one step. */
  readonly key: string;
  readonly workgroups: number;
  readonly shader: () => Shader;
}

/** Returns the way to compute a step at these lengths. */
export type Kernel = (size: Size) => Variant;

/** Kernel texts find their workgroup by this, as one dimension may not hold them all. */
export const groupIndex = "group.x + group.y * groups.x";
export const groupInputs =
  "@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>, @builtin(local_invocation_index) lane: u32";

/** Returns the storages a step writes, each once. */
export const writesOf = (step: Step): number[] => [
  ...new Set(step.results.map(({place}) => place.storage.id))
];

/** Returns statements that store every result of the step at the position. */
export function storeText(
  kernel: KernelText,
  evaluation: Evaluation,
  step: Step,
  position: Position
): string {
  const writes = writesOf(step);
  const stores = step.results.map(({node, place}) => {
    const value = kernel.value(evaluation, node, position);
    const at = moved(evaluation, position, place.path).offset();
    return `out${writes.indexOf(place.storage.id)}[${at}] = ${value};`;
  });
  return stores.join("\n  ");
}

export const outNames = (step: Step): string[] => writesOf(step).map((_, index) => `out${index}`);
