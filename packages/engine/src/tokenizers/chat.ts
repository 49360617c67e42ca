/** A conversation as the model reads it: tokens that know who says them, and what the template wrote (docs/chat.md). */
import type {ChatMessage} from "../api.ts";
import {InputError} from "../errors.ts";
import type {Token} from "../results.ts";
import {placesOf} from "./chat-places.ts";
import {sectionsOf} from "./chat-sections.ts";
import type {Section} from "./chat-sections.ts";
import {chatTemplateOf} from "./chat-template.ts";
import type {Range} from "./range.ts";
import {controlTokensOf, markControlTokens, piecesOf, withoutMarks} from "./control-tokens.ts";
import type {Tokenizer} from "./tokenizer.ts";
import {withinTime} from "./time-limit.ts";
import {wordIndices} from "./words.ts";

export interface Chat {
  readonly messages: readonly ChatMessage[];
  /** Whether the last message stays open. */
  readonly continue?: boolean | undefined;
  /** Whether control tokens in what is said are text. */
  readonly literal?: boolean | undefined;
}

export interface EncodedChat {
  readonly tokens: readonly Token[];
  /** What is to be known of it: control tokens in what is said, messages that the template changes. */
  readonly notices: readonly string[];
}

/** Returns a chat's tokens. Throws InputError for a chat that is none, that the template refuses, or does not end on. */
export function encodeChat(tokenizer: Tokenizer, chat: Chat): EncodedChat {
  const given = checked(chat.messages);
  return withinTime("chat", chat.messages, () => encoded(tokenizer, chat, given));
}

function encoded(tokenizer: Tokenizer, chat: Chat, given: readonly ChatMessage[]): EncodedChat {
  const template = chatTemplateOf(tokenizer);
  const control = controlTokensOf(tokenizer, template);
  const literal = chat.literal ?? false;
  const open = chat.continue ?? false;
  const messages = literal ? markControlTokens(given, control) : given;
  const render = (some: readonly ChatMessage[]): string =>
    template.render(some, {open, answer: !open});
  const text = render(messages);
  const said = placesOf(render, text, messages);
  const sections = sectionsOf({template, messages, open, text, said});
  // What stands in the text, less the marks of literal tokens, is what the tokens' places count in.
  const place = (at: number): number => (literal ? withoutMarks(text.slice(0, at)).length : at);
  const placed = sections.map((one) => ({...one, start: place(one.start), end: place(one.end)}));
  const whole = literal ? withoutMarks(text) : text;
  const tokens = marked(
    literal
      ? tokenizer.encodePieces(piecesOf(text, tokenizer))
      : tokenizer.encode(text, {bare: true}),
    placed,
    whole,
    given
  );
  const known = new Set(said.map(({turn}) => turn));
  return {
    tokens,
    notices: [...(literal ? [] : spokenControls(tokens, control)), ...unmarked(given, known)]
  };
}

function checked(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  if (!Array.isArray(messages))
    throw new InputError(`messages: got ${typeof messages}, expected a list of {role, content}`);
  if (messages.length === 0)
    throw new InputError("the chat is empty: got 0 messages, expected at least 1; say something");
  return (messages as readonly Partial<ChatMessage>[]).map((message, at) => {
    const {role, content} = message ?? {};
    if (typeof role === "string" && typeof content === "string") return {role, content};
    const wrong = typeof role === "string" ? "content" : "role";
    throw new InputError(
      `message ${at + 1}: ${wrong} is ${JSON.stringify(wrong === "role" ? role : content) ?? "missing"}, expected a text`
    );
  });
}

/** Returns the tokens with what they know of the chat. A token over a border belongs where most of it lies. */
function marked(
  tokens: readonly Token[],
  sections: readonly Section[],
  text: string,
  messages: readonly ChatMessage[]
): Token[] {
  const homes = tokens.map((token) => homeOf(token, sections));
  const words = wordsOf(tokens, homes, sections, text);
  return tokens.map((token, at): Token => {
    const {turn, template} = sections[homes[at]!] ?? {turn: null, template: true};
    const who = turn === null ? {} : {turn, role: messages[turn]?.role ?? "assistant"};
    return {...token, word: words[at]!, ...who, template};
  });
}

/** Returns the index of a token's section; of two that hold as much of it, what is said. */
function homeOf({start, end}: Token, sections: readonly Section[]): number {
  const [from, to] = [start ?? 0, end ?? 0];
  // A token without a character of its own goes with what follows it.
  const first = Math.min(firstBehind(sections, from), sections.length - 1);
  let best = first;
  let most = 0;
  for (let at = first; at < sections.length && sections[at]!.start < to; at++) {
    const {start: begin, end: last, template} = sections[at]!;
    const held = Math.min(to, last) - Math.max(from, begin);
    if (held > most || (held === most && !template && sections[best]!.template)) best = at;
    most = Math.max(most, held);
  }
  return best;
}

/** Returns the index of the first section that ends behind a place; their count where none does. */
function firstBehind(sections: readonly Section[], place: number): number {
  let [low, high] = [0, sections.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sections[middle]!.end > place) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Returns each token's word; none crosses a border of sections. */
function wordsOf(
  tokens: readonly Token[],
  homes: readonly number[],
  sections: readonly Section[],
  text: string
): (number | null)[] {
  const words: (number | null)[] = tokens.map(() => null);
  const residents: number[][] = sections.map(() => []);
  homes.forEach((home, at) => residents[home]?.push(at));
  let count = 0;
  sections.forEach(({start, end}, home) => {
    const inside = residents[home]!;
    const within = (at: number): Range => {
      const {start: from, end: to} = tokens[at]!;
      const cut = (place: number | null): number =>
        Math.min(Math.max(place ?? start, start), end) - start;
      return {start: cut(from), end: cut(to)};
    };
    const found = wordIndices(
      text.slice(start, end),
      inside.map(within),
      inside.filter((at) => tokens[at]!.special).map(within)
    );
    inside.forEach((at, index) => {
      const word = found[index]!;
      words[at] = word === null ? null : count + word;
    });
    count += found.reduce<number>((most, word) => Math.max(most, word ?? -1), -1) + 1;
  });
  return words;
}

function spokenControls(tokens: readonly Token[], control: ReadonlySet<string>): string[] {
  const spoken = new Map<number, Set<string>>();
  for (const {turn, template, text} of tokens)
    if (template === false && turn !== undefined && text !== null && control.has(text))
      spoken.set(turn, (spoken.get(turn) ?? new Set()).add(text));
  return [...spoken].map(([turn, names]) => {
    const several = names.size > 1;
    return `message ${turn + 1} contains the control token${several ? "s" : ""} ${[...names].join(", ")}, which the model reads as such; give literal to take ${several ? "them" : "it"} as text`;
  });
}

const unmarked = (messages: readonly ChatMessage[], known: ReadonlySet<number>): string[] =>
  messages.flatMap(({content}, turn) =>
    known.has(turn) || content.trim() === ""
      ? []
      : [
          `the chat template leaves out or changes what message ${turn + 1} says; what the text has of it counts as the template's`
        ]
  );
