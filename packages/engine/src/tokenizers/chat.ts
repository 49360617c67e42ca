import {Template} from "@huggingface/jinja";
import type {ChatMessage} from "../api.ts";
import {InputError, SourceError} from "../errors.ts";
import type {Tokenizer} from "./tokenizer.ts";

/** Returns a chat as the model's template writes it, up to where the assistant begins. Throws InputError for a chat the template refuses. */
export function renderChat(
  {chatTemplate, special, piece}: Tokenizer,
  messages: readonly ChatMessage[]
): string {
  if (messages.length === 0)
    throw new InputError("the chat is empty: got 0 messages, expected at least 1; say something");
  let template: Template;
  try {
    template = new Template(chatTemplate ?? "");
  } catch (error) {
    throw new SourceError(`chat template: ${reasonOf(error)}`, {cause: error});
  }
  const token = (id: number | null): string => (id === null ? "" : piece(id));
  try {
    return template.render({
      messages: messages.map(({role, content}) => ({role, content})),
      add_generation_prompt: true,
      bos_token: token(special.bos),
      eos_token: token(special.eos),
      unk_token: token(special.unk),
      pad_token: token(special.pad)
    });
  } catch (error) {
    throw new InputError(`the chat template refuses these messages: ${reasonOf(error)}`, {
      cause: error
    });
  }
}

const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, " ").slice(0, 200);
