/** One small graph for every operation, for the laws each of them must keep on each backend. */
import {
  activation,
  activationGradient,
  add,
  broadcast,
  concat,
  constant,
  div,
  erf,
  exp,
  gatedProduct,
  gather,
  input,
  layerNorm,
  layerNormGradient,
  linear,
  log,
  logSoftmax,
  logSoftmaxGradient,
  logSumExp,
  matmul,
  max,
  mul,
  neg,
  pad,
  put,
  reciprocal,
  relu,
  reshape,
  rmsNorm,
  rmsNormGradient,
  rotary,
  scale,
  sigmoid,
  slice,
  softmax,
  softmaxGradient,
  softplus,
  sqrt,
  step,
  sub,
  sum,
  take,
  tanh,
  transpose
} from "../../packages/engine/src/graph/ops.ts";
import type {
  Activation,
  Dim,
  LeafOp,
  Node,
  Op,
  Shape
} from "../../packages/engine/src/graph/node.ts";
import type {Dims, Tensor} from "../../packages/engine/src/backends/backend.ts";
import {bind, sizeOf} from "../../packages/engine/src/graph/shape.ts";

/** Whole numbers an operation looks up by: random from 0 to `below`. */
export interface Integers {
  readonly name: string;
  readonly shape: Shape;
  readonly below: Dim;
}

export interface OpCase {
  readonly name: string;
  readonly root: Node;
  /** Float inputs, random in `range`. */
  readonly inputs: readonly Node[];
  readonly range: readonly [number, number];
  readonly integers: readonly Integers[];
  /** Rotary tables hold the same number for both channels of a pair; this says which channel pairs with one. */
  readonly paired: ((channel: number) => number) | null;
}

export const dims = {B: 2, T: 3} as const;

interface Options {
  readonly range?: readonly [number, number];
  readonly integers?: readonly Integers[];
  readonly paired?: (channel: number) => number;
}

function make(
  name: string,
  shapes: readonly Shape[],
  build: (...inputs: Node[]) => Node,
  {range = [-2, 2], integers = [], paired}: Options = {}
): OpCase {
  const inputs = shapes.map((shape, index) => input("abcd"[index]!, shape));
  return {name, root: build(...inputs), inputs, range, integers, paired: paired ?? null};
}

const indices = (columns: Dim): Node => input("at", ["T", columns], {kind: "given"}, "i32");
const at = (columns: Dim, below: Dim): Options => ({
  integers: [{name: "at", shape: ["T", columns], below}]
});

const x: Shape = ["B", "T", 4];
const positive = {range: [0.3, 2] as const};
const kinds: readonly Activation[] = ["gelu", "gelu-tanh", "silu", "relu", "tanh"];

/** Every operation has a case: a new one without does not compile. */
export const opCases: {readonly [O in Exclude<Op, LeafOp>]: readonly OpCase[]} = {
  neg: [make("neg", [x], neg)],
  exp: [make("exp", [x], exp)],
  log: [make("log", [x], log, positive)],
  sqrt: [make("sqrt", [x], sqrt, positive)],
  reciprocal: [make("reciprocal", [x], reciprocal, positive)],
  tanh: [make("tanh", [x], tanh)],
  erf: [make("erf", [x], erf)],
  sigmoid: [make("sigmoid", [x], sigmoid)],
  relu: [make("relu", [x], relu)],
  step: [make("step", [x], step)],
  add: [
    make("add", [x, x], add),
    make("add, broadcast", [x, [4]], add),
    make(
      "add, both widened",
      [
        ["B", 1, 4],
        ["T", 1]
      ],
      add
    )
  ],
  sub: [make("sub", [x, x], sub), make("sub, broadcast", [["T", 1], x], sub)],
  mul: [
    make("mul", [x, x], mul),
    make("mul, broadcast", [x, ["T", 4]], mul),
    make("mul, itself", [x], (a) => mul(a, a))
  ],
  div: [
    make("div", [x, x], div, positive),
    make("div, broadcast", [x, ["B", 1, 1]], div, positive)
  ],
  reshape: [make("reshape", [x], (a) => reshape(a, ["B", "T", 2, 2]))],
  transpose: [make("transpose", [x], (a) => transpose(a, [2, 0, 1]))],
  broadcast: [make("broadcast", [["T", 1]], (a) => broadcast(a, ["B", "T", 4]))],
  slice: [make("slice", [x], (a) => slice(a, 2, 1, 3))],
  pad: [make("pad", [x], (a) => pad(a, 2, 2, 1))],
  concat: [
    make("concat", [x, ["B", "T", 3]], (a, b) => concat([a, b], 2)),
    make(
      "concat, first axis",
      [
        [1, "T", 2],
        [2, "T", 2]
      ],
      (a, b) => concat([a, b], 0)
    )
  ],
  sum: [
    make("sum", [x], (a) => sum(a, [1])),
    make("sum, two axes", [x], (a) => sum(a, [0, 2])),
    make("sum, of constants, beside a sum", [x], (a) => {
      const ones = broadcast(constant(1), a.shape);
      return mul(sub(ones, scale(sum(ones, [2]), 0.5)), sum(a, [2]));
    })
  ],
  max: [make("max", [x], (a) => max(a, [2]))],
  matmul: [
    make(
      "matmul",
      [
        ["B", "T", 4],
        ["B", 4, 3]
      ],
      (a, b) => matmul(a, b)
    ),
    make(
      "matmul, b transposed, alpha",
      [
        ["B", "T", 4],
        ["B", 5, 4]
      ],
      (a, b) => matmul(a, b, {transposeB: true, alpha: 0.5})
    ),
    make(
      "matmul, a transposed",
      [
        ["B", 4, "T"],
        ["B", 4, 3]
      ],
      (a, b) => matmul(a, b, {transposeA: true})
    ),
    make(
      "matmul, both transposed",
      [
        ["B", 4, "T"],
        ["B", 3, 4]
      ],
      (a, b) => matmul(a, b, {transposeA: true, transposeB: true})
    ),
    make(
      "matmul, shared b",
      [
        ["B", 2, 3, "T", 4],
        ["B", 2, 1, "T", 4]
      ],
      (a, b) => matmul(a, b, {transposeB: true})
    )
  ],
  gather: [
    make(
      "gather",
      [[5, 4]],
      (table) => gather(table, input("ids", ["B", "T"], {kind: "given"}, "i32")),
      {integers: [{name: "ids", shape: ["B", "T"], below: 5}]}
    )
  ],
  take: [
    make("take", [["B", 2, "T", 5]], (a) => take(a, indices(4)), at(4, 5)),
    make("take, rows alone", [["T", "T"]], (a) => take(a, indices("T")), at("T", "T"))
  ],
  put: [
    make("put", [["B", 2, "T", 4]], (a) => put(a, indices(4), 5), at(4, 5)),
    make("put, rows of a text's length", [["T", 2]], (a) => put(a, indices(2), "T"), at(2, "T")),
    make(
      "put, of and into what is computed",
      [["B", "T", 2]],
      (a) => mul(exp(put(tanh(a), indices(2), 3)), sum(put(tanh(a), indices(2), 3), [2])),
      at(2, 3)
    )
  ],
  linear: [
    make("linear", [x, [5, 4], [5]], (a, w, b) => linear(a, w, b)),
    make("linear, in-out", [x, [4, 5]], (a, w) => linear(a, w, undefined, "in-out"))
  ],
  layerNorm: [make("layerNorm", [x, [4], [4]], (a, w, b) => layerNorm(a, w, b, 1e-5))],
  rmsNorm: [make("rmsNorm", [x, [4]], (a, w) => rmsNorm(a, w, 1e-5))],
  softmax: [make("softmax", [x], softmax)],
  logSoftmax: [make("logSoftmax", [x], logSoftmax)],
  logSumExp: [make("logSumExp", [x], logSumExp)],
  softplus: [
    make("softplus", [x], softplus),
    make("softplus, far below 0", [x], (a) => softplus(sub(a, constant(20))))
  ],
  activation: kinds.map((kind) => make(`activation ${kind}`, [x], (a) => activation(a, kind))),
  gatedProduct: [make("gatedProduct", [x, x], gatedProduct)],
  rotary: (["halves", "neighbours"] as const).flatMap((layout) =>
    [false, true].map((inverse) =>
      make(
        `rotary ${layout}${inverse ? ", inverse" : ""}`,
        [
          ["B", 2, "T", 4],
          ["T", 4],
          ["T", 4]
        ],
        (a, cos, sin) => rotary(a, cos, sin, layout, inverse),
        {
          paired:
            layout === "halves" ? (channel) => channel % 2 : (channel) => channel - (channel % 2)
        }
      )
    )
  ),
  layerNormGradient: [
    make("layerNormGradient", [x, [4], x], (a, w, dy) => layerNormGradient(a, w, dy, 1e-5))
  ],
  rmsNormGradient: [
    make("rmsNormGradient", [x, [4], x], (a, w, dy) => rmsNormGradient(a, w, dy, 1e-5))
  ],
  softmaxGradient: [make("softmaxGradient", [x, x], (a, dy) => softmaxGradient(softmax(a), dy))],
  logSoftmaxGradient: [
    make("logSoftmaxGradient", [x, x], (a, dy) => logSoftmaxGradient(logSoftmax(a), dy))
  ],
  activationGradient: kinds.map((kind) =>
    make(`activationGradient ${kind}`, [x, x], (a, dy) => activationGradient(a, dy, kind))
  )
};

export const allCases: readonly OpCase[] = Object.values(opCases).flat();

/** Returns numbers in [0, 1), the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Returns a feed for every input of the case. */
export function feedsFor(
  {inputs, range: [low, high], integers, paired}: OpCase,
  seed: number
): Map<string, Tensor> {
  const next = random(seed);
  const feeds = new Map<string, Tensor>();
  for (const node of inputs) {
    if (node.op !== "input") continue;
    const shape = bind(node.shape, dims);
    const data = Float64Array.from({length: sizeOf(shape)}, () => low + next() * (high - low));
    if (paired && node.attributes.name !== "a")
      data.forEach((_, at) => (data[at] = data[at - (at % 4) + paired(at % 4)]!));
    feeds.set(node.attributes.name, {shape, data});
  }
  for (const entry of integers) feeds.set(entry.name, integersFor(entry, dims, next));
  return feeds;
}

/** Returns random whole numbers for an input. */
export function integersFor(
  {shape: symbolic, below}: Integers,
  bound: Dims,
  next: () => number
): Tensor {
  const shape = bind(symbolic, bound);
  const most = bind([below], bound)[0]!;
  return {
    shape,
    data: Int32Array.from({length: sizeOf(shape)}, () => Math.floor(next() * most))
  };
}
