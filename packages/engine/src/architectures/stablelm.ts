/** StableLM 3B and 2 (Bellagente et al. 2024): Llama with LayerNorm, a quarter of each head turned, some biases. */
import {broadcast, concat, constant, layerNorm, mul, reshape} from "../graph/ops.ts";
import type {Node} from "../graph/node.ts";
import type {Architecture} from "./architecture.ts";
import {epsilonOf, flagOf} from "./config.ts";
import {llamaLike} from "./llama.ts";
import type {Parameters} from "./parameters.ts";
import {gatedDecoder} from "./parts/gated-decoder.ts";
import {layersOf} from "./parts/layers.ts";

const usual = {
  vocab_size: 50_304,
  hidden_size: 2560,
  intermediate_size: 6912,
  num_key_value_heads: 32,
  max_position_embeddings: 4096,
  layer_norm_eps: 1e-5
};

/** Returns what norms each head of [B, H, T, D] with weights of its own; there are no biases. */
function headNorm(parameters: Parameters, epsilon: number) {
  return (x: Node, name: string): Node => {
    const [, heads, , size] = x.shape as readonly [unknown, number, unknown, number];
    const rows = Array.from({length: heads}, (_, head) =>
      reshape(parameters.get(`${name}_layernorm.norms.${head}.weight`, [size]), [1, 1, size])
    );
    const fill = (value: number): Node => broadcast(constant(value), [size]);
    return mul(layerNorm(x, fill(1), fill(0), epsilon), concat(rows, 0));
  };
}

export const stablelm: Architecture = {
  types: ["stablelm"],
  description: "StableLM 3B, StableLM 2: Llama with LayerNorm and partly rotary heads",
  build(given, parameters, cached) {
    const common = llamaLike(given, parameters, cached, usual, {share: 0.25});
    const {config} = common;
    const epsilon = epsilonOf(config, "layer_norm_eps");
    const parallel = flagOf(config, "use_parallel_residual", false);
    const both = {before: "input_layernorm"};
    return gatedDecoder({
      ...common,
      norm: layersOf(parameters, epsilon).layerNorm,
      parallel,
      ...(parallel ? {norms: {attention: both, mlp: both}} : {}),
      ...(flagOf(config, "qk_layernorm", false)
        ? {normed: "heads", headNorm: headNorm(parameters, epsilon)}
        : {})
    });
  }
};
