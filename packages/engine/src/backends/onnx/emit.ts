/** Graph → ONNX. */
import {UnsupportedError} from "../../errors.ts";
import {expand} from "../../graph/decompose.ts";
import {topological} from "../../graph/node.ts";
import type {Node, NodeOf} from "../../graph/node.ts";
import {toFloat32} from "../../weights/decode.ts";
import {isFloat} from "../../weights/weights.ts";
import type {Weights, WeightTensor} from "../../weights/weights.ts";
import {Builder, inputsOf} from "./builder.ts";
import {emitters, operandsOf} from "./emitters.ts";
import {dataTypes, dialect, encodeModel} from "./proto.ts";
import type {OnnxTensor, OnnxValue} from "./proto.ts";

export interface Emitted {
  readonly model: Uint8Array<ArrayBuffer>;
  readonly inputs: readonly NodeOf<"input">[];
  /** Inputs of the ONNX model beside those: symbol → name of an int64 [1] that holds its length. */
  readonly lengths: ReadonlyMap<string, string>;
  /** Weights that are inputs too, where they are fed. */
  readonly weights: readonly NodeOf<"parameter">[];
  /** Output's name here → its name in the model; they differ only where an input has that name. */
  readonly outputs: ReadonlyMap<string, string>;
  /** Number of ONNX nodes before the runtime's own optimisation. */
  readonly nodes: number;
}

/**
 * Where weights are: in the model or in a file beside it (returns the bytes, or their place), as constants that the
 * runtime may rearrange; or "fed", float32 inputs of every run, which programs can share.
 */
export type Locate = "fed" | ((tensor: WeightTensor) => OnnxTensor["bytes"]);

const inside: Locate = ({bytes}) => bytes;

/**
 * Returns the outputs as an ONNX model; symbolic dimensions stay symbolic (`dim_param`). Weights keep their dtype
 * and are cast to float32 in the graph, unless they are fed; blocks are decoded to float32 before `locate` sees them.
 * Throws UnsupportedError for a parameter that is not among the weights.
 */
export function emit(
  outputs: Readonly<Record<string, Node>>,
  weights: Weights,
  locate: Locate = inside
): Emitted {
  const roots = expand(
    Object.values(outputs),
    (op) => emitters[op as keyof typeof emitters] !== "decompose"
  );
  const inputs = inputsOf(roots);
  const builder = new Builder(inputs);
  const parameters = topological(roots).filter(
    (node): node is NodeOf<"parameter"> => node.op === "parameter"
  );
  const fed = locate === "fed" ? parameters : [];
  const names = new Map<Node, string>();
  const nameOf = (root: Node): string => {
    // Depth first with a stack of our own: only what an output needs is emitted, and graphs are deep.
    const stack = [root];
    while (stack.length > 0) {
      const node = stack.at(-1)!;
      const operands = names.has(node) ? [] : operandsOf(node);
      const missing = operands.filter((operand) => !names.has(operand));
      if (missing.length > 0) {
        for (const operand of missing) stack.push(operand);
        continue;
      }
      if (!names.has(node))
        names.set(
          node,
          emitNode(
            builder,
            node,
            operands.map((operand) => names.get(operand)!),
            weights,
            locate
          )
        );
      stack.pop();
    }
    return names.get(root)!;
  };

  const taken = new Set(inputs.map(({attributes: {name}}) => name));
  const outputNames = new Map<string, string>();
  const values: OnnxValue[] = [];
  Object.keys(outputs).forEach((key, index) => {
    const node = roots[index]!;
    let name = key;
    while (taken.has(name) || weights.has(name)) name = `${name}.out`;
    taken.add(name);
    const value = nameOf(node);
    builder.nodes.push({type: "Identity", inputs: [value], outputs: [name], attributes: {}});
    outputNames.set(key, name);
    values.push({name, type: node.dtype, shape: node.shape});
  });

  const feeds: OnnxValue[] = inputs.map(({attributes: {name}, dtype, shape}) => ({
    name,
    type: dtype,
    shape
  }));
  for (const {
    attributes: {name},
    shape
  } of fed)
    feeds.push({name, type: "f32", shape});
  for (const name of builder.lengths.values()) feeds.push({name, type: "i64", shape: [1]});
  const {nodes, initializers} = builder;
  const model = encodeModel({
    ...dialect,
    nodes,
    initializers,
    inputs: feeds,
    outputs: values,
    values: nodes.flatMap(({outputs: made}) =>
      made.flatMap((name) => builder.values.get(name) ?? [])
    )
  });
  return {
    model,
    inputs,
    lengths: builder.lengths,
    weights: fed,
    outputs: outputNames,
    nodes: nodes.length
  };
}

function emitNode(
  builder: Builder,
  node: Node,
  inputs: readonly string[],
  weights: Weights,
  locate: Locate
): string {
  if (node.op === "input") return node.attributes.name;
  if (node.op === "constant") return builder.float(node.attributes.value);
  if (node.op === "parameter") return emitParameter(builder, node, weights, locate);
  const emitter = emitters[node.op];
  if (emitter === "decompose")
    throw new UnsupportedError(`no ONNX emitter for ${node.op}, which should have been decomposed`);
  // Key and value of the table agree; TypeScript cannot follow the op through the union.
  return (emitter as (builder: Builder, node: Node, inputs: readonly string[]) => string)(
    builder,
    node,
    inputs
  );
}

const decoded = (tensor: WeightTensor): WeightTensor => ({
  ...tensor,
  dtype: "f32",
  bytes: new Uint8Array(toFloat32(tensor).buffer)
});

function emitParameter(
  builder: Builder,
  node: NodeOf<"parameter">,
  weights: Weights,
  locate: Locate
): string {
  const {name} = node.attributes;
  const tensor = weights.get(name);
  if (!tensor) throw new UnsupportedError(`no weight called ${name}; there are ${weights.size}`);
  // The graph's shape, not the file's: they have the same elements in the same order.
  const shape = node.shape as readonly number[];
  if (locate === "fed") return builder.addFed(name, shape);
  const {dtype} = tensor;
  const type = isFloat(dtype) ? dtype : "f32";
  builder.addTensor({
    name,
    type,
    shape,
    bytes: locate(isFloat(dtype) ? tensor : decoded(tensor))
  });
  return type === "f32" ? name : builder.add("Cast", [name], {to: dataTypes.f32});
}
