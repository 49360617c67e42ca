/** Collects the nodes and constants of one ONNX graph, each constant and each shape once. */
import {topological} from "../../graph/node.ts";
import type {Dim, Node, NodeOf, Shape} from "../../graph/node.ts";
import {broadcastShapes} from "../../graph/ops.ts";
import {dataTypes} from "./proto.ts";
import type {Attribute, DataType, OnnxNode, OnnxTensor, OnnxValue} from "./proto.ts";

export class Builder {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: OnnxTensor[] = [];
  /** Symbols that no input's shape tells: their lengths are inputs themselves, int64 [1]. */
  readonly lengths: Map<string, string> = new Map();
  /**
   * Every value's type and symbolic shape. The runtime works out only some shapes by itself, and compares a buffer of
   * unknown size with every other that is free: preparing would take time with the square of the nodes.
   */
  readonly values: Map<string, OnnxValue> = new Map();
  readonly #made = new Map<string, string[]>();
  readonly #carriers = new Map<string, {readonly name: string; readonly axis: number}>();

  constructor(inputs: readonly NodeOf<"input">[]) {
    for (const {
      attributes: {name},
      shape,
      dtype
    } of inputs) {
      this.#value({name, type: dtype, shape});
      for (const [axis, dim] of shape.entries()) {
        if (typeof dim === "string" && !this.#carriers.has(dim))
          this.#carriers.set(dim, {name, axis});
      }
    }
  }

  /**
   * Adds a node and returns its output's name; the same node twice is one. The shape defaults to the one to which the
   * inputs' broadcast.
   */
  add(
    type: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    shape: Shape = this.#widest(type, inputs)
  ): string {
    return this.addMany(type, inputs, attributes, [shape])[0]!;
  }

  /** Adds a node with an output of each shape and returns their names. */
  addMany(
    type: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>>,
    shapes: readonly Shape[]
  ): readonly string[] {
    const key = `${type}(${inputs.join()})${JSON.stringify(attributes)}`;
    const outputs = this.#made.get(key) ?? [];
    if (outputs.length === 0) {
      outputs.push(`#${this.nodes.length}`);
      this.nodes.push({type, inputs, outputs, attributes});
      this.#made.set(key, outputs);
    }
    // Whoever asks for more outputs gets them of the same node.
    while (outputs.length < shapes.length) outputs.push(`${outputs[0]!}.${outputs.length}`);
    const made = typeOf(type, attributes) ?? this.values.get(inputs[0]!)!.type;
    for (const [index, shape] of shapes.entries())
      this.#value({name: outputs[index]!, type: made, shape});
    return outputs;
  }

  /** Adds a weight that lies in the model or beside it. */
  addTensor(tensor: OnnxTensor): string {
    this.initializers.push(tensor);
    return this.#value(tensor);
  }

  /** Adds a weight that every run is fed. */
  addFed(name: string, shape: Shape): string {
    return this.#value({name, type: "f32", shape});
  }

  shapeOf(name: string): Shape {
    return this.values.get(name)!.shape;
  }

  #widest(type: string, inputs: readonly string[]): Shape {
    return inputs
      .map((name) => this.shapeOf(name))
      .reduce((widest, shape) => broadcastShapes(type, widest, shape));
  }

  #value({name, type, shape}: OnnxValue): string {
    this.values.set(name, {name, type, shape});
    return name;
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
    return names.length === 1 ? names[0]! : this.add("Concat", names, {axis: 0}, [dims.length]);
  }

  #length(symbol: string): string {
    const carrier = this.#carriers.get(symbol);
    if (carrier)
      return this.add("Shape", [carrier.name], {start: carrier.axis, end: carrier.axis + 1}, [1]);
    const name = `length of ${symbol}`;
    this.lengths.set(symbol, name);
    return this.#value({name, type: "i64", shape: [1]});
  }

  #constant(
    name: string,
    type: DataType,
    shape: readonly number[],
    bytes: () => Uint8Array
  ): string {
    return this.values.has(name) ? name : this.addTensor({name, type, shape, bytes: bytes()});
  }
}

/** Types of values that are not of their first input's type. */
const made: Readonly<Record<string, DataType>> = {Greater: "bool", Shape: "i64"};
const types = new Map(Object.entries(dataTypes).map(([type, code]) => [code, type as DataType]));

function typeOf(type: string, {to}: Readonly<Record<string, Attribute>>): DataType | undefined {
  return type === "Cast" ? types.get(to as (typeof dataTypes)[DataType])! : made[type];
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
