/** The `---` block at the beginning of a text in Markdown. */
import {parse} from "yaml";
import type {Notice} from "../foreign.ts";
import {plainText} from "../heading-of.ts";

export interface Front {
  /** With its first and last line; empty without one. */
  readonly source: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** What comes after it. */
  readonly rest: string;
  /** The line of the rest, from 1. */
  readonly line: number;
  /** What is wrong with it. */
  readonly notices: readonly Notice[];
}

const block = /^---[ \t]*\n([^]*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|$)/;

/** Returns the front matter of a text. */
export function frontOf(text: string): Front {
  const match = block.exec(text);
  if (!match) return {source: "", values: {}, rest: text, line: 1, notices: []};
  const [whole, inside = ""] = match;
  const line = whole.split("\n").length;
  return {
    source: whole.replace(/\n$/, ""),
    rest: text.slice(whole.length),
    line,
    ...valuesOf(inside)
  };
}

function valuesOf(yaml: string): Pick<Front, "values" | "notices"> {
  try {
    const values = parse(yaml, {logLevel: "error"}) as unknown;
    const isMap = typeof values === "object" && values !== null && !Array.isArray(values);
    return {values: isMap ? (values as Record<string, unknown>) : {}, notices: []};
  } catch (error) {
    const {message, linePos} = error as Error & {linePos?: readonly {readonly line: number}[]};
    const [first = ""] = message.split("\n");
    const what = `the front matter is not YAML: ${first.replace(/:$/, "")}; it is kept as it is`;
    return {values: {}, notices: [{line: (linePos?.[0]?.line ?? 1) + 1, what}]};
  }
}

/** Returns the title that front matter gives; empty without one. */
export const titleOf = ({values}: Front): string => {
  const {title} = values;
  return typeof title === "string" || typeof title === "number" ? plainText(String(title)) : "";
};
