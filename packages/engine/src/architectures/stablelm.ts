/** StableLM 3B and 2 (Bellagente et al. 2024): Llama with LayerNorm, a quarter of each head turned, some biases. */
import {UnsupportedError} from "../errors.ts";
import type {Architecture} from "./architecture.ts";
import {flagOf, numberOf} from "./config.ts";
import {llamaLike} from "./llama.ts";
import {gatedDecoder} from "./parts/gated-decoder.ts";
import {layersOf} from "./parts/layers.ts";
import {ropeOf} from "./parts/rope.ts";
import {rotator} from "./parts/rotate.ts";

export const stablelm: Architecture = {
  types: ["stablelm"],
  description: "StableLM 3B, StableLM 2: Llama with LayerNorm and partly rotary heads",
  build(config, parameters, cached) {
    if (flagOf(config, "qk_layernorm", false))
      throw new UnsupportedError("stablelm: qk_layernorm is true; expected false");
    const common = llamaLike(config, parameters, cached, {context: 4096});
    const {layerNorm} = layersOf(parameters, numberOf(config, "layer_norm_eps", 1e-5));
    const rotate = rotator(ropeOf(config, common.size, {share: 0.25}));
    const parallel = flagOf(config, "use_parallel_residual", false);
    return gatedDecoder({
      ...common,
      rotate: () => rotate,
      norm: layerNorm,
      parallel,
      ...(parallel
        ? {norms: {attention: {before: "input_layernorm"}, mlp: {before: "input_layernorm"}}}
        : {})
    });
  }
};
