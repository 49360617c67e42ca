/** Prompts as text: in attributes, links and records. */
import {areMessages, isConversation} from "./conversation.ts";
import type {Conversation, Message, PromptInput} from "./conversation.ts";

const keys: ReadonlySet<string> = new Set(["messages", "continue", "literal"]);

/** Returns the conversation that a text is the JSON of; undefined where it is a text. */
function conversationOf(text: string): Conversation | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    const whole = isConversation(value) && Object.keys(value).every((key) => keys.has(key));
    return whole ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the text that a JSON string stands for, where it had to be written as one; undefined for all others. */
function quotedText(text: string): string | undefined {
  if (!text.startsWith('"')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" && readPrompt(value) !== value ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Returns what an attribute, a link or a record says: a conversation is its JSON, everything else a text. */
export const readPrompt = (text: string): PromptInput =>
  conversationOf(text) ?? quotedText(text) ?? text;

/** Returns a prompt as text that `readPrompt` reads back: a text as it is, a conversation as its JSON. */
export function writePrompt(prompt: PromptInput): string {
  if (typeof prompt !== "string") return JSON.stringify(prompt);
  return readPrompt(prompt) === prompt ? prompt : JSON.stringify(prompt);
}

/** An attribute that holds a prompt. */
export const promptConverter = {
  fromAttribute: (text: string | null): PromptInput | null =>
    text === null ? null : readPrompt(text),
  toAttribute: (prompt: PromptInput | null | undefined): string | null =>
    prompt === null || prompt === undefined ? null : writePrompt(prompt)
};

/** An attribute that holds messages; what is no list of them stays a text, so that it can be said. */
export const messagesConverter = {
  fromAttribute: (text: string | null): readonly Message[] | string | null => {
    if (!text) return null;
    try {
      const value: unknown = JSON.parse(text);
      return areMessages(value) ? value : text;
    } catch {
      return text;
    }
  },
  toAttribute: (messages: readonly Message[] | string | null | undefined): string | null =>
    messages === null || messages === undefined || typeof messages === "string"
      ? (messages ?? null)
      : JSON.stringify(messages)
};
