/** Reads what an emitted ONNX model says of its values, and asks for all of them. */
import {BinaryReader, BinaryWriter, WireType} from "@bufbuild/protobuf/wire";

/** A message's fields in their order: numbers of varints, bytes of the rest that tests read. */
type Fields = readonly (readonly [field: number, value: number | Uint8Array])[];

function fieldsOf(bytes: Uint8Array): Fields {
  const reader = new BinaryReader(bytes);
  const fields: [number, number | Uint8Array][] = [];
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    if (wire === WireType.Varint) fields.push([field, Number(reader.int64())]);
    else if (wire === WireType.LengthDelimited) fields.push([field, reader.bytes()]);
    else reader.skip(wire, field);
  }
  return fields;
}

const all = (fields: Fields, wanted: number): Uint8Array[] =>
  fields.flatMap(([field, value]) =>
    field === wanted && value instanceof Uint8Array ? [value] : []
  );
const texts = (fields: Fields, wanted: number): string[] =>
  all(fields, wanted).map((bytes) => new TextDecoder().decode(bytes));
const inside = (bytes: Uint8Array, ...path: number[]): Fields =>
  path.reduce((fields, field) => fieldsOf(all(fields, field)[0]!), fieldsOf(bytes));

export interface ReadValue {
  readonly name: string;
  readonly type: number;
  readonly shape: readonly (number | string)[];
}

export interface ReadModel {
  readonly nodes: readonly {readonly type: string; readonly outputs: readonly string[]}[];
  /** What the model says of values inside it. */
  readonly values: readonly ReadValue[];
  readonly outputs: readonly string[];
}

function valueOf(bytes: Uint8Array): ReadValue {
  const tensor = inside(bytes, 2, 1);
  return {
    name: texts(fieldsOf(bytes), 1)[0]!,
    type: tensor.find(([field]) => field === 1)![1] as number,
    shape: all(fieldsOf(all(tensor, 2)[0]!), 1).map((dim) => {
      const [field, value] = fieldsOf(dim)[0]!;
      return field === 1 ? (value as number) : texts(fieldsOf(dim), 2)[0]!;
    })
  };
}

export function readModel(model: Uint8Array): ReadModel {
  const graph = inside(model, 7);
  return {
    nodes: all(graph, 1).map((bytes) => {
      const fields = fieldsOf(bytes);
      return {type: texts(fields, 4)[0]!, outputs: texts(fields, 2)};
    }),
    values: all(graph, 13).map(valueOf),
    outputs: all(graph, 12).map((bytes) => valueOf(bytes).name)
  };
}

/** Returns the model with every value that it describes among its outputs, of any shape: messages in a row are one. */
export function withEveryValue(model: Uint8Array, {values}: ReadModel): Uint8Array {
  const outputs = new BinaryWriter();
  const write = (writer: BinaryWriter, field: number, fill: (to: BinaryWriter) => void): void => {
    fill(writer.tag(field, WireType.LengthDelimited).fork());
    writer.join();
  };
  for (const {name, type} of values)
    write(outputs, 12, (value) => {
      value.tag(1, WireType.LengthDelimited).string(name);
      write(value, 2, (kind) =>
        write(kind, 1, (tensor) => tensor.tag(1, WireType.Varint).int64(type))
      );
    });
  const more = new BinaryWriter().tag(7, WireType.LengthDelimited).bytes(outputs.finish()).finish();
  const whole = new Uint8Array(model.length + more.length);
  whole.set(model);
  whole.set(more, model.length);
  return whole;
}
