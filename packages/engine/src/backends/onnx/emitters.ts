/** What each operation is in ONNX. */
import {broadcastShapes} from "../../graph/ops.ts";
import type {Node, NodeOf, Op, SemanticOp, Shape} from "../../graph/node.ts";
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
  (builder, _, inputs) =>
    builder.add(type, inputs);

const width = (x: Node): number => x.shape.at(-1) as number;
const last = [-1];

function swapped(builder: Builder, name: string, shape: Shape, swap: boolean): string {
  if (!swap) return name;
  const perm = shape.map((_, axis) => axis);
  perm.push(...perm.splice(-2).reverse());
  return builder.add("Transpose", [name], {perm});
}

const reduction =
  <O extends "sum" | "max">(type: string): Emitter<O> =>
  (builder, node, [x]) =>
    builder.add(type, [x!, builder.integers(node.attributes.axes)], {keepdims: 1});

const meanOf = (builder: Builder, x: string): string =>
  builder.add("ReduceMean", [x, builder.integers(last)], {keepdims: 1});

/** The row's deviation in the spelling that the runtime makes one node of, with the division and the weight. */
function rootMeanSquare(builder: Builder, x: string, epsilon: number): string {
  const mean = meanOf(builder, builder.add("Pow", [x, builder.float(2)]));
  return builder.add("Sqrt", [builder.add("Add", [mean, builder.float(epsilon)])]);
}

/** Returns indices [T, S] once for each leading axis of the numbers: these operations do not widen them. */
const widened = (builder: Builder, indices: string, shape: Shape): string =>
  builder.add("Expand", [indices, builder.shape(shape)]);

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
    return builder.add("Reshape", [
      name!,
      target ? builder.integers(target) : builder.shape(shape)
    ]);
  },
  transpose: (builder, {attributes: {permutation}}, inputs) =>
    builder.add("Transpose", inputs, {perm: permutation}),
  broadcast(builder, {inputs: [x], attributes: {shape}}, [name]) {
    // Expand keeps an axis asked to be 1, so only lengths that grow need to be known.
    const extra = shape.length - x!.shape.length;
    const target = shape.map((dim, axis) =>
      axis >= extra && x!.shape[axis - extra] === dim ? 1 : dim
    );
    return builder.add("Expand", [name!, builder.shape(target)]);
  },
  slice: (builder, {attributes: {axis, start, end}}, [x]) =>
    builder.add("Slice", [
      x!,
      builder.integers([start]),
      builder.integers([end]),
      builder.integers([axis])
    ]),
  pad: (builder, {attributes: {axis, before, after}}, [x]) =>
    builder.add("Pad", [
      x!,
      builder.integers([before, after]),
      builder.float(0),
      builder.integers([axis])
    ]),
  concat: (builder, {attributes: {axis}}, inputs) => builder.add("Concat", inputs, {axis}),
  sum: reduction("ReduceSum"),
  max: reduction("ReduceMax"),
  matmul(builder, {inputs: [a, b], attributes: {transposeA, transposeB, alpha}}, [left, right]) {
    // The runtime folds both transposes and the factor into the product.
    const factors = [
      swapped(builder, left!, a!.shape, transposeA),
      swapped(builder, right!, b!.shape, transposeB)
    ];
    const product = builder.add("MatMul", factors);
    return alpha === 1 ? product : builder.add("Mul", [product, builder.float(alpha)]);
  },
  gather: plain("Gather"),
  take: (builder, {shape}, [x, indices]) =>
    builder.add("GatherElements", [x!, widened(builder, indices!, shape)], {axis: -1}),
  put: (builder, {inputs: [given], shape}, [x, indices]) =>
    builder.add(
      "ScatterElements",
      [
        builder.add("Expand", [builder.float(0), builder.shape(shape)]),
        widened(builder, indices!, given!.shape),
        x!
      ],
      {axis: -1, reduction: "add"}
    ),
  linear(builder, {inputs: [, weight], attributes: {layout}}, [x, w, bias]) {
    const product = builder.add("MatMul", [
      x!,
      swapped(builder, w!, weight!.shape, layout === "out-in")
    ]);
    return bias === undefined ? product : builder.add("Add", [product, bias]);
  },
  layerNorm: (builder, {attributes: {epsilon}}, inputs) =>
    builder.add("LayerNormalization", inputs, {epsilon: {float: epsilon}}),
  rmsNorm: (builder, {attributes: {epsilon}}, [x, weight]) =>
    builder.add("Mul", [builder.add("Div", [x!, rootMeanSquare(builder, x!, epsilon)]), weight!]),
  softmax: (builder, _, inputs) => builder.add("Softmax", inputs, {axis: -1}),
  logSoftmax: (builder, _, inputs) => builder.add("LogSoftmax", inputs, {axis: -1}),
  activation: (builder, {attributes: {kind}}, [x]) => activations[kind](builder, x!),
  gatedProduct: plain("Mul"),
  rotary: "decompose",
  layerNormGradient(builder, {inputs: [x], attributes: {epsilon}}, [name, weight, dy]) {
    // The normalisation hands out 1/σ too: with weight 1 it is all that the backward pass needs.
    const ones = builder.float(1, [width(x!)]);
    const [unit, , inverse] = builder.addMany(
      "LayerNormalization",
      [name!, ones],
      {epsilon: {float: epsilon}},
      3
    );
    const g = builder.add("Mul", [dy!, weight!]);
    const along = builder.add("Mul", [unit!, meanOf(builder, builder.add("Mul", [g, unit!]))]);
    const centred = builder.add("Sub", [g, meanOf(builder, g)]);
    return builder.add("Mul", [builder.add("Sub", [centred, along]), inverse!]);
  },
  rmsNormGradient(builder, {attributes: {epsilon}}, [x, weight, dy]) {
    const deviation = rootMeanSquare(builder, x!, epsilon);
    const unit = builder.add("Div", [x!, deviation]);
    const g = builder.add("Mul", [dy!, weight!]);
    const along = builder.add("Mul", [unit, meanOf(builder, builder.add("Mul", [g, unit]))]);
    return builder.add("Div", [builder.add("Sub", [g, along]), deviation]);
  },
  softmaxGradient(builder, _, [y, dy]) {
    const total = builder.add(
      "ReduceSum",
      [builder.add("Mul", [dy!, y!]), builder.integers(last)],
      {keepdims: 1}
    );
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
