/** What each operation is in ONNX. */
import {broadcastShapes} from "../../graph/ops.ts";
import type {Dim, Node, NodeOf, Op, OpAttributes, SemanticOp, Shape} from "../../graph/node.ts";
import {activations, slopes, step} from "./activations.ts";
import {reshapeTarget} from "./builder.ts";
import type {Builder} from "./builder.ts";

/** Returns the name of the node's value, given its inputs' names. */
type Emitter<O extends Op> = (
  builder: Builder,
  node: NodeOf<O>,
  inputs: readonly string[]
) => string;
type Leaf = "input" | "parameter" | "constant";

const plain =
  <O extends Op>(type: string): Emitter<O> =>
  (builder, {shape}, inputs) =>
    builder.add(type, inputs, {}, shape);

const width = (x: Node): number => x.shape.at(-1) as number;
const last = [-1];

/** A product with its transposes and its factor in one, as the runtime would make it. */
function productOf(
  builder: Builder,
  factors: readonly string[],
  {transposeA, transposeB, alpha}: OpAttributes["matmul"],
  shape: Shape
): string {
  if (!transposeA && !transposeB && alpha === 1) return builder.add("MatMul", factors, {}, shape);
  const attributes = {
    transA: Number(transposeA),
    transB: Number(transposeB),
    alpha: {float: alpha}
  };
  return builder.add("FusedMatMul", factors, attributes, shape);
}

const transposed = (
  builder: Builder,
  name: string,
  shape: Shape,
  perm: readonly number[]
): string =>
  builder.add(
    "Transpose",
    [name],
    {perm},
    perm.map((axis) => shape[axis]!)
  );

const reduction =
  <O extends "sum" | "max">(type: string): Emitter<O> =>
  (builder, node, [x]) =>
    builder.add(type, [x!, builder.integers(node.attributes.axes)], {keepdims: 1}, node.shape);

/** The shape of one number for each row. */
const narrow = (shape: Shape): Shape => [...shape.slice(0, -1), 1];

/** Returns what a reduction of each row gives. */
const ofRows = (builder: Builder, type: "ReduceMean" | "ReduceSum", x: string): string =>
  builder.add(type, [x, builder.integers(last)], {keepdims: 1}, narrow(builder.shapeOf(x)));
const meanOf = (builder: Builder, x: string): string => ofRows(builder, "ReduceMean", x);

/** Returns the norm, and 1 / root mean square of each row where `count` is 2. */
const rootMeanSquareNorm = (
  builder: Builder,
  inputs: readonly string[],
  epsilon: number,
  count: 1 | 2
): readonly string[] => {
  const shape = builder.shapeOf(inputs[0]!);
  return builder.addMany(
    "SimplifiedLayerNormalization",
    inputs,
    {axis: -1, epsilon: {float: epsilon}, stash_type: 1},
    [shape, narrow(shape)].slice(0, count)
  );
};

/** Returns a value widened to this shape, where the operation that reads it does not do so by itself. */
const widened = (builder: Builder, x: string, shape: Shape): string =>
  builder.add("Expand", [x, builder.shape(shape)], {}, shape);

/** Operations ONNX has no word for are emitted as their decomposition. */
export const emitters: {
  readonly [O in Exclude<Op, Leaf>]: Emitter<O> | (O extends SemanticOp ? "decompose" : never);
} = {
  neg: plain("Neg"),
  exp: plain("Exp"),
  log: plain("Log"),
  sqrt: plain("Sqrt"),
  reciprocal: plain("Reciprocal"),
  tanh: plain("Tanh"),
  erf: plain("Erf"),
  sigmoid: plain("Sigmoid"),
  relu: plain("Relu"),
  step: (builder, _, [x]) => step(builder, x!),
  add: plain("Add"),
  sub: plain("Sub"),
  mul: plain("Mul"),
  div: plain("Div"),
  reshape(builder, {inputs: [x], attributes: {shape}}, [name]) {
    const target = reshapeTarget(x!.shape, shape);
    const asked = target ? builder.integers(target) : builder.shape(shape);
    return builder.add("Reshape", [name!, asked], {}, shape);
  },
  transpose: (builder, {inputs: [x], attributes: {permutation}}, [name]) =>
    transposed(builder, name!, x!.shape, permutation),
  broadcast(builder, {inputs: [x], attributes: {shape}}, [name]) {
    // Expand keeps an axis asked to be 1, so only lengths that grow need to be known.
    const extra = shape.length - x!.shape.length;
    const target = shape.map((dim, axis) =>
      axis >= extra && x!.shape[axis - extra] === dim ? 1 : dim
    );
    return builder.add("Expand", [name!, builder.shape(target)], {}, shape);
  },
  slice: (builder, {attributes: {axis, start, end}, shape}, [x]) =>
    builder.add(
      "Slice",
      [x!, builder.integers([start]), builder.integers([end]), builder.integers([axis])],
      {},
      shape
    ),
  pad: (builder, {attributes: {axis, before, after}, shape}, [x]) =>
    builder.add(
      "Pad",
      [x!, builder.integers([before, after]), builder.float(0), builder.integers([axis])],
      {},
      shape
    ),
  concat: (builder, {attributes: {axis}, shape}, inputs) =>
    builder.add("Concat", inputs, {axis}, shape),
  sum: reduction("ReduceSum"),
  max: reduction("ReduceMax"),
  matmul(builder, {attributes, shape}, [left, right]) {
    return productOf(builder, [left!, right!], attributes, shape);
  },
  gather: plain("Gather"),
  take: (builder, {shape}, [x, indices]) =>
    builder.add("GatherElements", [x!, widened(builder, indices!, shape)], {axis: -1}, shape),
  put: (builder, {inputs: [given], shape}, [x, indices]) =>
    builder.add(
      "ScatterElements",
      [widened(builder, builder.float(0), shape), widened(builder, indices!, given!.shape), x!],
      {axis: -1, reduction: "add"},
      shape
    ),
  linear(builder, {attributes: {layout}, shape}, [x, w, bias]) {
    const product = productOf(
      builder,
      [x!, w!],
      {transposeA: false, transposeB: layout === "out-in", alpha: 1},
      shape
    );
    return bias === undefined ? product : builder.add("Add", [product, bias]);
  },
  layerNorm: (builder, {attributes: {epsilon}}, inputs) =>
    builder.add("LayerNormalization", inputs, {epsilon: {float: epsilon}}),
  rmsNorm: (builder, {attributes: {epsilon}}, inputs) =>
    rootMeanSquareNorm(builder, inputs, epsilon, 1)[0]!,
  softmax: (builder, _, inputs) => builder.add("Softmax", inputs, {axis: -1}),
  logSoftmax: (builder, _, inputs) => builder.add("LogSoftmax", inputs, {axis: -1}),
  // The runtime's ReduceLogSumExp and Softplus lose the digits that these are asked for.
  logSumExp: "decompose",
  softplus: "decompose",
  activation: (builder, {attributes: {kind}}, [x]) => activations[kind](builder, x!),
  gatedProduct: plain("Mul"),
  rotary(builder, {inputs: [, angles], attributes: {layout, inverse}}, [x, cos, sin]) {
    // Both channels of a pair have one angle: each table is of the first ones.
    const [length, width] = angles!.shape as readonly [Dim, number];
    const halves = layout === "halves";
    const [end, step] = halves ? [width / 2, 1] : [width, 2];
    const ofPairs = (table: string): string =>
      builder.add(
        "Slice",
        [
          table,
          builder.integers([0]),
          builder.integers([end]),
          builder.integers([1]),
          builder.integers([step])
        ],
        {},
        [length, width / 2]
      );
    const sines = ofPairs(sin!);
    const turned = inverse ? builder.add("Neg", [sines]) : sines;
    return builder.add(
      "RotaryEmbedding",
      // The tables begin at the first position of x.
      [x!, builder.integers([0]), ofPairs(cos!), turned],
      {interleaved: halves ? 0 : 1},
      builder.shapeOf(x!)
    );
  },
  layerNormGradient(builder, {inputs: [x], attributes: {epsilon}}, [name, weight, dy]) {
    // The normalisation hands out 1/σ too: with weight 1 it is all that the backward pass needs.
    const ones = builder.float(1, [width(x!)]);
    const [unit, , inverse] = builder.addMany(
      "LayerNormalization",
      [name!, ones],
      {epsilon: {float: epsilon}},
      [x!.shape, narrow(x!.shape), narrow(x!.shape)]
    );
    const g = builder.add("Mul", [dy!, weight!]);
    const along = builder.add("Mul", [unit!, meanOf(builder, builder.add("Mul", [g, unit!]))]);
    const centred = builder.add("Sub", [g, meanOf(builder, g)]);
    return builder.add("Mul", [builder.add("Sub", [centred, along]), inverse!]);
  },
  rmsNormGradient(builder, {attributes: {epsilon}}, [x, weight, dy]) {
    // Of the same node as the norm itself, where both are in one program.
    const [, inverse] = rootMeanSquareNorm(builder, [x!, weight!], epsilon, 2);
    const unit = builder.add("Mul", [x!, inverse!]);
    const g = builder.add("Mul", [dy!, weight!]);
    const along = builder.add("Mul", [unit, meanOf(builder, builder.add("Mul", [g, unit]))]);
    return builder.add("Mul", [builder.add("Sub", [g, along]), inverse!]);
  },
  softmaxGradient(builder, _, [y, dy]) {
    const total = ofRows(builder, "ReduceSum", builder.add("Mul", [dy!, y!]));
    return builder.add("Mul", [y!, builder.add("Sub", [dy!, total])]);
  },
  logSoftmaxGradient: "decompose",
  activationGradient: (builder, {attributes: {kind}}, [x, dy]) =>
    builder.add("Mul", [dy!, slopes[kind](builder, x!)])
};

const elementwise: ReadonlySet<Op> = new Set<Op>(["add", "sub", "mul", "div", "gatedProduct"]);

/** Returns what an operand stands for without its widening, where the operation widens by itself. */
export function operandsOf(node: Node): readonly Node[] {
  if (!elementwise.has(node.op)) return node.inputs;
  const narrow = node.inputs.map((input) => (input.op === "broadcast" ? input.inputs[0]! : input));
  const [a, b] = node.inputs;
  const same = (x: Shape): boolean => x.join() === node.shape.join();
  for (const pair of [narrow, [narrow[0]!, b!], [a!, narrow[1]!]]) {
    if (same(broadcastShapes(node.op, pair[0]!.shape, pair[1]!.shape))) return pair;
  }
  return node.inputs;
}
