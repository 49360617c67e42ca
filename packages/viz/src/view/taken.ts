/** What a result says of tokens that hold its tables, and what was left out of them. */
import type {Token} from "../data.ts";
import {tokenText} from "../token/label.ts";
import type {Fact} from "./foot.ts";
import type {Knob} from "./head.ts";

/** A token that was left out. */
export interface LeftOut {
  /** Which text it is of, and where in it, both from 0. */
  readonly of: number;
  readonly position: number;
  readonly token: Token;
}

/** Absent in older records. */
export interface Taken {
  /** "first", "special", "template" or positions; null for nothing. */
  readonly without?: string | readonly number[] | null;
  readonly leftOut?: readonly LeftOut[];
  /** In words: which token or channel holds more than half, and what to leave out. */
  readonly warnings?: readonly string[];
}

/** Named are so many at most. */
const most = 4;

/** Returns what was left out: “The” (position 0); "" for nothing. */
export function leftOutText({leftOut = []}: Taken): string {
  const texts = new Set(leftOut.map(({of}) => of)).size;
  const named = leftOut
    .slice(0, most)
    .map(
      ({of, position, token}) =>
        `“${tokenText(token).trim()}” (${texts > 1 ? `text ${of}, ` : ""}position ${position})`
    );
  const more = leftOut.length > most ? ` and ${leftOut.length - most} more` : "";
  return `${named.join(", ")}${more}`;
}

/** Returns facts of the foot: what was left out, and which token holds the rest. */
export function takenFacts(data: Taken): readonly Fact[] {
  const left = leftOutText(data);
  return [
    ...(left ? [{name: "left out", value: left}] : []),
    ...(data.warnings ?? []).map((value) => ({name: "doubtful", value, bad: true}))
  ];
}

/** Returns what was left out, behind a table's caption; "" for nothing. What is doubtful stands there by itself. */
export function takenCaption(data: Taken): string {
  const left = leftOutText(data);
  return left ? `; left out: ${left}` : "";
}

/** The choice of what is left out, as an attribute says it: a name, or positions "0 3 -1"; "" for nothing. */
export type WithoutChoice = string | readonly number[];

/** How a view declares what is left out. */
export const withoutProperty = {
  converter: {
    fromAttribute: (text: string | null): WithoutChoice | undefined => text ?? undefined,
    toAttribute: (choice: WithoutChoice | undefined): string | null =>
      choice === undefined ? null : asText(choice)
  }
};

const asText = (choice: WithoutChoice): string =>
  typeof choice === "string" ? choice : choice.join(" ");

const words: Readonly<Record<string, string>> = {
  "": "all tokens",
  first: "without the first",
  special: "without special ones",
  template: "without the template"
};

/** Returns the choice of what is left out: where a token holds a table, in a conversation, or where something is left out already. */
export function takenKnob(
  asked: WithoutChoice | undefined,
  data: (Taken & {readonly tokens?: readonly Token[]}) | undefined,
  offered: readonly string[] | undefined
): readonly Knob[] {
  const value = asText(asked ?? data?.without ?? "");
  const chat = data?.tokens?.some(({template}) => template) ?? false;
  const concerns = value !== "" || chat || (data?.warnings?.length ?? 0) > 0;
  if (!offered || !concerns) return [];
  const all = [...new Set([...offered, ...(chat ? ["template"] : []), value])];
  const options = all.map((one) => [one, words[one] ?? `without ${one}`] as const);
  return [{name: "without", label: "Tokens", kind: "pick", value, options}];
}
