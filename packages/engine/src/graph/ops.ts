/** Builders: one function an operation, which checks shapes and infers the result's. */
import {ShapeError} from "../errors.ts";
import {node} from "./node.ts";
import type {Activation, DType, Dim, Fill, Node, RotaryLayout, Shape} from "./node.ts";

const text = (shape: Shape): string => `[${shape.join(", ")}]`;
const last = (shape: Shape): Dim => shape[shape.length - 1] ?? 1;

export function input(
  name: string,
  shape: Shape,
  fill: Fill = {kind: "given"},
  dtype: DType = "f32"
): Node {
  return node("input", [], {name, fill}, shape, dtype);
}
export function parameter(name: string, shape: readonly number[]): Node {
  return node("parameter", [], {name}, shape);
}
export function constant(value: number): Node {
  return node("constant", [], {value}, []);
}

/** Returns the shape two shapes broadcast to, as in NumPy. */
export function broadcastShapes(what: string, a: Shape, b: Shape): Shape {
  const length = Math.max(a.length, b.length);
  return Array.from({length}, (_, index) => {
    const x = a[index - length + a.length] ?? 1;
    const y = b[index - length + b.length] ?? 1;
    if (x === y || y === 1) return x;
    if (x === 1) return y;
    throw new ShapeError(`${what}: shapes do not broadcast: ${text(a)} and ${text(b)}`);
  });
}

type Unary =
  | "neg"
  | "exp"
  | "log"
  | "sqrt"
  | "reciprocal"
  | "tanh"
  | "erf"
  | "sigmoid"
  | "relu"
  | "step";
const unary =
  (op: Unary) =>
  (x: Node): Node =>
    node(op, [x], {}, x.shape);
type Binary = "add" | "sub" | "mul" | "div";
const binary =
  (op: Binary) =>
  (a: Node, b: Node): Node =>
    node(op, [a, b], {}, broadcastShapes(op, a.shape, b.shape));

export const neg = unary("neg");
export const exp = unary("exp");
export const log = unary("log");
export const sqrt = unary("sqrt");
export const reciprocal = unary("reciprocal");
export const tanh = unary("tanh");
export const erf = unary("erf");
export const sigmoid = unary("sigmoid");
export const relu = unary("relu");
export const step = unary("step");
export const add = binary("add");
export const sub = binary("sub");
export const mul = binary("mul");
export const div = binary("div");
export const scale = (x: Node, factor: number): Node => mul(x, constant(factor));

export function reshape(x: Node, shape: Shape): Node {
  const size = (s: Shape): string =>
    [
      s.reduce<number>((product, dim) => (typeof dim === "number" ? product * dim : product), 1),
      ...s.filter((dim) => typeof dim === "string").sort()
    ].join("·");
  if (size(x.shape) !== size(shape))
    throw new ShapeError(`reshape: sizes differ: ${text(x.shape)} to ${text(shape)}`);
  return node("reshape", [x], {shape}, shape, x.dtype);
}

export function transpose(x: Node, permutation: readonly number[]): Node {
  if (permutation.length !== x.shape.length) {
    throw new ShapeError(`transpose: got ${permutation.length} axes for ${text(x.shape)}`);
  }
  return node(
    "transpose",
    [x],
    {permutation},
    permutation.map((axis) => x.shape[axis]!)
  );
}

export function broadcast(x: Node, shape: Shape): Node {
  if (text(broadcastShapes("broadcast", x.shape, shape)) !== text(shape)) {
    throw new ShapeError(`broadcast: ${text(x.shape)} does not widen to ${text(shape)}`);
  }
  return text(x.shape) === text(shape) ? x : node("broadcast", [x], {shape}, shape);
}

const withAxis = (shape: Shape, axis: number, dim: Dim): Shape =>
  shape.map((old, index) => (index === axis ? dim : old));

export function slice(x: Node, axis: number, start: number, end: number): Node {
  const dim = x.shape[axis];
  if (typeof dim !== "number" || start < 0 || end > dim || end <= start) {
    throw new ShapeError(`slice: got ${start} to ${end} on axis ${axis} of ${text(x.shape)}`);
  }
  return node("slice", [x], {axis, start, end}, withAxis(x.shape, axis, end - start));
}

export function pad(x: Node, axis: number, before: number, after: number): Node {
  const dim = x.shape[axis];
  if (typeof dim !== "number")
    throw new ShapeError(`pad: axis ${axis} of ${text(x.shape)} has no fixed length`);
  return node("pad", [x], {axis, before, after}, withAxis(x.shape, axis, dim + before + after));
}

export function concat(parts: readonly Node[], axis: number): Node {
  let total = 0;
  for (const part of parts) {
    const dim = part.shape[axis];
    if (typeof dim !== "number")
      throw new ShapeError(`concat: axis ${axis} of ${text(part.shape)} has no fixed length`);
    total += dim;
  }
  return node("concat", parts, {axis}, withAxis(parts[0]!.shape, axis, total));
}

const reduction =
  (op: "sum" | "max") =>
  (x: Node, axes: readonly number[]): Node =>
    node(
      op,
      [x],
      {axes},
      x.shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim))
    );
export const sum = reduction("sum");
export const max = reduction("max");

export interface MatmulOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  /** Factor of the product; defaults to 1. */
  readonly alpha?: number;
}

export function matmul(
  a: Node,
  b: Node,
  {transposeA = false, transposeB = false, alpha = 1}: MatmulOptions = {}
): Node {
  const [m, k] = ends(a.shape, transposeA);
  const [k2, n] = ends(b.shape, transposeB);
  if (k !== k2)
    throw new ShapeError(
      `matmul: inner sizes differ: ${text(a.shape)} · ${text(b.shape)}; transpose one?`
    );
  const batch = broadcastShapes("matmul", a.shape.slice(0, -2), b.shape.slice(0, -2));
  return node("matmul", [a, b], {transposeA, transposeB, alpha}, [...batch, m, n]);
}
function ends(shape: Shape, transposed: boolean): readonly [Dim, Dim] {
  const [x, y] = shape.slice(-2);
  if (x === undefined || y === undefined)
    throw new ShapeError(`matmul: got ${text(shape)}, expected two axes or more`);
  return transposed ? [y, x] : [x, y];
}

export function gather(table: Node, indices: Node): Node {
  if (indices.dtype !== "i32") throw new ShapeError("gather: indices are f32, expected i32");
  return node("gather", [table, indices], {}, [...indices.shape, ...table.shape.slice(1)]);
}

/** Returns of each row of x [..., T, R] the numbers at its own indices [T, S]: [..., T, S]. */
export function take(x: Node, indices: Node): Node {
  const [, columns] = rowsAndIndices("take", x, indices);
  return node("take", [x, indices], {}, withAxis(x.shape, x.shape.length - 1, columns));
}

/** Returns rows of this length in which each number of x [..., T, S] is added at its index [T, S]. */
export function put(x: Node, indices: Node, length: Dim): Node {
  const [row, columns] = rowsAndIndices("put", x, indices);
  if (row !== columns)
    throw new ShapeError(
      `put: got ${text(x.shape)} at ${text(indices.shape)}, expected one index a number`
    );
  return node("put", [x, indices], {length}, withAxis(x.shape, x.shape.length - 1, length));
}

/** Returns the lengths of a row of x and of a row of indices, one row of these for each of x's last but one axis. */
function rowsAndIndices(what: string, x: Node, {shape, dtype}: Node): readonly [Dim, Dim] {
  if (dtype !== "i32") throw new ShapeError(`${what}: indices are ${dtype}, expected i32`);
  const [rows, row] = x.shape.slice(-2);
  if (row === undefined || shape.length !== 2 || shape[0] !== rows)
    throw new ShapeError(
      `${what}: got indices ${text(shape)} for ${text(x.shape)}, expected [${rows}, any]`
    );
  return [row, shape[1]!];
}

export function linear(
  x: Node,
  weight: Node,
  bias?: Node,
  layout: "out-in" | "in-out" = "out-in"
): Node {
  const [rows, columns] = weight.shape;
  const [inner, outer] = layout === "out-in" ? [columns, rows] : [rows, columns];
  if (last(x.shape) !== inner || outer === undefined) {
    throw new ShapeError(
      `linear: got ${text(x.shape)} for a weight ${text(weight.shape)} (${layout})`
    );
  }
  return node("linear", bias ? [x, weight, bias] : [x, weight], {layout}, [
    ...x.shape.slice(0, -1),
    outer
  ]);
}

export const layerNorm = (x: Node, weight: Node, bias: Node, epsilon: number): Node =>
  node("layerNorm", [x, weight, bias], {epsilon}, x.shape);
export const rmsNorm = (x: Node, weight: Node, epsilon: number): Node =>
  node("rmsNorm", [x, weight], {epsilon}, x.shape);
export const softmax = (x: Node): Node => node("softmax", [x], {}, x.shape);
export const logSoftmax = (x: Node): Node => node("logSoftmax", [x], {}, x.shape);
export const logSumExp = (x: Node): Node =>
  node("logSumExp", [x], {}, [...x.shape.slice(0, -1), 1]);
export const softplus = (x: Node): Node => node("softplus", [x], {}, x.shape);
export const activation = (x: Node, kind: Activation): Node =>
  node("activation", [x], {kind}, x.shape);
export const gatedProduct = (gate: Node, x: Node): Node =>
  node("gatedProduct", [gate, x], {}, broadcastShapes("gatedProduct", gate.shape, x.shape));
export const rotary = (
  x: Node,
  cos: Node,
  sin: Node,
  layout: RotaryLayout,
  inverse = false
): Node => node("rotary", [x, cos, sin], {layout, inverse}, x.shape);

export const layerNormGradient = (x: Node, weight: Node, dy: Node, epsilon: number): Node =>
  node("layerNormGradient", [x, weight, dy], {epsilon}, x.shape);
export const rmsNormGradient = (x: Node, weight: Node, dy: Node, epsilon: number): Node =>
  node("rmsNormGradient", [x, weight, dy], {epsilon}, x.shape);
export const softmaxGradient = (y: Node, dy: Node): Node =>
  node("softmaxGradient", [y, dy], {}, y.shape);
export const logSoftmaxGradient = (y: Node, dy: Node): Node =>
  node("logSoftmaxGradient", [y, dy], {}, y.shape);
export const activationGradient = (x: Node, dy: Node, kind: Activation): Node =>
  node("activationGradient", [x, dy], {kind}, x.shape);

/** Returns x summed over the axes by which it was widened, so that it has this shape again. */
export function unbroadcast(x: Node, shape: Shape): Node {
  const extra = x.shape.length - shape.length;
  const axes = x.shape.flatMap((dim, axis) =>
    axis < extra || (shape[axis - extra] === 1 && dim !== 1) ? [axis] : []
  );
  const summed = axes.length > 0 ? sum(x, axes) : x;
  return extra > 0 ? reshape(summed, shape) : summed;
}
