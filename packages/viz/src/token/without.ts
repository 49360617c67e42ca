/** Which tokens a map leaves out. */
import type {Token} from "../data.ts";
import type {Knob} from "../view/head.ts";
import {ofConversation} from "./turns.ts";

/**
 * What is left out of a map: "first", "special", "template" (what a conversation's template has written) or positions
 * ("0 3 -1"). "none" leaves nothing out. Without a word the template stays in sight, dimmed, and out of the scale.
 */
export type WithoutName = "first" | "special" | "template" | "none";

/** The same as a property: a word, or positions as a text or a list. */
export type Without = string | readonly number[];

/** An attribute that holds it. */
export const withoutConverter = {
  fromAttribute: (text: string | null): Without | null => text,
  toAttribute: (without: Without | null | undefined): string | null =>
    typeof without === "object" && without ? without.join(" ") : (without ?? null)
};

const named: {readonly [N in WithoutName]: (token: Token, position: number) => boolean} = {
  first: (_, position) => position === 0,
  special: ({special}) => special,
  template: ({template}) => template === true,
  none: () => false
};

const isNamed = (without: string): without is WithoutName => Object.hasOwn(named, without);

function positionsIn(without: string, length: number): ReadonlySet<number> {
  const numbers = without.split(/[\s,[\]]+/).filter(Boolean);
  return new Set(numbers.map(Number).map((at) => (at < 0 ? length + at : at)));
}

const nothing: ReadonlySet<number> = new Set();
const known = new WeakMap<readonly Token[], Map<string, ReadonlySet<number>>>();

/** Returns the positions that are left out; none where nothing would be left. */
export function leftOut(
  tokens: readonly Token[],
  without: Without | null | undefined
): ReadonlySet<number> {
  const said = String(without ?? "");
  if (!said) return nothing;
  const of = known.get(tokens) ?? new Map<string, ReadonlySet<number>>();
  known.set(tokens, of);
  let out = of.get(said);
  if (!out) of.set(said, (out = find(tokens, said)));
  return out;
}

function find(tokens: readonly Token[], without: string): ReadonlySet<number> {
  const isOut = isNamed(without) ? named[without] : undefined;
  const out = isOut
    ? new Set([...tokens.keys()].filter((position) => isOut(tokens[position]!, position)))
    : positionsIn(without, tokens.length);
  return out.size < tokens.length ? out : nothing;
}

/** Whether a token stays in sight but out of the scale: the template's, as long as nobody says what is left out. */
export const isDimmed = (token: Token, without: Without | null | undefined): boolean =>
  !without && token.template === true;

/** How what is left out is called. */
export const withoutWords = (without: Without): string =>
  ({first: "the first token", special: "special tokens", template: "the template", none: ""})[
    String(without) as WithoutName
  ] ?? `tokens ${String(without)}`;

/** Returns the choice of what becomes of the template; none for plain texts. */
export const withoutKnob = (
  tokens: readonly Token[] | undefined,
  given: Without | null | undefined
): Knob[] => {
  const without = String(given ?? "");
  return tokens && ofConversation(tokens)
    ? [
        {
          name: "without",
          label: "Template",
          kind: "pick",
          value: without,
          options: [
            ["", "template dimmed"],
            ["template", "without template"],
            ["none", "template as said"],
            ...(without && !["template", "none"].includes(without)
              ? [[without, `without ${withoutWords(without)}`] as const]
              : [])
          ]
        }
      ]
    : [];
};
