import {tokenLabel} from "../token/label.ts";
import type {Knob} from "../view/head.ts";
import type {Attention, AttentionStack} from "./data.ts";
import {flows, looksOf} from "./looks.ts";
import type {AttentionLook} from "./looks.ts";

const stackWords: {readonly [S in AttentionStack]: string} = {
  self: "tokens at each other",
  cross: "decoder at encoder",
  decoder: "decoder at itself",
  encoder: "encoder at itself"
};

/** A picker of more tokens is no help. */
const mostTokens = 200;

export interface KnobOptions {
  /** What can be asked for: `stack`, and `look` where a look is computed when it is chosen. */
  readonly choices: Readonly<Record<string, readonly string[]>>;
  readonly look: AttentionLook;
  readonly query: number;
}

/** Returns the controls of the view: which stack, from which token, which look. */
export function attentionKnobs(
  data: Attention,
  {choices, look, query}: KnobOptions
): readonly Knob[] {
  const possible = looksOf(data);
  const looks = (["matrix", "arcs", "flow"] as const).filter(
    (one) =>
      possible.includes(one) || (one === "flow" && flows(data) && choices["look"]?.includes("flow"))
  );
  const stacks = (choices["stack"] ?? []).filter((one): one is AttentionStack => one in stackWords);
  const pick = (name: string, label: string, value: string, options: Knob["options"]): Knob[] =>
    options.length > 1 ? [{name, label, kind: "pick", value, options}] : [];
  return [
    ...pick(
      "stack",
      "Who looks at whom",
      data.stack,
      stacks.map((one) => [one, stackWords[one]])
    ),
    ...(look === "matrix" || data.tokens.length > mostTokens
      ? []
      : pick(
          "query",
          "The token that looks",
          String(query),
          data.tokens.map((token, at) => [String(at), `from ${tokenLabel(token)}`])
        )),
    {
      name: "look",
      label: "Look",
      kind: "switch",
      value: look,
      options: looks.map((one) => [one, one])
    }
  ];
}
