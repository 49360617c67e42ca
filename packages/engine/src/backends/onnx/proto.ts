/**
 * The messages of onnx.proto that a graph needs, written with @bufbuild/protobuf's wire writer. Generated code
 * would be a 6 kB descriptor and protoc in the build for eleven messages that are only ever written.
 */
import {BinaryWriter, WireType} from "@bufbuild/protobuf/wire";

/** TensorProto.DataType. */
export const dataTypes = {f32: 1, i32: 6, i64: 7, bool: 9, f16: 10, f64: 11, bf16: 16} as const;
export type DataType = keyof typeof dataTypes;

/** A number is an int; a float has a box of its own, since 1 could be either. */
export type Attribute = number | string | readonly number[] | {readonly float: number};

export interface OnnxNode {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface OnnxTensor {
  readonly name: string;
  readonly type: DataType;
  readonly shape: readonly number[];
  /** Little endian, or where they lie in another file. */
  readonly bytes:
    | Uint8Array
    | {readonly file: string; readonly offset: number; readonly length: number};
}

export interface OnnxValue {
  readonly name: string;
  readonly type: DataType;
  readonly shape: readonly (number | string)[];
}

export interface OnnxModel {
  readonly opset: number;
  readonly irVersion: number;
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  /** What is known of the values between them. */
  readonly values?: readonly OnnxValue[];
}

/** Opset 20 is the first with Gelu; its models are of IR version 9. ONNX Runtime has run it since 1.17. */
export const dialect = {opset: 20, irVersion: 9} as const;

/** Operations of ONNX Runtime's own, which every build of it has. */
const CONTRIBUTED = "com.microsoft";
const contributed: ReadonlySet<string> = new Set(["FusedMatMul", "RotaryEmbedding"]);

type Write = (writer: BinaryWriter) => unknown;

const text = (writer: BinaryWriter, field: number, value: string): BinaryWriter =>
  writer.tag(field, WireType.LengthDelimited).string(value);
const int = (writer: BinaryWriter, field: number, value: number): BinaryWriter =>
  writer.tag(field, WireType.Varint).int64(value);
const message = (writer: BinaryWriter, field: number, write: Write): void => {
  write(writer.tag(field, WireType.LengthDelimited).fork());
  writer.join();
};

/** Returns the bytes of a ModelProto. */
export function encodeModel({opset, irVersion, ...graph}: OnnxModel): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter();
  int(writer, 1, irVersion);
  text(writer, 2, "ecco");
  message(writer, 7, (w) => writeGraph(w, graph));
  message(writer, 8, (w) => int(w, 2, opset)); // the empty domain is ONNX's own
  message(writer, 8, (w) => int(text(w, 1, CONTRIBUTED), 2, 1));
  return writer.finish();
}

function writeGraph(writer: BinaryWriter, graph: Omit<OnnxModel, "opset" | "irVersion">): void {
  for (const [index, node] of graph.nodes.entries())
    message(writer, 1, (w) => writeNode(w, node, index));
  text(writer, 2, "graph");
  for (const tensor of graph.initializers) message(writer, 5, (w) => writeTensor(w, tensor));
  for (const value of graph.inputs) message(writer, 11, (w) => writeValue(w, value));
  for (const value of graph.outputs) message(writer, 12, (w) => writeValue(w, value));
  for (const value of graph.values ?? []) message(writer, 13, (w) => writeValue(w, value));
}

function writeNode(
  writer: BinaryWriter,
  {type, inputs, outputs, attributes}: OnnxNode,
  index: number
): void {
  for (const name of inputs) text(writer, 1, name);
  for (const name of outputs) text(writer, 2, name);
  text(writer, 3, `${type}.${index}`);
  text(writer, 4, type);
  if (contributed.has(type)) text(writer, 7, CONTRIBUTED);
  for (const [name, value] of Object.entries(attributes))
    message(writer, 5, (w) => writeAttribute(w, name, value));
}

/** AttributeProto.AttributeType: FLOAT 1, INT 2, STRING 3, INTS 7. */
function writeAttribute(writer: BinaryWriter, name: string, value: Attribute): void {
  text(writer, 1, name);
  if (typeof value === "number") {
    int(writer, 3, value);
    int(writer, 20, 2);
  } else if (typeof value === "string") {
    text(writer, 4, value);
    int(writer, 20, 3);
  } else if ("float" in value) {
    writer.tag(2, WireType.Bit32).float(value.float);
    int(writer, 20, 1);
  } else {
    for (const entry of value) int(writer, 8, entry);
    int(writer, 20, 7);
  }
}

function writeTensor(writer: BinaryWriter, {name, type, shape, bytes}: OnnxTensor): void {
  for (const length of shape) int(writer, 1, length);
  int(writer, 2, dataTypes[type]);
  text(writer, 8, name);
  if (bytes instanceof Uint8Array) {
    writer.tag(9, WireType.LengthDelimited).bytes(bytes);
    return;
  }
  const entries = {
    location: bytes.file,
    offset: String(bytes.offset),
    length: String(bytes.length)
  };
  for (const [key, value] of Object.entries(entries))
    message(writer, 13, (w) => text(text(w, 1, key), 2, value));
  int(writer, 14, 1); // DataLocation.EXTERNAL
}

function writeValue(writer: BinaryWriter, {name, type, shape}: OnnxValue): void {
  text(writer, 1, name);
  message(writer, 2, (typeProto) =>
    message(typeProto, 1, (tensor) => {
      int(tensor, 1, dataTypes[type]);
      message(tensor, 2, (shapeProto) => {
        for (const dim of shape)
          message(shapeProto, 1, (w) =>
            typeof dim === "number" ? int(w, 1, dim) : text(w, 2, dim)
          );
      });
    })
  );
}
