/**
 * Layer-wise relevance propagation as a gradient: what flows is relevance divided by the value it belongs to, so that
 * value × flow is the relevance and additions pass it on. Attention as in AttnLRP (Achtibat et al. 2024, §3.3) or
 * CP-LRP (Ali et al. 2022, §3), where patterns are constants; linear layers by ε, γ or α1β0 (Montavon et al. 2019, §10.2).
 */
import {inverseDeviation, meanOf} from "../graph/decompose.ts";
import {
  activationGradient,
  add,
  broadcast,
  constant,
  div,
  linear,
  mul,
  neg,
  relu,
  scale,
  step,
  sub
} from "../graph/ops.ts";
import type {Node, NodeOf, Op} from "../graph/node.ts";
import type {Rule, RuleTable} from "./backward.ts";
import {gradientRules} from "./gradient.ts";

export interface RelevanceOptions {
  /** How linear layers share relevance out; defaults to ε with ε = 0, which is the gradient. */
  readonly linear?:
    | {readonly rule: "epsilon"; readonly epsilon: number}
    | {readonly rule: "gamma"; readonly gamma: number}
    | {readonly rule: "alpha1-beta0"};
  /** Whether attention patterns are constants: then all relevance of a mix goes to the values. */
  readonly constantPatterns?: boolean;
}

const one = constant(1);
/** 1 where x ≥ 0, else −1. */
const signOf = (x: Node): Node => sub(one, scale(step(neg(x)), 2));
/** Kept away from 0 by so little that float32 does not see it elsewhere. */
const away = (x: Node, by: number): Node => add(x, scale(signOf(x), by));
const TINY = 1e-12;

const ones = (x: Node): Node => broadcast(one, x.shape);

/** f(x)/x, and the slope at 0: the function as a product with x. */
export const secant = (x: Node, y: Node, slope: (x: Node) => Node = ones): Node => {
  const some = step(mul(x, x));
  const none = sub(one, some);
  return add(mul(some, div(y, add(x, none))), mul(none, slope(x)));
};
const half = (x: Node | undefined): Node | undefined => x && scale(x, 0.5);

/** Half of the relevance to each factor, all of it where the other one is no part of what is explained. */
const shared =
  <O extends Op>(rule: Rule<O>): Rule<O> =>
  (node, flow, walk) =>
    rule(node, flow, walk).map(node.inputs.slice(0, 2).every(walk.leads) ? half : (part) => part);

const isPattern = (node: Node): boolean =>
  node.op === "softmax" || (node.op === "reshape" && isPattern(node.inputs[0]!));

type Linear = Rule<"linear">;
const transposed = (flow: Node, weight: Node, {attributes: {layout}}: NodeOf<"linear">): Node =>
  linear(flow, weight, undefined, layout === "out-in" ? "in-out" : "out-in");
const positive = relu;
const negative = (x: Node): Node => neg(relu(neg(x)));

const epsilonRule =
  (epsilon: number): Linear =>
  (node, flow) => [
    transposed(mul(flow, div(node, away(node, epsilon))), node.inputs[1]!, node),
    undefined,
    undefined
  ];

const gammaRule =
  (gamma: number): Linear =>
  (node, flow) => {
    const [x, weight, bias] = node.inputs;
    const raised = (part: Node): Node => add(part, scale(positive(part), gamma));
    const more = raised(weight!);
    const sum = linear(x!, more, bias && raised(bias), node.attributes.layout);
    return [transposed(mul(flow, div(node, away(sum, TINY))), more, node), undefined, undefined];
  };

const alphaBetaRule: Linear = (node, flow) => {
  const [x, weight, bias] = node.inputs as readonly [Node, Node, Node?];
  const {layout} = node.attributes;
  const [up, down] = [positive(weight), negative(weight)];
  const both = add(
    linear(positive(x), up, bias && positive(bias), layout),
    linear(negative(x), down, undefined, layout)
  );
  const each = mul(flow, div(node, away(both, TINY)));
  const above = mul(step(x), transposed(each, up, node));
  return [add(above, mul(step(neg(x)), transposed(each, down, node))), undefined, undefined];
};

/** Returns the rules of relevance. */
export function relevanceRules({
  linear: way = {rule: "epsilon", epsilon: 0},
  constantPatterns = false
}: RelevanceOptions = {}): RuleTable {
  const ways = {
    epsilon: () =>
      way.rule === "epsilon" && way.epsilon !== 0
        ? epsilonRule(way.epsilon)
        : gradientRules.linear!,
    gamma: () => gammaRule(way.rule === "gamma" ? way.gamma : 0),
    "alpha1-beta0": () => alphaBetaRule
  } as const;
  const mix = shared(gradientRules.matmul);
  const act =
    (slope: (x: Node) => Node) =>
    (node: Node, flow: Node): readonly Node[] => [mul(flow, secant(node.inputs[0]!, node, slope))];
  return {
    ...gradientRules,
    linear: ways[way.rule](),
    mul: shared(gradientRules.mul),
    gatedProduct: shared(gradientRules.gatedProduct!),
    matmul: (node, flow, walk) =>
      constantPatterns && isPattern(node.inputs[0]!)
        ? [undefined, gradientRules.matmul(node, flow, walk)[1]]
        : mix(node, flow, walk),
    relu: act(step),
    tanh: act(ones),
    erf: act((x) => scale(ones(x), 2 / Math.sqrt(Math.PI))),
    activation: (node, flow) =>
      act((x) => activationGradient(x, ones(x), node.attributes.kind))(node, flow),
    // The deviation is a constant, so a norm is linear (LRP's identity rule).
    rmsNorm: ({inputs: [x, weight], attributes: {epsilon}}, flow) => [
      mul(mul(flow, weight!), inverseDeviation(x!, epsilon))
    ],
    layerNorm: ({inputs: [x, weight], attributes: {epsilon}}, flow) => {
      const centred = sub(x!, meanOf(x!));
      const part = mul(mul(flow, weight!), inverseDeviation(centred, epsilon));
      return [sub(part, meanOf(part))];
    }
  };
}
