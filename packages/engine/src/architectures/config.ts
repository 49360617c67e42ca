/** Reads config.json field by field, with errors that name the field. */
import {shown, SourceError, UnsupportedError} from "../errors.ts";
import type {Activation} from "../graph/node.ts";

export type Config = Readonly<Record<string, unknown>>;

/** Numbers of a kind: which are taken, and how a message calls them. */
interface Kind {
  readonly what: string;
  readonly fits: (value: number) => boolean;
}

/** No count, size or id of a model is larger; what it must fit besides is the weights. */
const largest = 2 ** 31;

const kinds = {
  number: {what: "a finite number", fits: Number.isFinite},
  positive: {
    what: "a finite number above 0",
    fits: (value) => Number.isFinite(value) && value > 0
  },
  epsilon: {what: "a number from 0 to 1", fits: (value) => value >= 0 && value <= 1},
  count: {
    what: `a whole number from 1 to ${largest}`,
    fits: (value) => Number.isInteger(value) && value >= 1 && value <= largest
  },
  whole: {
    what: `a whole number from 0 to ${largest}`,
    fits: (value) => Number.isInteger(value) && value >= 0 && value <= largest
  }
} as const satisfies Readonly<Record<string, Kind>>;

/** Returns a number of the config, by the first of these names that is there; null counts as absent. */
type NumberReader = (
  config: Config,
  names: string | readonly string[],
  fallback?: number
) => number;

const readerOf =
  ({what, fits}: Kind): NumberReader =>
  (config, names, fallback) => {
    const list = typeof names === "string" ? [names] : names;
    for (const name of list) {
      const value = fieldOf(config, name);
      if (typeof value === "number" && fits(value)) return value;
      if (value !== undefined) refuse(name, value, what);
    }
    if (fallback !== undefined) return fallback;
    throw new SourceError(`config.json: no ${list.join(" or ")}, expected ${what}`);
  };

/** Any finite number. Throws SourceError for anything else, and without one or a fallback, as all of these do. */
export const numberOf = readerOf(kinds.number);
/** What is divided by, or taken a power of. */
export const positiveOf = readerOf(kinds.positive);
/** What a norm adds below the root. */
export const epsilonOf = readerOf(kinds.epsilon);
/** How many there are of something, or how wide it is. */
export const countOf = readerOf(kinds.count);
/** An id, or a count of what there may be none of. */
export const wholeOf = readerOf(kinds.whole);

/** Returns how wide each head is. Throws SourceError where the heads do not share the width evenly. */
export function headSizeOf(width: number, heads: number): number {
  if (width % heads === 0) return width / heads;
  throw new SourceError(
    `config.json: ${heads} heads for a width of ${width}, expected a number of heads that divides it`
  );
}

/** Returns how wide each head is where the config may say it: it need not be a share of the width. */
export const headDimOf = (config: Config, width: number, heads: number): number =>
  countOf(config, "head_dim", Math.floor(width / heads));

/** Returns how many heads have keys and values of their own. Throws SourceError where queries do not share them evenly. */
export function groupsOf(config: Config, heads: number, usual: number = heads): number {
  const name = "num_key_value_heads";
  const groups = countOf(config, name, usual);
  return heads % groups === 0
    ? groups
    : refuse(name, groups, `a number that divides the ${heads} heads`);
}

/** Returns a field; undefined for one that is absent or null. */
export function fieldOf(config: Config, name: string): unknown {
  return Object.hasOwn(config, name) ? (config[name] ?? undefined) : undefined;
}

function refuse(name: string, value: unknown, expected: string): never {
  throw new SourceError(`config.json: ${name} is ${shown(value)}, expected ${expected}`);
}

export function flagOf(config: Config, name: string, fallback: boolean): boolean {
  const value = fieldOf(config, name) ?? fallback;
  return typeof value === "boolean" ? value : refuse(name, value, "true or false");
}

export function textOf(config: Config, name: string, fallback: string): string {
  const value = fieldOf(config, name) ?? fallback;
  return typeof value === "string" ? value : refuse(name, value, "a text");
}

export function objectOf(config: Config, name: string): Config | null {
  const value = fieldOf(config, name) ?? null;
  if (value === null) return null;
  return typeof value === "object" && !Array.isArray(value)
    ? (value as Config)
    : refuse(name, value, "an object");
}

/** Returns a list; null for none. */
export function anyListOf(config: Config, name: string): readonly unknown[] | null {
  const value = fieldOf(config, name) ?? null;
  return value === null || Array.isArray(value) ? value : refuse(name, value, "a list");
}

/** Returns a list of so many numbers of the config. Throws SourceError for anything else. */
export function listOf(config: Config, name: string, length: number): readonly number[] {
  const value = anyListOf(config, name);
  if (value?.length === length && value.every((each) => Number.isFinite(each)))
    return value as readonly number[];
  throw new SourceError(
    `config.json: ${name} is ${shown(value)}, expected ${length} finite numbers`
  );
}

/** Returns which of these kinds each layer is of; null where the config does not say. */
export function layerTypesOf<K extends string>(
  config: Config,
  name: string,
  kindsOfLayer: readonly K[]
): readonly K[] | null {
  const value = anyListOf(config, name);
  const odd = value?.find((each) => !kindsOfLayer.includes(each as K));
  return odd === undefined
    ? (value as readonly K[] | null)
    : refuse(`a layer of ${name}`, odd, `one of ${kindsOfLayer.join(", ")}`);
}

// A Map, not an object: a config may name the activation "constructor".
const activations: ReadonlyMap<string, Activation> = new Map([
  ["gelu", "gelu"],
  ["gelu_python", "gelu"],
  ["gelu_new", "gelu-tanh"],
  ["gelu_python_tanh", "gelu-tanh"],
  ["gelu_accurate", "gelu-tanh"],
  ["gelu_pytorch_tanh", "gelu-tanh"],
  ["gelu_fast", "gelu-tanh"],
  ["silu", "silu"],
  ["swish", "silu"],
  ["relu", "relu"],
  ["tanh", "tanh"]
]);

/** Returns the activation that a config names. Throws UnsupportedError for one not known here. */
export function activationOf(name: string): Activation {
  const found = activations.get(name);
  if (!found)
    throw new UnsupportedError(
      `unknown activation: ${name}; one of ${[...activations.keys()].join(", ")}`
    );
  return found;
}
