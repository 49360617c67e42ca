/** Layers by the names of their weights: the file says which biases there are. */
import {add, constant, layerNorm, linear, rmsNorm, scale} from "../../graph/ops.ts";
import type {Node} from "../../graph/node.ts";
import type {Parameters} from "../parameters.ts";

export interface Layers {
  /** Returns x·Wᵀ, + b where the file has one. A null length is whatever the file has. */
  readonly dense: (x: Node, name: string, from: number, to: number | null) => Node;
  /** Returns x·W, + b where the file has one: Conv1D weights are [in, out]. */
  readonly conv: (x: Node, name: string, from: number, to: number) => Node;
  /** Returns (x − mean) / deviation · w, + b where the file has one. */
  readonly layerNorm: (x: Node, name: string) => Node;
  /** Returns x / root mean square · w; `plusOne`: · (1 + w), as Gemma stores it. */
  readonly rmsNorm: (x: Node, name: string, options?: {readonly plusOne?: boolean}) => Node;
}

/** Returns the layers of these parameters; `epsilon` is of the norms. */
export function layersOf(parameters: Parameters, epsilon: number): Layers {
  const biasOf = (name: string, length: number | null): Node | undefined =>
    parameters.has(`${name}.bias`) ? parameters.get(`${name}.bias`, [length]) : undefined;
  const last = (x: Node): number => x.shape[x.shape.length - 1] as number;
  return {
    dense: (x, name, from, to) =>
      linear(x, parameters.get(`${name}.weight`, [to, from]), biasOf(name, to)),
    conv: (x, name, from, to) =>
      linear(x, parameters.get(`${name}.weight`, [from, to]), biasOf(name, to), "in-out"),
    layerNorm: (x, name) => {
      const weight = parameters.get(`${name}.weight`, [last(x)]);
      return layerNorm(x, weight, biasOf(name, last(x)) ?? scale(weight, 0), epsilon);
    },
    rmsNorm: (x, name, {plusOne = false} = {}) => {
      const weight = parameters.get(`${name}.weight`, [last(x)]);
      return rmsNorm(x, plusOne ? add(weight, constant(1)) : weight, epsilon);
    }
  };
}
