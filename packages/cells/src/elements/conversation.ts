/** What makes a conversation of an element's prompt: the same attributes for every element that has one. */
import {messagesConverter, promptConverter, promptIn} from "@ecco/viz";
import type {Manner, PromptInput} from "@ecco/viz";
import {given} from "./plan.ts";

export type {PromptInput} from "@ecco/viz";

/** Attributes of every element with a prompt. */
export const conversing = {
  prompt: {converter: promptConverter},
  chat: {type: Boolean},
  system: {},
  messages: {converter: messagesConverter},
  continue: {type: Boolean},
  literal: {type: Boolean}
} as const;

/** Returns what is asked of an element: its own prompt, else *shared*, as the conversation that it says. Throws where it is neither text nor conversation. */
export function promptOf(
  {chat, system, messages, continue: begun, literal}: Manner,
  own: PromptInput | null | undefined,
  shared?: PromptInput
): PromptInput | undefined {
  return promptIn(given({chat, system, messages, continue: begun, literal}), own ?? shared);
}
