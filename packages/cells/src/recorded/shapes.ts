/** The parts that recorded results are made of, and the check of a whole one: what a file or a page holds is checked before it is drawn. */
import * as v from "valibot";
import type {GenericSchema} from "valibot";

export const number = v.number();
/** JSON has no NaN: what could not be computed is null there. */
export const figure = v.nullable(number);
export const text = v.nullable(v.string());
/** A token by name. */
export const id = v.object({id: number, text});
export const token = v.object({
  id: number,
  text,
  word: v.nullable(number),
  start: v.nullable(number),
  end: v.nullable(number),
  special: v.boolean(),
  bytes: v.exactOptional(v.array(number)),
  turn: v.exactOptional(number),
  role: v.exactOptional(v.string()),
  template: v.exactOptional(v.boolean())
});
export const tokens = v.array(token);
/** What was left out of a result, and what one token holds of the rest; absent in older records. */
export const taken = {
  without: v.exactOptional(v.nullable(v.union([v.string(), v.array(number)]))),
  leftOut: v.exactOptional(v.array(v.object({of: number, position: number, token}))),
  warnings: v.exactOptional(v.array(v.string()))
};
export const candidate = v.object({
  id: number,
  text,
  probability: number,
  logit: number,
  rank: number
});
export const provenance = v.object({
  model: v.string(),
  revision: v.nullable(v.string()),
  architecture: v.string(),
  backend: v.string(),
  dtype: v.string(),
  milliseconds: number,
  forwards: number,
  backwards: number
});
export const layer = v.union([number, v.literal("embedding")]);
/** How likely a token is; records of before do not say it. */
const likelihood = {probability: v.nullish(number), rank: v.nullish(number)};
const likelier = v.nullish(v.object({...id.entries, ...likelihood}));
export const target = v.object({
  id: v.nullable(number),
  text,
  of: v.string(),
  value: number,
  ...likelihood,
  likelier,
  foil: v.nullable(v.object({...id.entries, ...likelihood, likelier})),
  position: number
});
/** [row][column]. */
export const numbers = v.array(v.array(number));
/** The same where a value may be missing. */
export const grid = v.array(v.array(figure));

/** Returns *value* as what it claims to be. Throws an error that names the first place where it is not. */
export function checked<D>(kind: string, schema: GenericSchema, value: unknown): D {
  const {issues} = v.safeParse(schema, value, {abortEarly: true});
  if (!issues) return value as D;
  const [{received, expected}] = issues;
  const place = v.getDotPath(issues[0]) ?? "the whole";
  throw new Error(
    `recorded ${kind}, ${place}: got ${received}, expected ${expected ?? "another value"}; record it again`
  );
}

/** Whether every name is a property of *value*. */
export function has<N extends string>(
  value: unknown,
  ...names: readonly N[]
): value is Readonly<Record<N, unknown>> {
  return typeof value === "object" && value !== null && names.every((name) => name in value);
}
