/** Names of rows and columns that are tokens. */
import type {Token} from "../data.ts";
import {spokenToken, tokenLabel} from "../token/label.ts";
import {opensTurn, turnSpoken} from "../token/turns.ts";
import type {GridHead} from "./grid.ts";

/** Returns the name of a token in a grid: where a message begins there is room before it, and who speaks is said. *spoken*: its place in words, before or behind its text. */
export function tokenHead(
  tokens: readonly Token[],
  at: number,
  spoken: (token: string) => string
): GridHead {
  const token = tokens[at]!;
  const opens = opensTurn(tokens[at - 1], token);
  const said = [
    spoken(spokenToken(token)),
    opens ? turnSpoken(token) : "",
    token.template && (!opens || token.turn !== undefined) ? "template" : ""
  ];
  return {
    text: tokenLabel(token),
    spoken: said.filter(Boolean).join(", "),
    token: true,
    ...(opens && at > 0 ? {apart: true} : {}),
    ...(token.template ? {dim: true} : {})
  };
}
