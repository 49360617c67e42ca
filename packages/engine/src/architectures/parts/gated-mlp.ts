/** The feed-forward part with a gate (Shazeer 2020): down(act(gate x) · up x). */
import {activation, gatedProduct, slice} from "../../graph/ops.ts";
import type {Activation, Node} from "../../graph/node.ts";
import {countOf} from "../config.ts";
import type {Config} from "../config.ts";
import type {Parameters} from "../parameters.ts";
import {layersOf} from "./layers.ts";
import type {Sites} from "./sites.ts";

export interface GatedMlp {
  readonly config: Config;
  readonly parameters: Parameters;
  readonly sites: Sites;
  readonly layer: number;
  /** Name of the block's weights: "model.layers.3". */
  readonly name: string;
  readonly width: number;
  readonly act: Activation;
  /** Whether gate and up lie in one matrix. */
  readonly fused?: boolean;
}

/** Returns what it makes of x [B, T, C], and marks its neurons. */
export function gatedMlp(block: GatedMlp, x: Node): Node {
  const {config, parameters, sites, layer, name, width, act, fused} = block;
  const {dense} = layersOf(parameters, 0);
  const inner = countOf(config, "intermediate_size");
  const both = fused ? dense(x, `${name}.mlp.gate_up_proj`, width, 2 * inner) : null;
  const gate = both ? slice(both, 2, 0, inner) : dense(x, `${name}.mlp.gate_proj`, width, inner);
  const up = both
    ? slice(both, 2, inner, 2 * inner)
    : dense(x, `${name}.mlp.up_proj`, width, inner);
  const neurons = sites.neurons(`layers.${layer}.neurons`, gatedProduct(activation(gate, act), up));
  return dense(neurons, `${name}.mlp.down_proj`, inner, width);
}
