/** Decoders whose configs let them read both ways, as some that make vectors of texts do. */
import {shown, UnsupportedError} from "../../errors.ts";
import {fieldOf} from "../config.ts";
import type {Config} from "../config.ts";

/** Throws UnsupportedError for a config whose tokens see those behind them. */
export function readsForward(config: Config): void {
  for (const [name, usual] of [
    ["is_causal", true],
    ["use_bidirectional_attention", false]
  ] as const) {
    const got = fieldOf(config, name) ?? usual;
    if (got !== usual)
      throw new UnsupportedError(
        `config.json: ${name} is ${shown(got)}, expected ${String(usual)}: decoders are read from left to right only`
      );
  }
}
