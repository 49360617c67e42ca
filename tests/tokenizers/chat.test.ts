/** Conversations by templates of several families: ids as transformers has them, marks that are right or left out. */
import {describe, expect, test} from "vitest";
import {encodeChat} from "../../packages/engine/src/tokenizers/chat.ts";
import type {EncodedChat} from "../../packages/engine/src/tokenizers/chat.ts";
import type {Token} from "../../packages/engine/src/index.ts";
import expected from "../fixtures/chat/expected.json" with {type: "json"};
import {chats, chatTokenizer, templates} from "./chats.ts";

interface Expected {
  readonly template: string;
  readonly chat: string;
  readonly mode: string;
  readonly ids?: readonly number[];
  /** 1: transformers counts the token as what the assistant says. */
  readonly assistant?: readonly number[];
  readonly error?: string;
}

const tokenizers = Object.fromEntries(
  Object.keys(templates).map((name) => [name, chatTokenizer(name)])
);

const encoded = (template: string, chat: string, mode: string): EncodedChat =>
  encodeChat(tokenizers[template]!, {
    messages: chats[chat]!,
    continue: mode === "continue",
    literal: mode === "literal"
  });

/** What each message says, as far as it is marked. */
function saidOf(tokens: readonly Token[], count: number): (string | null)[] {
  const tokenizer = tokenizers["chatml"]!;
  return Array.from({length: count}, (_, turn) => {
    const own = tokens.filter((token) => token.turn === turn && token.template === false);
    // Pieces of one character are whole only together.
    const bytes = own.flatMap(({id, text}) => [
      ...(tokenizer.bytesOf(id).bytes ?? new TextEncoder().encode(text!))
    ]);
    return own.length === 0 ? null : new TextDecoder().decode(Uint8Array.from(bytes));
  });
}

const rows = expected as readonly Expected[];
describe.each(Object.keys(templates))("%s", (template) => {
  const own = rows.filter((row) => row.template === template);

  test.each(own.filter(({ids}) => ids))("$chat, $mode: transformers' ids", ({chat, mode, ids}) => {
    expect(encoded(template, chat, mode).tokens.map(({id}) => id)).toEqual(ids);
  });

  test("what transformers refuses is refused", () => {
    for (const {chat, mode} of own.filter(({error}) => error))
      expect(() => encoded(template, chat, mode), `${chat} ${mode}`).toThrow(/template/);
  });

  test("what is marked as said is what the message says", () => {
    for (const {chat, mode} of own.filter(({ids}) => ids)) {
      const {tokens, notices} = encoded(template, chat, mode);
      const messages = chats[chat]!;
      saidOf(tokens, messages.length).forEach((said, turn) => {
        const {content, role} = messages[turn]!;
        const where = `${chat} ${mode} ${turn}`;
        if (said === null && content.trim() !== "")
          expect(notices.join(), where).toContain(`what message ${turn + 1} says`);
        else if (said !== null && content.trim() === "") expect(content, where).toBe(said);
        else if (said !== null) {
          const kept =
            template === "thinking" && role === "assistant"
              ? content.split("</think>").at(-1)!
              : content;
          expect(said.trim(), where).toBe(kept.trim());
        }
      });
      expect(tokens.every((token) => token.template !== undefined)).toBe(true);
      for (const {turn, role} of tokens)
        expect(role).toBe(turn === undefined ? undefined : (messages[turn]?.role ?? "assistant"));
    }
  });

  test("words never cross a border", () => {
    for (const {chat, mode} of own.filter(({ids}) => ids)) {
      const homes = new Map<number, string>();
      for (const {word, turn, template: written} of encoded(template, chat, mode).tokens) {
        if (word === null) continue;
        const home = `${turn} ${written}`;
        expect(homes.get(word) ?? home, `${chat} ${mode}`).toBe(home);
        homes.set(word, home);
      }
    }
  });
});

test("a template that says what the assistant generates: the same tokens are marked", () => {
  const own = rows.filter(({assistant}) => assistant);
  expect(own.length).toBeGreaterThan(5);
  for (const {template, chat, mode, assistant} of own) {
    const {tokens} = encoded(template, chat, mode);
    const marked = tokens.map(({role, template: written}) =>
      Number(role === "assistant" && written === false)
    );
    expect(marked, chat).toEqual(assistant);
  }
});

test("spaces that the template keeps are said, those it takes away are not there, a space of its own is its own", () => {
  const first = (template: string): (string | null)[] =>
    saidOf(encoded(template, "spaces", "answer").tokens, 4);
  const contents = chats["spaces"]!.map(({content}) => content);
  expect(first("chatml")).toEqual(contents);
  const trimmed = contents.map((content) => content.trim() || null);
  expect(first("chatml-trim")).toEqual(trimmed);
  expect(first("llama3")).toEqual(trimmed);
  // It trims the assistant only, and writes a space before: a token over the border is where most of it lies.
  expect(first("mistral")).toEqual([
    "  Where is\nHeathrow? \n",
    ` ${trimmed[1]}`,
    "\n",
    ` ${trimmed[3]}`
  ]);
});

test("what the template writes around a message belongs to it, a system's text of its own to none", () => {
  const shown = (
    template: string,
    chat: string
  ): [number | undefined, boolean | undefined, string][] => {
    const made: [number | undefined, boolean | undefined, string][] = [];
    for (const {turn, template: written, text} of encoded(template, chat, "answer").tokens) {
      const last = made.at(-1);
      if (last && last[0] === turn && last[1] === written) last[2] += text!;
      else made.push([turn, written, text!]);
    }
    return made;
  };
  expect(shown("chatml", "one")).toEqual([
    [undefined, true, "<|im_start|>system\nYou help.<|im_end|>\n"],
    [0, true, "<|im_start|>user\n"],
    [0, false, "Where is Heathrow?"],
    [0, true, "<|im_end|>\n"],
    [1, true, "<|im_start|>assistant\n"]
  ]);
  expect(shown("chatml", "system")).toEqual([
    [0, true, "<|im_start|>system\n"],
    [0, false, "Be brief."],
    [0, true, "<|im_end|>\n"],
    [1, true, "<|im_start|>user\n"],
    [1, false, "Where is Heathrow?"],
    [1, true, "<|im_end|>\n"],
    [2, true, "<|im_start|>assistant\n"]
  ]);
  expect(shown("llama3", "one")[0]).toEqual([
    undefined,
    true,
    "<|endoftext|><|start_header_id|>system<|end_header_id|>\n\nCutting Knowledge Date: December 2023\n\n<|eot_id|>"
  ]);
  // The system's message stands within the last of the user's.
  const moved = encoded("mistral", "system", "answer").tokens;
  expect(saidOf(moved, 2)).toEqual([" Be brief.", "Where is Heathrow?"]);
});

test("messages that the template leaves out or changes are not marked, and that is said", () => {
  const {tokens, notices} = encoded("last-two", "three", "answer");
  expect(saidOf(tokens, 3)).toEqual([null, " A model.", " Where is Paris?"]);
  expect(notices).toEqual([
    "the chat template leaves out or changes what message 1 says; what the text has of it counts as the template's"
  ]);
  const loud = encoded("upper", "three", "answer");
  expect(saidOf(loud.tokens, 3)).toEqual([null, null, null]);
  expect(loud.notices).toHaveLength(3);
  expect(loud.tokens.every(({template}) => template)).toBe(true);
  expect(saidOf(encoded("thinking", "control", "answer").tokens, 2)[1]).toBe("no<|eot_id|>");
});

test("control tokens in what is said are taken as such and named; literal takes them as text", () => {
  const {tokens, notices} = encoded("chatml", "control", "answer");
  expect(notices).toEqual([
    "message 1 contains the control tokens <|im_end|>, <|im_start|>, [INST], which the model reads as such; give literal to take them as text",
    "message 2 contains the control token <|eot_id|>, which the model reads as such; give literal to take it as text"
  ]);
  expect(tokens.filter(({special, template}) => special && !template)).toHaveLength(4);
  const literal = encoded("chatml", "control", "literal");
  expect(literal.notices).toEqual([]);
  expect(literal.tokens.filter(({special, template}) => special && !template)).toEqual([]);
  expect(saidOf(literal.tokens, 2)).toEqual(chats["control"]!.map(({content}) => content));
  // What the template itself writes is control as before, also where it is no special token.
  expect(encoded("thinking", "control", "literal").tokens.map(({text}) => text)).not.toContain(
    "<think>"
  );
});

test("a conversation that is none is refused in words", () => {
  const refused =
    (messages: unknown): (() => unknown) =>
    () =>
      encodeChat(tokenizers["chatml"]!, {messages: messages as never});
  expect(refused([])).toThrow("the chat is empty: got 0 messages, expected at least 1");
  expect(refused("hi")).toThrow("messages: got string, expected a list of {role, content}");
  expect(refused([{role: "user"}])).toThrow("message 1: content is missing, expected a text");
  expect(
    refused([
      {role: "user", content: "a"},
      {role: 3, content: "b"}
    ])
  ).toThrow("message 2: role is 3, expected a text");
});
