/** Flags that make TEXT a part of a conversation, and what they make of it. */
import type {ChatMessage, ModelInput} from "@ecco/engine";
import {InputError} from "@ecco/engine/errors";
import {Option, type Command} from "commander";
import {readText} from "./read-text.ts";

export interface ChatFlags {
  readonly chat?: boolean;
  readonly system?: string;
  readonly messages?: string;
  readonly continue?: boolean;
  readonly literal?: boolean;
  readonly chatTemplate?: string;
}

/** Adds what makes TEXT a part of a conversation; *text* is how the command calls it. */
export function addChat(command: Command, text: string = "TEXT"): Command {
  const options = [
    new Option(
      "--chat",
      `${text} is what a user says, written as the model's chat template has it`
    ),
    new Option("--system <text>", "what the system says before; means --chat"),
    new Option(
      "--messages <json>",
      `a conversation: [{"role": "user", "content": "…"}, …], @FILE or - (stdin); ${text} is what the user says behind it`
    ),
    new Option(
      "--continue",
      "the last message is begun: it stays open, and the model goes on in it"
    ),
    new Option(
      "--chat-template <name>",
      "which of several chat templates writes it; defaults to the one called default"
    ),
    new Option("--literal", "control tokens in what is said are taken as text")
  ];
  for (const option of options) command.addOption(option);
  return command;
}

const names = ["chat", "system", "messages", "continue", "literal", "chatTemplate"] as const;

/** Returns these flags alone. */
export const chatFlagsOf = (flags: ChatFlags): ChatFlags =>
  Object.fromEntries(
    names.flatMap((name) => (flags[name] === undefined ? [] : [[name, flags[name]]]))
  );

const isChat = ({chat, system, messages}: ChatFlags): boolean =>
  Boolean(chat) || system !== undefined || messages !== undefined;

/** Returns whether the flags ask for a conversation. Throws InputError for flags that need one where there is none. */
export function asksForChat(flags: ChatFlags): boolean {
  if (isChat(flags)) return true;
  const stray = (
    [
      ["continue", "continue"],
      ["literal", "literal"],
      ["chatTemplate", "chat-template"]
    ] as const
  ).find(([name]) => flags[name])?.[1];
  if (stray)
    throw new InputError(
      `--${stray}: of a conversation; give --chat, --system or --messages too, or leave it out`
    );
  return false;
}

/** Returns the conversation of one call: --messages, with --system before it, and the text as the user's next message. */
export async function conversationOf(
  text: string | undefined,
  flags: ChatFlags
): Promise<ModelInput> {
  const {system, messages: told} = flags;
  if (text === "-" && told === "-")
    throw new InputError("input: got - for TEXT and for --messages; stdin can be read once");
  const given = told === undefined ? {messages: []} : await readMessages(told);
  if (system !== undefined && given.messages[0]?.role === "system")
    throw new InputError(
      "--system: the messages begin with one of the system's; leave out one of them"
    );
  const said = text === undefined ? [] : [{role: "user", content: await readText(text)}];
  return {
    ...given,
    ...openOf(flags),
    messages: [
      ...(system === undefined ? [] : [{role: "system", content: system}]),
      ...given.messages,
      ...said
    ]
  };
}

/** Returns a line of a batch as the flags have it: a text becomes what the user says. */
export function spoken(input: ModelInput, flags: ChatFlags): ModelInput {
  const given = typeof input === "string" ? {text: input} : input;
  if (given.messages) return {...given, ...openOf(flags)};
  if (!isChat(flags)) return input;
  if (given.text === undefined)
    throw new InputError("--chat: got ids, expected a text to be said by the user");
  const {system} = flags;
  return {
    messages: [
      ...(system === undefined ? [] : [{role: "system", content: system}]),
      {role: "user", content: given.text}
    ],
    ...openOf(flags)
  };
}

const openOf = (flags: ChatFlags): {readonly continue?: true; readonly literal?: true} => ({
  ...(flags.continue ? {continue: true} : {}),
  ...(flags.literal ? {literal: true} : {})
});

interface Told {
  readonly messages: readonly ChatMessage[];
}

/** Returns messages of a JSON text: a list of {role, content}, or an object that holds it, as in a batch. */
async function readMessages(given: string): Promise<Told> {
  const text = await readText(given);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError(
      `--messages: got ${JSON.stringify(text.slice(0, 40))}, which is not JSON, expected [{"role": "user", "content": "…"}, …]; a file is given as @FILE`
    );
  }
  const object = Array.isArray(value) ? {messages: value} : value;
  const wrong = wrongIn(object);
  if (wrong) throw new InputError(`--messages: ${wrong}`);
  return object as Told;
}

/** Returns what is wrong with a conversation; null for a sound one. */
export function wrongIn(value: unknown): string | null {
  if (typeof value !== "object" || value === null || !("messages" in value))
    return `got ${JSON.stringify(value).slice(0, 40)}, expected a list of {"role", "content"}`;
  const {messages, ...rest} = value as Readonly<Record<string, unknown>>;
  const stray = Object.entries(rest).find(
    ([key, part]) => !["continue", "literal"].includes(key) || typeof part !== "boolean"
  );
  if (stray)
    return `${stray[0]} cannot be used; expected messages, and perhaps continue and literal`;
  const at = Array.isArray(messages) ? messages.findIndex((one) => !isMessage(one)) : 0;
  if (at < 0) return null;
  const got = JSON.stringify(Array.isArray(messages) ? messages[at] : messages);
  return `message ${at + 1}: got ${got.slice(0, 40)}, expected {"role": "user", "content": "…"}`;
}

const isMessage = (message: unknown): boolean =>
  typeof message === "object" &&
  message !== null &&
  "role" in message &&
  typeof message.role === "string" &&
  "content" in message &&
  typeof message.content === "string";
