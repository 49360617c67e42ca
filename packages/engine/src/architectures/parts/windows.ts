/** Which layers see only the nearest keys, by the config in both its generations. */
import {numberOf} from "../config.ts";
import type {Config} from "../config.ts";

/** Returns how many keys a query sees, its own included; undefined is all. */
export function windowOf(config: Config): number | undefined {
  const size = numberOf(config, "sliding_window", Infinity);
  return size === Infinity ? undefined : size;
}

/** Returns that for each layer; `local` says which layers have it where the config has no `layer_types`. */
export function windowsOf(
  config: Config,
  local: (layer: number) => boolean
): (layer: number) => number | undefined {
  const types = Array.isArray(config["layer_types"]) ? config["layer_types"] : null;
  const size = windowOf(config);
  return (layer) =>
    (types ? types[layer] === "sliding_attention" : local(layer)) ? size : undefined;
}
