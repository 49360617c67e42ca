/** A model's chat template: messages in, the text that the model reads out. */
import type {ChatMessage} from "../api.ts";
import {InputError, SourceError} from "../errors.ts";
import {tooDeep} from "./jinja/budget.ts";
import type {Statement} from "./jinja/nodes.ts";
import {parseTemplate} from "./jinja/parse.ts";
import {render} from "./jinja/render.ts";
import {toValue} from "./jinja/values.ts";
import {strip} from "./python-strip.ts";
import type {Tokenizer} from "./tokenizer.ts";

export interface RenderOptions {
  /** Whether it goes on to where the assistant begins to speak. */
  readonly answer?: boolean;
  /** Whether the last message stays open. */
  readonly open?: boolean;
}

export interface ChatTemplate {
  /** Returns the text of messages. Throws InputError for messages that the template refuses. */
  render(messages: readonly ChatMessage[], options: RenderOptions): string;
  /** All that the template itself may write: its texts and the strings in its code. */
  readonly literals: readonly string[];
}

/** Stands behind the last message while an open one is written: the text is cut there. */
const TAG = "CONTINUE_FINAL_MESSAGE_TAG ";

/** Returns the template of a tokenizer. Throws SourceError where it is malformed. */
export function chatTemplateOf({chatTemplate, special, piece}: Tokenizer): ChatTemplate {
  const {parsed, literals} = parse(chatTemplate ?? "");
  const token = (id: number | null): string => (id === null ? "" : piece(id));
  const names = {
    bos_token: token(special.bos),
    eos_token: token(special.eos),
    unk_token: token(special.unk),
    pad_token: token(special.pad),
    // As transformers has it: known to the template, and nothing.
    tools: null,
    documents: null
  };
  const write = (messages: readonly ChatMessage[], answer: boolean): string => {
    try {
      return render(parsed, {
        ...names,
        messages: toValue(messages),
        add_generation_prompt: answer
      });
    } catch (error) {
      throw new InputError(`the chat template refuses these messages: ${reasonOf(error)}`, {
        cause: error
      });
    }
  };
  return {
    literals,
    render(messages, {answer = false, open = false}) {
      if (!open) return write(messages, answer);
      const last = messages.at(-1)!;
      const tagged = {...last, content: last.content + TAG};
      return cutOpen(write([...messages.slice(0, -1), tagged], false), last);
    }
  };
}

function parse(text: string): {
  readonly parsed: Statement;
  readonly literals: readonly string[];
} {
  try {
    const parsed = parseTemplate(text);
    return {parsed, literals: literalsOf(parsed)};
  } catch (error) {
    throw new SourceError(`chat template: ${reasonOf(error)}`, {cause: error});
  }
}

/** Returns the text up to where the last message ends, as transformers' continue_final_message does. */
function cutOpen(text: string, {content}: ChatMessage): string {
  const at = text.lastIndexOf(TAG.trimEnd());
  if (at < 0 || !text.includes(strip(content, "strip")))
    throw new InputError(
      "continue: the chat template changes or leaves out the last message, so it cannot be left open; leave out continue"
    );
  // Where the template takes spaces away behind a message, it takes them from an open one too.
  return text.startsWith(TAG, at) ? text.slice(0, at) : strip(text.slice(0, at), "rstrip");
}

/** Returns every string of a parsed template. */
function literalsOf(part: unknown): string[] {
  if (typeof part !== "object" || part === null) return [];
  if ("type" in part && part.type === "StringLiteral" && "value" in part)
    return [String(part.value)];
  return Object.values(part).flatMap(literalsOf);
}

function reasonOf(error: unknown): string {
  // What the engine of the language says of too many calls within calls differs, its kind does not.
  if (error instanceof RangeError && /call stack|recursion/i.test(error.message)) return tooDeep;
  const message = error instanceof Error ? error.message : String(error);
  return message.slice(0, 1000).replaceAll(/\s+/g, " ").slice(0, 200);
}
