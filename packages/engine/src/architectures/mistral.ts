/** Mistral (Jiang et al. 2023): Llama with a sliding window on every layer. */
import type {Architecture} from "./architecture.ts";
import {llamaLike} from "./llama.ts";
import {gatedDecoder} from "./parts/gated-decoder.ts";
import {windowsOf} from "./parts/windows.ts";

export const mistral: Architecture = {
  types: ["mistral"],
  description: "Mistral: Llama with a sliding window",
  build: (config, parameters, cached) =>
    gatedDecoder({
      ...llamaLike(config, parameters, cached, {groups: 8, context: 131_072}),
      window: windowsOf(config, {usual: 4096, local: () => true})
    })
};
