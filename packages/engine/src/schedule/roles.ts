/** How each operation is scheduled: the first thing a plan asks of a node. */
import type {Node, Op} from "../graph/node.ts";

/**
 * leaf: nothing to compute. view: other coordinates, no numbers of its own. point: a number from numbers at
 * coordinates known beforehand, so it can be computed wherever it is read. rows: passes over rows of numbers.
 * product: sums of products. join: several results side by side in one buffer.
 */
export type Role = "leaf" | "view" | "point" | "rows" | "product" | "join";

export const roles = {
  input: "leaf",
  parameter: "leaf",
  constant: "leaf",
  neg: "point",
  exp: "point",
  log: "point",
  sqrt: "point",
  reciprocal: "point",
  tanh: "point",
  erf: "point",
  sigmoid: "point",
  relu: "point",
  step: "point",
  add: "point",
  sub: "point",
  mul: "point",
  div: "point",
  reshape: "view",
  transpose: "view",
  broadcast: "view",
  slice: "view",
  pad: "point",
  concat: "join",
  sum: "rows",
  max: "rows",
  matmul: "product",
  gather: "point",
  take: "point",
  put: "point",
  linear: "product",
  layerNorm: "rows",
  rmsNorm: "rows",
  softmax: "rows",
  logSoftmax: "rows",
  logSumExp: "rows",
  softplus: "point",
  activation: "point",
  gatedProduct: "point",
  rotary: "point",
  layerNormGradient: "rows",
  rmsNormGradient: "rows",
  softmaxGradient: "rows",
  logSoftmaxGradient: "rows",
  activationGradient: "point"
} as const satisfies {readonly [O in Op]: Role};

/** The operations of a role. */
export type OpOf<R extends Role> = {[O in Op]: (typeof roles)[O] extends R ? O : never}[Op];

export const roleOf = (node: Node): Role => roles[node.op];
