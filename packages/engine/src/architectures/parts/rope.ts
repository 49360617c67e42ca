/** Frequencies of rotary positions (Su et al. 2021), by the config in both its generations. */
import {UnsupportedError} from "../../errors.ts";
import {numberOf, objectOf, textOf} from "../config.ts";
import type {Config} from "../config.ts";

type Scaling = (frequencies: readonly number[], options: Config) => readonly number[];

/** Llama 3's scaling: long waves slowed by `factor`, short ones kept, those between blended. */
const llama3: Scaling = (frequencies, options) => {
  const factor = numberOf(options, "factor");
  const low = numberOf(options, "low_freq_factor");
  const high = numberOf(options, "high_freq_factor");
  const trained = numberOf(options, "original_max_position_embeddings");
  return frequencies.map((frequency) => {
    const turns = (trained * frequency) / (2 * Math.PI); // whole waves in the trained context
    if (turns < low) return frequency / factor;
    if (turns > high) return frequency;
    const blend = (turns - low) / (high - low);
    return (1 - blend) * (frequency / factor) + blend * frequency;
  });
};

const scalings: Readonly<Record<string, Scaling>> = {
  default: (frequencies) => frequencies,
  linear: (frequencies, options) =>
    frequencies.map((frequency) => frequency / numberOf(options, "factor")),
  llama3
};

/** Returns radians per position of each pair of channels [D/2]. Throws UnsupportedError for an unknown scaling. */
export function ropeFrequencies(config: Config, size: number): readonly number[] {
  const options = objectOf(config, "rope_parameters") ?? objectOf(config, "rope_scaling") ?? {};
  const base = numberOf(options, "rope_theta", numberOf(config, "rope_theta", 10_000));
  const kind = textOf(options, "rope_type", textOf(options, "type", "default"));
  const scaling = scalings[kind];
  if (!scaling)
    throw new UnsupportedError(
      `unknown rope_type: ${kind}; one of ${Object.keys(scalings).join(", ")}`
    );
  const plain = Array.from({length: size / 2}, (_, pair) => base ** ((-2 * pair) / size));
  return scaling(plain, options);
}
