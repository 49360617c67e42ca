/** Writes models of ours as ONNX exports: with the inputs that transformers.js feeds in place of our own. */
import {BinaryReader, BinaryWriter, WireType} from "@bufbuild/protobuf/wire";
import {emit} from "../../packages/engine/src/backends/onnx/emit.ts";
import {dataTypes, dialect, encodeModel} from "../../packages/engine/src/backends/onnx/proto.ts";
import type {
  Attribute,
  OnnxNode,
  OnnxTensor,
  OnnxValue
} from "../../packages/engine/src/backends/onnx/proto.ts";
import type {Node, NodeOf} from "../../packages/engine/src/graph/node.ts";
import type {Weights} from "../../packages/engine/src/weights/weights.ts";

/** Fields of ModelProto and GraphProto. */
const [graphField, nodeField, initializerField, inputField] = [7, 1, 5, 11];

/** Of NodeProto. */
const nameField = 3;

/** What is hidden, as our masks have it. */
const hidden = -1e30;

/** Names of the inputs of a session, by what stands for them in our graphs. */
export interface ExportInputs {
  readonly ids: Readonly<Record<string, string>>;
  /** Of the mask, by the symbol of its length. */
  readonly mask: Readonly<Record<string, string>>;
  /** Inputs that stay as they are, floats. */
  readonly kept?: readonly string[];
}

export const usualInputs: ExportInputs = {
  ids: {ids: "input_ids", types: "token_type_ids"},
  mask: {T: "attention_mask"}
};

/** Returns an ONNX model of the outputs. */
export function exportModel(
  outputs: Readonly<Record<string, Node>>,
  weights: Weights,
  names: ExportInputs = usualInputs
): Uint8Array {
  const {model, inputs} = emit(outputs, weights);
  const prefix = new Prefix(names);
  for (const input of inputs) prefix.make(input);
  const front = encodeModel({
    ...dialect,
    nodes: prefix.nodes,
    initializers: prefix.tensors,
    inputs: prefix.inputs,
    outputs: []
  });
  return together(front, model);
}

/** Makes what our graphs are fed of what transformers.js feeds. */
class Prefix {
  readonly nodes: OnnxNode[] = [];
  readonly tensors: OnnxTensor[] = [];
  readonly inputs: OnnxValue[] = [];
  readonly #names: ExportInputs;

  constructor(names: ExportInputs) {
    this.#names = names;
  }

  make({attributes: {name, fill}, shape, dtype}: NodeOf<"input">): void {
    if (fill.kind === "given") return this.#given(name, shape, dtype);
    if (fill.kind === "positions" && !fill.counted) {
      const at = this.#add("Add", [
        this.#positions(shape[0] as string),
        this.#integer(fill.offset ?? 0)
      ]);
      return this.#named("Cast", [at], name, {to: dataTypes.i32});
    }
    if (fill.kind === "first") {
      const zero = this.#add("Equal", [this.#positions(shape[2] as string), this.#integer(0)]);
      const one = this.#add("Cast", [zero], {to: dataTypes.f32});
      const rows = this.#add("Shape", [this.#fed("ids")], {start: 0, end: 1});
      const wanted = this.#add("Concat", [rows, this.#integers([1, 1])], {axis: 0});
      return this.#named("Expand", [one, wanted], name);
    }
    if (fill.kind === "mask") return this.#mask(name, shape as readonly string[], fill.causal);
    throw new Error(`${name} (${fill.kind}) has no input of transformers.js behind it`);
  }

  #given(name: string, shape: readonly (number | string)[], type: "f32" | "i32"): void {
    if (this.#names.kept?.includes(name)) {
      this.inputs.push({name, type, shape});
      return;
    }
    this.#named("Cast", [this.#fed(name)], name, {to: dataTypes.i32});
  }

  /** Returns the input that ids or types come from. */
  #fed(ours: string): string {
    const name = this.#names.ids[ours]!;
    return this.#input(name, ours === "decoder.ids" ? "T" : this.#symbol());
  }

  #symbol(): string {
    return Object.keys(this.#names.mask)[0]!;
  }

  #input(name: string, length: string): string {
    if (!this.inputs.some((each) => each.name === name))
      this.inputs.push({name, type: "i64", shape: ["B", length]});
    return name;
  }

  /** 0, 1, 2, … of this length. */
  #positions(length: string): string {
    const of =
      length === "T" && "decoder.ids" in this.#names.ids
        ? this.#fed("decoder.ids")
        : this.#input(this.#names.mask[length]!, length);
    const count = this.#add("Squeeze", [this.#add("Shape", [of], {start: 1, end: 2})]);
    return this.#add("Range", [this.#integer(0), count, this.#integer(1)]);
  }

  #mask(name: string, [, , query, key]: readonly string[], causal: boolean): void {
    const rows = this.#add("Unsqueeze", [this.#positions(query!), this.#integers([1])]);
    const later = this.#add("Greater", [this.#positions(key!), rows]);
    const ahead = this.#scaled(
      this.#add("Cast", [later], {to: dataTypes.f32}),
      causal ? hidden : 0
    );
    const source = this.#names.mask[key!];
    if (source === undefined) {
      // A decoder of its own sees all that it was fed.
      return this.#named("Unsqueeze", [ahead, this.#integers([0, 1])], name);
    }
    const real = this.#add("Cast", [this.#input(source, key!)], {to: dataTypes.f32});
    const padding = this.#scaled(this.#add("Sub", [this.#float(1), real]), hidden);
    const seen = this.#add("Unsqueeze", [padding, this.#integers([1, 2])]);
    this.#named("Add", [seen, ahead], name);
  }

  #scaled(value: string, factor: number): string {
    return this.#add("Mul", [value, this.#float(factor)]);
  }

  #add(
    type: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {}
  ): string {
    const name = `in ${this.nodes.length}`;
    this.#named(type, inputs, name, attributes);
    return name;
  }

  #named(
    type: string,
    inputs: readonly string[],
    name: string,
    attributes: Readonly<Record<string, Attribute>> = {}
  ): void {
    this.nodes.push({type, inputs, outputs: [name], attributes});
  }

  #integer(value: number): string {
    return this.#tensor("i64", [], new Uint8Array(BigInt64Array.of(BigInt(value)).buffer));
  }

  #integers(values: readonly number[]): string {
    const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    return this.#tensor("i64", [values.length], bytes);
  }

  #float(value: number): string {
    return this.#tensor("f32", [], new Uint8Array(Float32Array.of(value).buffer));
  }

  #tensor(type: "i64" | "f32", shape: readonly number[], bytes: Uint8Array): string {
    const name = `constant ${this.tensors.length}`;
    this.tensors.push({name, type, shape, bytes});
    return name;
  }
}

/** Returns a model whose inputs are those of *front*, which makes the inputs of *behind*. */
function together(front: Uint8Array, behind: Uint8Array): Uint8Array {
  const parts = [
    // Names of nodes are numbers in both, and need not be there.
    graphIn(front).map(([field, bytes]) =>
      field === nodeField
        ? ([field, withoutField(bytes, nameField)] as const)
        : ([field, bytes] as const)
    ),
    graphIn(behind).filter(([field]) => field !== inputField)
  ];
  const graph = new BinaryWriter();
  const first = [nodeField, initializerField];
  // What makes the inputs comes before what reads them.
  for (const [field, bytes] of parts
    .flat()
    .toSorted(([a], [b]) => first.indexOf(b) - first.indexOf(a)))
    graph.tag(field, WireType.LengthDelimited).bytes(bytes);
  const writer = new BinaryWriter();
  for (const [field, bytes] of fieldsIn(behind)) if (field !== graphField) writer.raw(bytes);
  return writer.tag(graphField, WireType.LengthDelimited).bytes(graph.finish()).finish();
}

/** Returns the messages and texts of the graph in a model. */
function graphIn(model: Uint8Array): readonly (readonly [number, Uint8Array])[] {
  const reader = new BinaryReader(model);
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    if (field !== graphField) {
      reader.skip(wire, field);
      continue;
    }
    const inner = new BinaryReader(reader.bytes());
    const found: [number, Uint8Array][] = [];
    while (inner.pos < inner.len) {
      const [each] = inner.tag();
      found.push([each, inner.bytes()]);
    }
    return found;
  }
  throw new Error("expected a graph");
}

function withoutField(message: Uint8Array, field: number): Uint8Array {
  const writer = new BinaryWriter();
  for (const [each, bytes] of fieldsIn(message)) if (each !== field) writer.raw(bytes);
  return writer.finish();
}

/** Returns the fields of a model as they are written, tag included. */
function fieldsIn(model: Uint8Array): readonly (readonly [number, Uint8Array])[] {
  const reader = new BinaryReader(model);
  const found: [number, Uint8Array][] = [];
  while (reader.pos < reader.len) {
    const start = reader.pos;
    const [field, wire] = reader.tag();
    reader.skip(wire, field);
    found.push([field, model.subarray(start, reader.pos)]);
  }
  return found;
}
