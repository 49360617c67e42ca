/** Collects the nodes and constants of one ONNX graph, each constant and each shape once. */
import {topological} from "../../graph/node.ts";
import type {Dim, Node, NodeOf, Shape} from "../../graph/node.ts";
import type {Attribute, DataType, OnnxNode, OnnxTensor} from "./proto.ts";

export class Builder {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: OnnxTensor[] = [];
  /** Symbols that no input's shape tells: their lengths are inputs themselves, int64 [1]. */
  readonly lengths: Map<string, string> = new Map();
  readonly #made = new Map<string, readonly string[]>();
  readonly #constants = new Set<string>();
  readonly #carriers = new Map<string, {readonly name: string; readonly axis: number}>();

  constructor(inputs: readonly NodeOf<"input">[]) {
    for (const {
      attributes: {name},
      shape
    } of inputs) {
      for (const [axis, dim] of shape.entries()) {
        if (typeof dim === "string" && !this.#carriers.has(dim))
          this.#carriers.set(dim, {name, axis});
      }
    }
  }

  /** Adds a node and returns its output's name; the same node twice is one. */
  add(
    type: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {}
  ): string {
    return this.addMany(type, inputs, attributes, 1)[0]!;
  }

  /** Adds a node with several outputs and returns their names. */
  addMany(
    type: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>>,
    count: number
  ): readonly string[] {
    const key = `${type}(${inputs.join()})${JSON.stringify(attributes)}`;
    const known = this.#made.get(key);
    if (known && known.length >= count) return known;
    const outputs = Array.from(
      {length: count},
      (_, index) => `#${this.nodes.length}${index === 0 ? "" : `.${index}`}`
    );
    this.nodes.push({type, inputs, outputs, attributes});
    this.#made.set(key, outputs);
    return outputs;
  }

  /** Returns the name of a float32 constant of this shape, filled with one value. */
  float(value: number, shape: readonly number[] = []): string {
    const size = shape.reduce((product, length) => product * length, 1);
    return this.#constant(
      `f32:${Object.is(value, -0) ? "-0" : value}:${shape.join()}`,
      "f32",
      shape,
      () => new Uint8Array(new Float32Array(size).fill(value).buffer)
    );
  }

  /** Returns the name of an int64 vector. */
  integers(values: readonly number[]): string {
    return this.#constant(
      `i64:${values.join()}`,
      "i64",
      [values.length],
      () => new Uint8Array(BigInt64Array.from(values, BigInt).buffer)
    );
  }

  /** Returns the name of an int64 vector that holds this shape at run time. */
  shape(dims: Shape): string {
    if (dims.every((dim) => typeof dim === "number")) return this.integers(dims);
    const parts: (number[] | string)[] = [];
    for (const dim of dims) {
      const last = parts.at(-1);
      if (typeof dim === "string") parts.push(dim);
      else if (Array.isArray(last)) last.push(dim);
      else parts.push([dim]);
    }
    const names = parts.map((part) =>
      typeof part === "string" ? this.#length(part) : this.integers(part)
    );
    return names.length === 1 ? names[0]! : this.add("Concat", names, {axis: 0});
  }

  #length(symbol: string): string {
    const carrier = this.#carriers.get(symbol);
    if (carrier)
      return this.add("Shape", [carrier.name], {start: carrier.axis, end: carrier.axis + 1});
    const name = `length of ${symbol}`;
    this.lengths.set(symbol, name);
    return name;
  }

  #constant(
    name: string,
    type: DataType,
    shape: readonly number[],
    bytes: () => Uint8Array
  ): string {
    if (!this.#constants.has(name)) {
      this.#constants.add(name);
      this.initializers.push({name, type, shape, bytes: bytes()});
    }
    return name;
  }
}

/** Returns the inputs the roots depend on, once each. */
export function inputsOf(roots: readonly Node[]): NodeOf<"input">[] {
  return topological(roots).filter((node): node is NodeOf<"input"> => node.op === "input");
}

/** Returns what to give ONNX's Reshape: 0 keeps a length, one −1 is worked out; null when that does not say it. */
export function reshapeTarget(from: Shape, to: Shape): readonly number[] | null {
  const target = to.map((dim: Dim, axis) =>
    typeof dim === "number" ? dim : dim === from[axis] ? 0 : -1
  );
  return target.filter((length) => length === -1).length > 1 ? null : target;
}
