/** Which layers see only the nearest keys, by the config in both its generations. */
import {numberOf} from "../config.ts";
import type {Config} from "../config.ts";

/** Returns for each layer how many keys a query sees; undefined is all. `local` says it where the config has no `layer_types`. */
export function windowsOf(
  config: Config,
  {usual, local}: {readonly usual?: number; readonly local: (layer: number) => boolean}
): (layer: number) => number | undefined {
  const types = Array.isArray(config["layer_types"]) ? config["layer_types"] : null;
  const size =
    config["sliding_window"] === null
      ? undefined
      : numberOf(config, "sliding_window", usual ?? Infinity);
  return (layer) => {
    const near = types ? types[layer] === "sliding_attention" : local(layer);
    return near && size !== undefined && size !== Infinity ? size : undefined;
  };
}
