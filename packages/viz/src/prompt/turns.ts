/** Changes of a conversation that is being written: each returns a new one. */
import type {Conversation, Message} from "./conversation.ts";

const usual = ["system", "user", "assistant"] as const;

/** Returns the roles to choose from: the usual ones, and those that are there. */
export const rolesOf = ({messages}: Conversation): readonly string[] => [
  ...new Set([...usual, ...messages.map(({role}) => role)])
];

/** An answer can only be begun where the assistant speaks last. */
function withMessages(conversation: Conversation, messages: readonly Message[]): Conversation {
  const {continue: begun, ...rest} = conversation;
  const goesOn = begun === true && messages.at(-1)?.role === "assistant";
  return {...rest, messages, ...(goesOn ? {continue: true} : {})};
}

/** Returns the conversation with another role or text in one of its messages. */
export const changeTurn = (
  conversation: Conversation,
  index: number,
  change: Partial<Message>
): Conversation =>
  withMessages(
    conversation,
    conversation.messages.with(index, {...conversation.messages[index]!, ...change})
  );

/** Returns the conversation with one more turn, of whoever speaks next. */
export function addTurn(conversation: Conversation): Conversation {
  const {messages} = conversation;
  const role = messages.at(-1)?.role === "user" ? "assistant" : "user";
  return withMessages(conversation, [...messages, {role, content: ""}]);
}

/** Returns the conversation without one of its messages. */
export const removeTurn = (conversation: Conversation, index: number): Conversation =>
  withMessages(
    conversation,
    conversation.messages.filter((_, i) => i !== index)
  );

/** Returns the conversation with its last answer begun, or whole. */
export function beginAnswer(conversation: Conversation, begun: boolean): Conversation {
  const {continue: _, ...rest} = conversation;
  return withMessages(begun ? {...rest, continue: true} : rest, conversation.messages);
}

/** Whether the assistant speaks last, so that the answer can be one that is begun. */
export const canContinue = ({messages}: Conversation): boolean =>
  messages.at(-1)?.role === "assistant";
