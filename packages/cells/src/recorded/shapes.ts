/** The parts that recorded results are made of, and the check of a whole one: what a file or a page holds is checked before it is drawn. */
import * as v from "valibot";
import type {GenericSchema} from "valibot";

export const number = v.number();
/** What a page draws no more of, in one list. */
const longestList = 16_384;
/** A count, or a place in a list. */
export const size = v.pipe(number, v.integer(), v.minValue(0), v.maxValue(longestList));
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

/**
 * How long a list of a result has to be, and the lists in it, and those in them; undefined: any length. What is null is
 * absent.
 */
export type Lengths = readonly [
  place: string,
  list: unknown,
  ...counts: readonly (number | undefined)[]
];

/**
 * Returns *value* as what it claims to be. Throws an error that names the first place where it is not, or where a list is
 * of another length than those it goes with.
 */
export function checked<D>(
  kind: string,
  schema: GenericSchema,
  value: unknown,
  lengths?: (read: D) => readonly Lengths[]
): D {
  const refuse = (place: string, got: string, expected: string): never => {
    throw new Error(
      `recorded ${kind}, ${brief(place)}: got ${brief(got)}, expected ${expected}; record it again`
    );
  };
  if (!isDrawable(value))
    refuse("the whole", "more", `lists of at most ${longestList}, ${mostValues} values in all`);
  const {issues} = v.safeParse(schema, value, {abortEarly: true});
  if (issues) {
    const [{received, expected}] = issues;
    refuse(v.getDotPath(issues[0]) ?? "the whole", received, expected ?? "another value");
  }
  for (const [place, list, ...counts] of lengths?.(value as D) ?? []) {
    const [got, expected] = misfit(list, counts) ?? [];
    if (got !== undefined) refuse(place, `${got} entries`, `${expected}`);
  }
  return value as D;
}

/** What a file says, in one line. */
const brief = (text: string): string => text.slice(0, 100).replaceAll(/\s+/g, " ");

/** What a result may hold: a page cannot draw more. */
const mostValues = 5_000_000;
const deepest = 64;

function isDrawable(value: unknown): boolean {
  let level = [value];
  let left = mostValues;
  for (let depth = 0; level.length > 0; depth++) {
    const next: unknown[] = [];
    for (const part of level) {
      if (typeof part !== "object" || part === null) continue;
      const inner = Object.values(part);
      left -= inner.length;
      if (inner.length > longestList || left < 0 || depth > deepest) return false;
      for (const one of inner) if (typeof one === "object") next.push(one);
    }
    level = next;
  }
  return true;
}

/** Returns the first length that is not what it has to be, with that. */
function misfit(
  list: unknown,
  [count, ...inner]: readonly (number | undefined)[]
): readonly [number, number] | undefined {
  if (!Array.isArray(list)) return undefined;
  if (count !== undefined && list.length !== count) return [list.length, count];
  if (inner.length === 0) return undefined;
  for (const part of list) {
    const found = misfit(part, inner);
    if (found) return found;
  }
  return undefined;
}

/** Whether every name is a property of *value*. */
export function has<N extends string>(
  value: unknown,
  ...names: readonly N[]
): value is Readonly<Record<N, unknown>> {
  return typeof value === "object" && value !== null && names.every((name) => name in value);
}
