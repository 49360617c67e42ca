/** Linear and matmul in one form: [Z, M, K] · [Z, K, N]. */
import type {Node, NodeOf, Shape} from "../../../graph/node.ts";
import type {Evaluation} from "./kernel-text.ts";
import {fromCoordinates, fromOffset, narrow} from "./place-index.ts";
import type {Position} from "./place-index.ts";

export type ProductNode = NodeOf<"linear"> | NodeOf<"matmul">;
type At = (evaluation: Evaluation) => Position;

/** A product as [Z, M, K] · [Z, K, N]; positions are of z, m, k and n. */
export interface Product {
  readonly z: Shape;
  readonly m: Shape;
  readonly n: Shape;
  readonly k: Shape;
  readonly a: {readonly node: Node; readonly at: At};
  readonly b: {readonly node: Node; readonly at: At};
  /** Whether consecutive k, rather than n, are neighbours in b. */
  readonly alongK: boolean;
  readonly bias: Node | undefined;
  readonly alpha: number;
  readonly result: At;
}

const forms: {readonly [O in ProductNode["op"]]: (node: NodeOf<O>) => Product} = {
  linear(node) {
    const [x, weight, bias] = node.inputs;
    const alongK = node.attributes.layout === "out-in";
    return {...sharedForm(node, x!, weight!, alongK), bias, alpha: 1};
  },
  matmul(node) {
    const [a, b] = node.inputs;
    const {transposeA, transposeB, alpha} = node.attributes;
    const leads = b!.shape.slice(0, -2);
    if (!transposeA && leads.every((dim) => dim === 1)) {
      return {...sharedForm(node, a!, b!, transposeB), bias: undefined, alpha};
    }
    const rank = node.shape.length;
    const z = node.shape.slice(0, -2);
    const at =
      (shape: Shape, row: string, column: string): At =>
      (evaluation) => {
        const outer = narrow(evaluation, fromOffset(evaluation, z, "z"), shape.slice(0, -2));
        const ends = shape.length - 2;
        return fromCoordinates(evaluation, shape, `z${row}${column}`, (axis) =>
          axis < ends ? outer.at(axis) : axis === ends ? row : column
        );
      };
    return {
      z,
      m: [node.shape[rank - 2]!],
      n: [node.shape[rank - 1]!],
      k: [a!.shape[a!.shape.length - (transposeA ? 2 : 1)]!],
      a: {node: a!, at: transposeA ? at(a!.shape, "k", "m") : at(a!.shape, "m", "k")},
      b: {node: b!, at: transposeB ? at(b!.shape, "n", "k") : at(b!.shape, "k", "n")},
      alongK: transposeB,
      bias: undefined,
      alpha,
      result: at(node.shape, "m", "n")
    };
  }
};

/** One matrix b for all rows: every leading axis of a is a row of one product. */
function sharedForm(
  node: Node,
  a: Node,
  b: Node,
  alongK: boolean
): Omit<Product, "bias" | "alpha"> {
  const leads = node.shape.slice(0, -1);
  const last = node.shape.length - 1;
  const [n, k] = [node.shape.slice(-1), a.shape.slice(-1)];
  const row =
    (shape: Shape, column: string): At =>
    (evaluation) => {
      const lead = fromOffset(evaluation, leads, "m");
      return fromCoordinates(
        evaluation,
        shape,
        `m${column}`,
        (axis) => (axis === last ? column : lead.at(axis)),
        () => evaluation.scope.let(`m * ${evaluation.length(shape[last]!)} + ${column}`)
      );
    };
  const ends = b.shape.length - 2;
  const matrix: At = (evaluation) =>
    fromCoordinates(evaluation, b.shape, "kn", (axis) =>
      axis < ends ? "0u" : (axis === ends) === alongK ? "n" : "k"
    );
  return {
    z: [],
    m: leads,
    n,
    k,
    a: {node: a, at: row([...leads, ...k], "k")},
    b: {node: b, at: matrix},
    alongK,
    result: row(node.shape, "n")
  };
}

/** Returns a product in the common form. */
export function productOf(node: ProductNode): Product {
  const form = forms[node.op] as (node: ProductNode) => Product;
  return form(node);
}
