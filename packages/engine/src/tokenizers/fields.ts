/** The fields of a tokenizer.json's parts, before they are believed. */
import {shown, SourceError} from "../errors.ts";
import {ownOf} from "../own.ts";

/** Throws SourceError for a field's value that is not of this kind. */
export type Check = (value: unknown, where: string) => void;

/** What a component says, by the names of its fields. */
export type Given = Readonly<Record<string, unknown>>;

export function refuse(where: string, value: unknown, expected: string): never {
  throw new SourceError(
    `tokenizer.json: ${where} is ${shown(value)}, expected ${expected}; copy or download the file again`
  );
}

const kind =
  (expected: string, fits: (value: unknown) => boolean): Check =>
  (value, where) => {
    if (!fits(value)) refuse(where, value, expected);
  };

export const isText = (value: unknown): value is string => typeof value === "string";
export const isRecord = (value: unknown): value is Given =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isWhole = (value: unknown, from: number): boolean =>
  Number.isInteger(value) && Number(value) >= from && Number(value) <= 1_000_000;

export const text = kind("a text", isText);
export const flag = kind("true or false", (value) => typeof value === "boolean");
export const count = kind("a whole number from 1 to 1000000", (value) => isWhole(value, 1));
export const whole = kind("a whole number from 0 to 1000000", (value) => isWhole(value, 0));
export const char = kind("one character", (value) => isText(value) && [...value].length === 1);
export const pattern = kind(
  '{"String": …} or {"Regex": …}',
  (value) => isRecord(value) && (isText(value["String"]) || isText(value["Regex"]))
);
/** A token and its id. */
export const pair = kind(
  "[token, id]",
  (value) => Array.isArray(value) && isText(value[0]) && Number.isInteger(value[1])
);
export const oneOf = (names: readonly string[]): Check =>
  kind(`one of ${names.join(", ")}`, (value) => isText(value) && names.includes(value));

/** What a post-processor puts around a text. */
export const template: Check = (value, where) => {
  const fits = (item: unknown): boolean =>
    isRecord(item) &&
    ["SpecialToken", "Sequence"].some((name) => {
      const part = ownOf(item, name);
      return isRecord(part) && isText(part["id"]);
    });
  if (!Array.isArray(value) || !value.every(fits))
    refuse(where, value, 'a list of {"SpecialToken": {id}} and {"Sequence": {id}}');
};
