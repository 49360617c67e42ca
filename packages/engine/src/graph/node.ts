/**
 * The graph: immutable, interned, typed nodes. A node says *what* is computed; backends say how.
 * Dimensions are numbers or symbols (B batch, T positions, S source positions, P chosen positions, K keys a cache
 * has room for), so a graph is planned once and runs for every length.
 */

/** A length known when the graph is built, or a symbol bound at each run. */
export type Dim = number | string;
export type Shape = readonly Dim[];
export type DType = "f32" | "i32";

/** What a host fills an input with at each run; `given` inputs come from the caller. */
export type Fill =
  | {readonly kind: "given"}
  /**
   * Position of each token. Plain [T]: 0, 1, 2, …, of what is read now behind what was read before. Counted by "mask"
   * or "ids" [B, T]: the real tokens are 0, 1, 2, …, padding (mask 0, or the id `padding`) is −1. `offset` is added.
   */
  | {
      readonly kind: "positions";
      readonly counted?: "mask" | "ids";
      readonly padding?: number;
      readonly offset?: number;
    }
  /**
   * Additive attention bias [B, 1, query, key]: 0, or −1e30 for padding, for the future if `causal`, and beyond a
   * `window` of so many keys, the query's own included, to the past or (`both`) to either side.
   */
  | {
      readonly kind: "mask";
      readonly causal: boolean;
      readonly window?: number;
      readonly both?: boolean;
      readonly keys: "encoder" | "decoder";
    }
  /** Slope of the head · position of the key [H, 1, key] (ALiBi, Press et al. 2022; softmax drops what queries add). */
  | {readonly kind: "alibi"; readonly slopes: readonly number[]}
  /** One-hot columns [K, T]: where what is read now lies among all keys. */
  | {readonly kind: "placement"}
  /**
   * Rotary cos or sin [T, D] times `factor`; `frequencies` are per pair, radians per position, others for a text of
   * more than `beyond` positions.
   */
  | {
      readonly kind: "rotary";
      readonly part: "cos" | "sin";
      readonly frequencies: readonly number[];
      readonly layout: RotaryLayout;
      readonly factor?: number;
      readonly long?: {readonly beyond: number; readonly frequencies: readonly number[]};
    }
  /** Bucket of key − query [query, key] (Raffel et al. 2020, T5). */
  | {
      readonly kind: "relative-buckets";
      readonly bidirectional: boolean;
      readonly buckets: number;
      readonly maxDistance: number;
    }
  /**
   * Index of query − key [query, key] among 2 · span: exact when near, logarithmic up to `farthest` where there are
   * `buckets` (He et al. 2021, DeBERTa); `back`: the same as [key, query].
   */
  | {
      readonly kind: "distances";
      readonly buckets: number | null;
      readonly farthest: number;
      readonly span: number;
      readonly back?: boolean;
    }
  /** One-hot rows [B, 1, T] of the first position. */
  | {readonly kind: "first"}
  /** Rows [B, 1, T] that take the mean of the real positions. */
  | {readonly kind: "mean"}
  /** One-hot rows [B, 1, T] of the last place of a token in the input. */
  | {readonly kind: "last"; readonly token: number}
  /** One-hot rows [B, 1, T] of the last real token that is no padding; null: where no id stands for padding. */
  | {readonly kind: "last-real"; readonly padding: number | null}
  /** Sines of the position in the first half of the channels, cosines in the second [T, C] (Vaswani et al. 2017, §3.5). */
  | {readonly kind: "sinusoids"}
  /** Filled by the question asked: one-hot rows [B, P, T] that choose positions. */
  | {readonly kind: "select"}
  /** Filled by the question asked: weights of the logits [V] in the target. */
  | {readonly kind: "target"};

/** Which channels rotate together: (i, i + D/2), or neighbours (2i, 2i + 1). */
export type RotaryLayout = "halves" | "neighbours";
export type Activation = "gelu" | "gelu-tanh" | "silu" | "relu" | "tanh";

/** Every operation with its attributes. */
export interface OpAttributes {
  // leaves
  input: {readonly name: string; readonly fill: Fill};
  parameter: {readonly name: string};
  /** A scalar, shape []. */
  constant: {readonly value: number};
  // primitives: elementwise, one operand
  neg: Empty;
  exp: Empty;
  log: Empty;
  sqrt: Empty;
  reciprocal: Empty;
  tanh: Empty;
  erf: Empty;
  sigmoid: Empty;
  relu: Empty;
  /** 1 where x > 0, else 0. */
  step: Empty;
  // primitives: elementwise, two operands, broadcast as in NumPy
  add: Empty;
  sub: Empty;
  mul: Empty;
  div: Empty;
  // primitives: form
  reshape: {readonly shape: Shape};
  transpose: {readonly permutation: readonly number[]};
  broadcast: {readonly shape: Shape};
  slice: {readonly axis: number; readonly start: number; readonly end: number};
  /** Zeros before and after along a static axis. */
  pad: {readonly axis: number; readonly before: number; readonly after: number};
  concat: {readonly axis: number};
  // primitives: reductions; the axes stay, with length 1
  sum: {readonly axes: readonly number[]};
  max: {readonly axes: readonly number[]};
  /** alpha · a·b over the last two axes, leading axes broadcast. */
  matmul: {readonly transposeA: boolean; readonly transposeB: boolean; readonly alpha: number};
  /** Rows of a table [N, …]: table[indices]. Only constants of training are tables, so it has no gradient by them. */
  gather: Empty;
  /** (x [..., T, R], indices [T, S]) → [..., T, S]: of each row the numbers at its own indices, all within R. */
  take: Empty;
  /** (x [..., T, S], indices [T, S]) → [..., T, length]: each number added up at its index; the way back of `take`. */
  put: {readonly length: Dim};
  // semantic operations: each has a decomposition into primitives
  /** x·W (+ b): "out-in" weights are [out, in] as in PyTorch's Linear, "in-out" as in GPT-2's Conv1D. */
  linear: {readonly layout: "out-in" | "in-out"};
  layerNorm: {readonly epsilon: number};
  rmsNorm: {readonly epsilon: number};
  /** Over the last axis. */
  softmax: Empty;
  logSoftmax: Empty;
  /** log Σ exp(x) over the last axis, which stays with length 1. */
  logSumExp: Empty;
  /** log(1 + exp(x)), with all its digits where exp(x) is small. */
  softplus: Empty;
  activation: {readonly kind: Activation};
  /** a·b where a gates b; a product by name, so that attribution rules can tell it. */
  gatedProduct: Empty;
  /** x·cos + rotate(x)·sin; cos and sin are [T, D]. */
  rotary: {readonly layout: RotaryLayout; readonly inverse: boolean};
  // semantic operations of the backward pass
  /** (x, weight, dy) → dx. */
  layerNormGradient: {readonly epsilon: number};
  /** (x, weight, dy) → dx. */
  rmsNormGradient: {readonly epsilon: number};
  /** (y = softmax(x), dy) → dx. */
  softmaxGradient: Empty;
  /** (y = logSoftmax(x), dy) → dx. */
  logSoftmaxGradient: Empty;
  /** (x, dy) → dy · act'(x). */
  activationGradient: {readonly kind: Activation};
}

export type Empty = Readonly<Record<never, never>>;
export type Op = keyof OpAttributes;

export interface NodeOf<O extends Op> {
  readonly id: number;
  readonly op: O;
  readonly inputs: readonly Node[];
  readonly attributes: OpAttributes[O];
  readonly shape: Shape;
  readonly dtype: DType;
}
export type Node = {[O in Op]: NodeOf<O>}[Op];

const leaves = ["input", "parameter", "constant"] as const;
const semantics = [
  "linear",
  "layerNorm",
  "rmsNorm",
  "softmax",
  "logSoftmax",
  "logSumExp",
  "softplus",
  "activation",
  "gatedProduct",
  "rotary",
  "layerNormGradient",
  "rmsNormGradient",
  "softmaxGradient",
  "logSoftmaxGradient",
  "activationGradient"
] as const;
export type LeafOp = (typeof leaves)[number];
export type SemanticOp = (typeof semantics)[number];
export type PrimitiveOp = Exclude<Op, LeafOp | SemanticOp>;

const semanticSet: ReadonlySet<Op> = new Set(semantics);
export function isSemantic(op: Op): op is SemanticOp {
  return semanticSet.has(op);
}

const interned = new Map<string, Node>();
let count = 0;

/** Returns the one node of these contents: equal contents are the same object. */
export function node<O extends Op>(
  op: O,
  inputs: readonly Node[],
  attributes: OpAttributes[O],
  shape: Shape,
  dtype: DType = "f32"
): Node {
  const key = `${op}(${inputs.map((input) => input.id).join()})${JSON.stringify(attributes)}:${shape.join()}:${dtype}`;
  const found = interned.get(key);
  if (found) return found;
  // The table's key and value agree by construction; TypeScript cannot follow O through the union.
  const made = Object.freeze({
    id: count++,
    op,
    inputs,
    attributes,
    shape,
    dtype
  }) as unknown as Node;
  interned.set(key, made);
  return made;
}

/** Returns every node the roots need, inputs before users. */
export function topological(roots: Iterable<Node>): Node[] {
  const order: Node[] = [];
  const seen = new Set<Node>();
  for (const root of roots) {
    const stack: {node: Node; next: number}[] = [{node: root, next: 0}];
    if (seen.has(root)) continue;
    seen.add(root);
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      const input = top.node.inputs[top.next++];
      if (input === undefined) {
        order.push(top.node);
        stack.pop();
      } else if (!seen.has(input)) {
        seen.add(input);
        stack.push({node: input, next: 0});
      }
    }
  }
  return order;
}

/** Returns the graph with nodes exchanged: `change` sees each node with its new inputs and may return another. */
export function rewrite(
  roots: readonly Node[],
  change: (original: Node, rebuilt: Node) => Node
): Node[] {
  const done = new Map<Node, Node>();
  for (const original of topological(roots)) {
    const inputs = original.inputs.map((input) => done.get(input)!);
    const same = inputs.every((input, index) => input === original.inputs[index]);
    const rebuilt = same
      ? original
      : node(original.op, inputs, original.attributes, original.shape, original.dtype);
    done.set(original, change(original, rebuilt));
  }
  return roots.map((root) => done.get(root)!);
}

/** Returns the roots with some nodes replaced by others: how interventions and fed embeddings are made. */
export function replace(roots: readonly Node[], by: ReadonlyMap<Node, Node>): Node[] {
  return rewrite(roots, (original, rebuilt) => by.get(original) ?? rebuilt);
}
