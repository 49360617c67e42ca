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

/** Returns the list as an attribute; as JSON where its own separator stands in it. */
const write = (list: readonly string[], separator: string): string | null => {
  if (!list.length) return null;
  const isPlain = list.every((text) => text && !text.includes(separator.trim() || separator));
  return isPlain && !list[0]!.startsWith("[") ? list.join(separator) : JSON.stringify(list);
};

/** Words between spaces, or a JSON array. */
export const words: ComplexAttributeConverter<readonly string[]> = {
  fromAttribute: (text) => parse(text, /\s+/),
  toAttribute: (list) => write(list, " ")
};

/** Tokens between commas, with their leading spaces (" is, are" is " is" and " are"), or a JSON array. */
export const tokenNames: ComplexAttributeConverter<readonly string[]> = {
  fromAttribute: (text) => parse(text, /,/),
  toAttribute: (list) => write(list, ",")
};

/** Texts between bars, or a JSON array. */
export const texts: ComplexAttributeConverter<readonly string[]> = {
  fromAttribute: (text) => parse(text, /\s*\|\s*/),
  // Spaces around a text would be taken for those around the bar.
  toAttribute: (list) =>
    list.every((text) => text === text.trim()) ? write(list, " | ") : JSON.stringify(list)
};

const range = (text: string): readonly number[] => {
  const [, first, last] = /^(\d+)\.\.(\d+)$/.exec(text) ?? [];
  if (first === undefined) return [Number(text)];
  const count = Number(last) - Number(first) + 1;
  return Array.from({length: Math.max(0, count)}, (_, i) => Number(first) + i);
};

/** Whole numbers between spaces or commas, with ranges ("0..3 7"), or a JSON array. */
export const wholeNumbers: ComplexAttributeConverter<readonly number[]> = {
  fromAttribute: (text) => parse(text, /[\s,]+/).flatMap(range),
  toAttribute: (list) => (list.length ? list.join(" ") : null)
};
