/**
 * Control tokens in what somebody says. A model takes them as its template's own, unless they are taken as text: then as
 * transformers' `sanitize_control_tokens` has it, marked before the template is asked and read piece by piece behind it.
 */
import type {ChatMessage} from "../api.ts";
import type {ChatTemplate} from "./chat-template.ts";
import type {Tokenizer} from "./tokenizer.ts";

const START = "\u{f0000}";
const END = "\u{f0001}";

/** A piece of a text; `literal`: control tokens in it are text. */
export interface Piece {
  readonly text: string;
  readonly literal: boolean;
}

/** Returns the control tokens: all special ones, and those of the added ones that the template writes. */
export function controlTokensOf({added}: Tokenizer, {literals}: ChatTemplate): Set<string> {
  const written = literals.join("\0");
  const control = added.filter(
    ({content, special}) => special || (written.includes(content) && content.trim() !== "")
  );
  return new Set(control.map(({content}) => content));
}

/** Returns messages with their control tokens marked as text. */
export function markControlTokens(
  messages: readonly ChatMessage[],
  control: ReadonlySet<string>
): ChatMessage[] {
  const tokens = anyOf(control);
  const marked = (text: string): string => {
    const own = withoutMarks(text);
    return tokens ? own.replaceAll(tokens, `${START}$&${END}`) : own;
  };
  return messages.map(({role, content}) => ({role: marked(role), content: marked(content)}));
}

/** Returns the text without the marks. */
export const withoutMarks = (text: string): string => text.replaceAll(/[\u{f0000}\u{f0001}]/gu, "");

/** Returns the pieces of a text with marks, which are themselves left out. */
export function piecesOf(text: string, {added}: Tokenizer): Piece[] {
  const token = anyOf(new Set(added.map(({content}) => content)))?.source ?? "(?!)";
  const pieces: Piece[] = [];
  let from = 0;
  // A mark alone is what a template has left of a pair: the text on its sides shall not join.
  for (const {0: whole, 1: content, index} of text.matchAll(
    new RegExp(`${START}(${token})${END}|[${START}${END}]`, "gu")
  )) {
    pieces.push({text: text.slice(from, index), literal: false});
    if (content !== undefined) pieces.push({text: content, literal: true});
    from = index + whole.length;
  }
  pieces.push({text: text.slice(from), literal: false});
  // The first stays, even empty: what is not first is read as going on.
  return pieces.filter(({text: own}, at) => at === 0 || own !== "");
}

/** Returns what finds any of these texts, the longest first; null for none. */
function anyOf(texts: ReadonlySet<string>): RegExp | null {
  if (texts.size === 0) return null;
  const escaped = [...texts]
    .toSorted((a, b) => b.length - a.length)
    .map((text) => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
  return new RegExp(escaped.join("|"), "gu");
}
