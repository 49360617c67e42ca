/** Values of a run that are still needed. */
import type {Node} from "../../graph/node.ts";
import type {Value} from "./kernels.ts";
import {StoredWeight} from "./stored-weight.ts";

/** Absent from engines older than 2024; there the collector frees memory in its own time. */
type Transferable = Omit<ArrayBuffer, "transfer"> & {
  readonly transfer?: (length: number) => unknown;
};

/**
 * Nodes to their values, which are dropped after their last use. Memory is freed there and then: a forward pass makes
 * a hundred megabytes of garbage, which the collector would let lie for long.
 */
export class LiveValues {
  readonly #values = new Map<Node, Value>();
  readonly #left: Map<Node, number>;
  /** Values that share one buffer: a reshaped value is its input's numbers. */
  readonly #sharers = new Map<ArrayBufferLike, number>();

  /** `uses` says how often each node is read; outputs are given one more. */
  constructor(uses: ReadonlyMap<Node, number>) {
    this.#left = new Map(uses);
  }

  get(node: Node): Value {
    return this.#values.get(node)!;
  }

  /** `borrowed` memory outlives the run: a weight's. */
  set(node: Node, value: Value, borrowed: boolean): void {
    this.#values.set(node, value);
    if (value instanceof StoredWeight) return;
    const {buffer} = value.data;
    this.#sharers.set(buffer, (this.#sharers.get(buffer) ?? (borrowed ? Infinity : 0)) + 1);
  }

  /** Counts one use of each input. */
  used(inputs: readonly Node[]): void {
    for (const input of inputs) {
      const left = this.#left.get(input)! - 1;
      this.#left.set(input, left);
      if (left === 0) this.#drop(input);
    }
  }

  #drop(node: Node): void {
    const value = this.#values.get(node)!;
    this.#values.delete(node);
    if (value instanceof StoredWeight) return;
    const {buffer} = value.data;
    const sharers = this.#sharers.get(buffer)! - 1;
    this.#sharers.set(buffer, sharers);
    if (sharers > 0) return;
    this.#sharers.delete(buffer);
    (buffer as Transferable).transfer?.(0);
  }
}
