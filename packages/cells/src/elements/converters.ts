/** Attributes that hold a list. */
import type {ComplexAttributeConverter} from "lit";

const parse = (text: string | null, separator: RegExp): readonly string[] => {
  if (!text) return [];
  if (text.startsWith("[")) {
    const list = JSON.parse(text) as unknown;
    if (Array.isArray(list)) return list.map(String);
  }
  return text.split(separator).filter(Boolean);
};

/** Words between spaces, or a JSON array. */
export const words: ComplexAttributeConverter<readonly string[]> = {
  fromAttribute: (text) => parse(text, /\s+/)
};

/** Tokens between commas, with their leading spaces (" is, are" is " is" and " are"), or a JSON array. */
export const tokenNames: ComplexAttributeConverter<readonly string[]> = {
  fromAttribute: (text) => parse(text, /,/)
};

/** Texts between bars, or a JSON array. */
export const texts: ComplexAttributeConverter<readonly string[]> = {
  fromAttribute: (text) => parse(text, /\s*\|\s*/)
};
