import type {Token} from "../data.ts";
import {ofConversation} from "../token/turns.ts";
import type {Knob} from "../view/head.ts";
import {familyOf, isSignedMethod, wordFor} from "./methods.ts";
import type {Unit} from "./units.ts";

type Choices = Readonly<Record<string, readonly string[]>>;

/** Returns a picker of what is offered; only the word of what is used where nothing is. */
export function methodKnob(method: string | undefined, offered: readonly string[] = []): Knob[] {
  if (!method) return [];
  const list = offered.length > 1 ? offered : [method];
  return [
    {
      name: "method",
      label: "Method",
      kind: "pick",
      value: method,
      options: (list.includes(method) ? list : [method, ...list]).map((m) => [
        m,
        wordFor(m),
        list.length > 6 ? familyOf(m) : undefined
      ])
    }
  ];
}

/** Returns a picker of a parameter; none where there is nothing to choose. */
export function pickerKnob(
  name: string,
  label: string,
  {value, choices}: {readonly value: string | null | undefined; readonly choices: Choices}
): Knob[] {
  const list = choices[name] ?? [];
  return typeof value === "string" && list.length > 1
    ? [{name, label, kind: "pick", value, options: list.map((c) => [c, wordFor(c)])}]
    : [];
}

/** Returns the switch between sizes and signed scores; none for methods without sign. */
export const signKnob = (method: string, signed: boolean): Knob[] =>
  isSignedMethod(method)
    ? [
        {
          name: "signed",
          label: "Values",
          kind: "switch",
          value: String(signed),
          options: [
            ["false", "size"],
            ["true", "signed"]
          ]
        }
      ]
    : [];

/** What a unit is called: one, and many. */
export const unitWords: {readonly [U in Unit]: readonly [one: string, many: string]} = {
  token: ["token", "tokens"],
  word: ["word", "words"],
  sentence: ["sentence", "sentences"],
  message: ["message", "messages"]
};

/** Returns the units that make sense of a text: messages only of a conversation. */
export const unitsFor = (
  tokens: readonly Token[] | undefined,
  offered: readonly string[] = []
): readonly string[] =>
  tokens && ofConversation(tokens) ? offered : offered.filter((unit) => unit !== "message");

/** Returns the picker of what stands for itself: tokens, words or sentences. */
export const unitKnob = (unit: Unit, offered: readonly string[] = []): Knob[] =>
  offered.length > 1
    ? [
        {
          name: "unit",
          label: "Merge",
          kind: "pick",
          value: unit,
          options: offered.map((u) => [u, unitWords[u as Unit]?.[1] ?? u])
        }
      ]
    : [];
