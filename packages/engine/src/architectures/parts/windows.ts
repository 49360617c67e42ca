/** Which layers see only the nearest keys, by the config in both its generations. */
import {countOf, layerTypesOf} from "../config.ts";
import type {Config} from "../config.ts";

/** Returns how many keys a query sees, its own included; undefined is all. */
export function windowOf(config: Config): number | undefined {
  const size = countOf(config, "sliding_window", Infinity);
  return size === Infinity ? undefined : size;
}

/** Returns that for each layer; `local` says which layers have it where the config has no `layer_types`. */
export function windowsOf(
  config: Config,
  local: (layer: number) => boolean
): (layer: number) => number | undefined {
  const types = layerTypesOf(config, "layer_types", ["full_attention", "sliding_attention"]);
  const size = windowOf(config);
  return (layer) =>
    (types ? types[layer] === "sliding_attention" : local(layer)) ? size : undefined;
}
