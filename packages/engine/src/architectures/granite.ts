/** Granite 3 (IBM 2024): Llama with four multipliers. */
import {scale} from "../graph/ops.ts";
import type {Architecture} from "./architecture.ts";
import {numberOf, positiveOf} from "./config.ts";
import {llamaLike} from "./llama.ts";
import {gatedDecoder} from "./parts/gated-decoder.ts";

export const granite: Architecture = {
  types: ["granite"],
  description: "Granite 3: Llama with multipliers of rows, scores, additions and logits",
  build(config, parameters, cached) {
    const rows = numberOf(config, "embedding_multiplier", 1);
    const divisor = positiveOf(config, "logits_scaling", 1);
    return gatedDecoder({
      ...llamaLike(config, parameters, cached),
      embed: (x) => scale(x, rows),
      // In place of 1/√size.
      scale: numberOf(config, "attention_multiplier", 1),
      share: numberOf(config, "residual_multiplier", 1),
      finish: (logits, bare) => (bare ? logits : scale(logits, 1 / divisor))
    });
  }
};
