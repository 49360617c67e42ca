/** Values of JSON, whatever a file has in their place. */

export type Json = Readonly<Record<string, unknown>>;

/** Returns an object; one without anything in place of what is none. */
export const objectOf = (value: unknown): Json =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};

/** Returns a list; an empty one in place of what is none. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Returns a text, which Jupyter writes as one string or as a list of lines. */
export const textFrom = (value: unknown): string =>
  typeof value === "string"
    ? value
    : listOf(value)
        .filter((line) => typeof line === "string")
        .join("");

/** Returns a string; an empty one in place of what is none. */
export const stringOf = (value: unknown): string => (typeof value === "string" ? value : "");
