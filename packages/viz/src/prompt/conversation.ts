/** A prompt is a text, or a conversation: messages with roles, as a model's chat template writes them. */

/** What somebody says in a conversation; roles are the template's: system, user, assistant. */
export interface Message {
  readonly role: string;
  readonly content: string;
}

export interface Conversation {
  readonly messages: readonly Message[];
  /** The last message is an answer that is begun: the model goes on in it. Defaults to false. */
  readonly continue?: boolean;
  /** Control tokens in what is said are taken as the text they are written with; defaults to false. */
  readonly literal?: boolean;
}

/** What is asked about. */
export type PromptInput = string | Conversation;

/** How an element says that its prompt is a conversation. */
export interface Manner {
  /** Whether the prompt's text is what the user says. */
  readonly chat?: boolean | null | undefined;
  /** What the model is told before anybody speaks; makes the prompt a conversation. */
  readonly system?: string | null | undefined;
  /** What was said before; a text of JSON that is none is an error. */
  readonly messages?: readonly Message[] | string | null | undefined;
  /** Whether the last message is an answer that is begun. */
  readonly continue?: boolean | null | undefined;
  /** Whether control tokens in what is said are taken as the text they are written with. */
  readonly literal?: boolean | null | undefined;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether a value is a list of messages. */
export const areMessages = (value: unknown): value is readonly Message[] =>
  Array.isArray(value) &&
  value.every(
    (one) => isObject(one) && typeof one["role"] === "string" && typeof one["content"] === "string"
  );

/** Whether a value is a conversation. */
export const isConversation = (value: unknown): value is Conversation =>
  isObject(value) && areMessages(value["messages"]);

/** Returns messages; throws where they are none. */
function checked(messages: NonNullable<Manner["messages"]>): readonly Message[] {
  if (areMessages(messages)) return messages;
  const got = typeof messages === "string" ? messages : JSON.stringify(messages);
  throw new Error(
    `messages: got ${got.slice(0, 60)}, expected a list of {role, content}, as an attribute its JSON; write [{"role":"user","content":"…"}]`
  );
}

/** Returns the text or conversation of a property; throws where it is neither. */
function promptOf(prompt: unknown): PromptInput | undefined {
  if (prompt === undefined || prompt === null) return undefined;
  if (typeof prompt === "string" || isConversation(prompt)) return prompt;
  if (isObject(prompt) && typeof prompt["text"] === "string") return prompt["text"];
  throw new Error(
    `prompt: got ${JSON.stringify(prompt)?.slice(0, 60)}, expected a text or {messages: [{role, content}, …]}`
  );
}

/** Returns what is asked: a conversation where the prompt is one or the element says so, else the text. Throws where it is neither. */
export function promptIn(manner: Manner, given: unknown): PromptInput | undefined {
  const prompt = promptOf(given);
  const {chat, system, messages, continue: begun, literal} = manner;
  const before = messages ? checked(messages) : [];
  const own = typeof prompt === "object" ? prompt : undefined;
  if (!own && !chat && !system && before.length === 0) return prompt;
  if (!own && !prompt && before.length === 0) return chat ? prompt : undefined;
  const said = own?.messages ?? (prompt ? [{role: "user", content: prompt as string}] : []);
  const all = [...before, ...said];
  const told = system && all[0]?.role !== "system" ? [{role: "system", content: system}] : [];
  const {continue: _, ...rest} = own ?? {};
  const goesOn = Boolean(begun) || Boolean(own?.continue);
  return {
    ...rest,
    messages: [...told, ...all],
    ...(goesOn ? {continue: true} : {}),
    ...(literal ? {literal: true} : {})
  };
}

/** Returns what an editor shows: a conversation as it is, a text as the element says; with a turn to write in where nothing is said yet. */
export function writtenIn(manner: Manner, said: PromptInput): PromptInput {
  if (typeof said !== "string") return said;
  const {chat, system, messages, continue: begun, literal} = manner;
  const list = areMessages(messages) ? messages : [];
  if (!chat && !system && list.length === 0) return said;
  const made = promptIn({chat, system, messages: list, continue: begun, literal}, said);
  if (typeof made === "object") return made;
  const told = system ? [{role: "system", content: system}] : [];
  const whole = {messages: [...told, {role: "user", content: ""}]};
  return literal ? {...whole, literal} : whole;
}

/** Returns what is asked of a conversation that is being written: turns at its end in which nothing is said yet are left out; undefined where nobody has said anything. */
export function askedOf(prompt: PromptInput | undefined): PromptInput | undefined {
  if (typeof prompt !== "object") return prompt || undefined;
  const {messages} = prompt;
  if (!messages.some(({role, content}) => role !== "system" && content.trim() !== ""))
    return undefined;
  const blank = ({content}: Message): boolean => content.trim() === "";
  if (prompt.continue || !blank(messages.at(-1)!)) return prompt;
  return {...prompt, messages: messages.slice(0, messages.findLastIndex((one) => !blank(one)) + 1)};
}

/** Returns a conversation with another text in the place of what the user has said last; a text or another conversation stands for itself. */
export function inPlaceOf(prompt: PromptInput, other: PromptInput): PromptInput {
  if (typeof prompt === "string" || typeof other !== "string") return other;
  const at = prompt.messages.findLastIndex(({role}) => role === "user");
  if (at < 0) return other;
  return {...prompt, messages: prompt.messages.with(at, {...prompt.messages[at]!, content: other})};
}

/** Returns a prompt in words: of a conversation what the user has said last. */
export function promptWords(prompt: PromptInput): string {
  if (typeof prompt === "string") return prompt;
  const {messages} = prompt;
  return (messages.findLast(({role}) => role === "user") ?? messages.at(-1))?.content ?? "";
}

/** Whether two prompts say the same. */
export const samePrompt = (a: PromptInput | undefined, b: PromptInput | undefined): boolean =>
  a === b ||
  (typeof a === "object" &&
    typeof b === "object" &&
    Boolean(a.continue) === Boolean(b.continue) &&
    Boolean(a.literal) === Boolean(b.literal) &&
    a.messages.length === b.messages.length &&
    a.messages.every(
      ({role, content}, i) => role === b.messages[i]!.role && content === b.messages[i]!.content
    ));
