/** Tokens of a conversation: who says them, and what its template has written. */
import type {Token} from "../data.ts";
import {tokenText} from "./label.ts";

/** Whether tokens are of a conversation. */
export const ofConversation = (tokens: readonly Token[]): boolean =>
  tokens.some(({template}) => template !== undefined);

/** Whether two neighbours are of one message, and both said or both written by its template: nothing is joined across such a border. */
export const sameSection = (a: Token, b: Token): boolean =>
  a.turn === b.turn && a.template === b.template && a.role === b.role;

/** Whether another message begins with a token, or what the template writes for none. */
export const opensTurn = (before: Token | undefined, token: Token): boolean =>
  token.template !== undefined &&
  (before === undefined || before.turn !== token.turn || before.role !== token.role);

/** Returns who speaks, as it stands at the start of a message. */
export const turnLabel = ({turn, role}: Token): string =>
  role ?? (turn === undefined ? "template" : `message ${turn + 1}`);

/** Returns the same for speech: `user, message 1`. */
export function turnSpoken({turn, role}: Token): string {
  if (turn !== undefined) return [role, `message ${turn + 1}`].filter(Boolean).join(", ");
  return role ? `${role}, of the template` : "template";
}

/** Returns the message of a token for a table: `user, message 1`, with `template` where it was not said; "" in plain texts. */
export function sectionText(token: Token): string {
  if (token.template === undefined) return "";
  const spoken = turnSpoken(token);
  return token.template && token.turn !== undefined ? `${spoken}, template` : spoken;
}

/** Returns a token as a column is called, with its message. */
export const inSection = (token: Token): string =>
  [tokenText(token, "dot"), sectionText(token)].filter(Boolean).join(" · ");

/** Returns the indices of tokens in sections that nothing crosses, in order. */
export function sectionsOf(tokens: readonly Token[]): readonly (readonly number[])[] {
  const made: number[][] = [];
  tokens.forEach((token, index) => {
    const before = tokens[index - 1];
    if (before && sameSection(before, token)) made.at(-1)!.push(index);
    else made.push([index]);
  });
  return made;
}
