/**
 * Guided backpropagation (Springenberg et al. 2015, §3.4) and deconvolution (Zeiler & Fergus 2014, §2.1): the gradient,
 * with only what is positive let through activations. For ReLU they are the originals; other activations, which the
 * papers do not know, let max(flow, 0) · max(act′(x), 0) through, and max(flow, 0).
 */
import {activationGradient, broadcast, constant, mul, relu, step} from "../graph/ops.ts";
import type {RuleTable} from "./backward.ts";
import {gradientRules} from "./gradient.ts";

export const guidedRules: RuleTable = {
  ...gradientRules,
  relu: ({inputs: [x]}, flow) => [mul(relu(flow), step(x!))],
  activation: ({inputs: [x], attributes: {kind}}, flow) => [
    mul(relu(flow), relu(activationGradient(x!, broadcast(constant(1), x!.shape), kind)))
  ]
};

export const deconvolutionRules: RuleTable = {
  ...gradientRules,
  relu: (_, flow) => [relu(flow)],
  activation: (_, flow) => [relu(flow)]
};
