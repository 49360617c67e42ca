/** Reads config.json field by field, with errors that name the field. */
import {SourceError, UnsupportedError} from "../errors.ts";
import type {Activation} from "../graph/node.ts";

export type Config = Readonly<Record<string, unknown>>;

/** Returns a number of the config, by the first of these names that is there. Throws SourceError without one or a fallback. */
export function numberOf(
  config: Config,
  names: string | readonly string[],
  fallback?: number
): number {
  const list = typeof names === "string" ? [names] : names;
  for (const name of list) {
    const value = config[name];
    if (typeof value === "number") return value;
    if (value !== undefined && value !== null) {
      throw new SourceError(`config.json: ${name} is ${JSON.stringify(value)}, expected a number`);
    }
  }
  if (fallback !== undefined) return fallback;
  throw new SourceError(`config.json: no ${list.join(" or ")}, expected a number`);
}

export function flagOf(config: Config, name: string, fallback: boolean): boolean {
  const value = config[name];
  return typeof value === "boolean" ? value : fallback;
}

export function textOf(config: Config, name: string, fallback: string): string {
  const value = config[name];
  return typeof value === "string" ? value : fallback;
}

export function objectOf(config: Config, name: string): Config | null {
  const value = config[name];
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Config)
    : null;
}

/** Returns a list of so many numbers of the config. Throws SourceError for anything else. */
export function listOf(config: Config, name: string, length: number): readonly number[] {
  const value = config[name];
  if (
    Array.isArray(value) &&
    value.length === length &&
    value.every((each) => typeof each === "number")
  )
    return value;
  const got = Array.isArray(value)
    ? `${value.length} entries`
    : (JSON.stringify(value) ?? "nothing");
  throw new SourceError(`config.json: ${name} is ${got}, expected ${length} numbers`);
}

const activations: Readonly<Record<string, Activation>> = {
  gelu: "gelu",
  gelu_new: "gelu-tanh",
  gelu_pytorch_tanh: "gelu-tanh",
  gelu_fast: "gelu-tanh",
  silu: "silu",
  swish: "silu",
  relu: "relu",
  tanh: "tanh"
};

/** Returns the activation that a config names. Throws UnsupportedError for one not known here. */
export function activationOf(name: string): Activation {
  const found = activations[name];
  if (!found)
    throw new UnsupportedError(
      `unknown activation: ${name}; one of ${Object.keys(activations).join(", ")}`
    );
  return found;
}
