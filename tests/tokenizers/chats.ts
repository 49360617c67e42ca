/** Atlas's tokenizer with control tokens in place of its last entries, templates of several families, and what transformers makes of them. */
import {readFileSync} from "node:fs";
import {join} from "node:path";
import type {ChatMessage} from "../../packages/engine/src/index.ts";
import {createTokenizer} from "../../packages/engine/src/tokenizers/tokenizer.ts";
import type {Tokenizer} from "../../packages/engine/src/tokenizers/tokenizer.ts";
import given from "../fixtures/chat/chats.json" with {type: "json"};

export const templates: Readonly<Record<string, string>> = given.templates;
export const chats: Readonly<Record<string, readonly ChatMessage[]>> = given.chats;

interface Json {
  readonly model: {
    readonly vocab: Readonly<Record<string, number>>;
    readonly merges: readonly unknown[];
  };
  readonly added_tokens: readonly {readonly id: number; readonly content: string}[];
}

/** Returns the tokenizer with one of the templates, or with a template of one's own. */
export function chatTokenizer(template: string): Tokenizer {
  const {json, config} = chatTokenizerFiles(template);
  return createTokenizer(json, config);
}

/** Returns its tokenizer.json and tokenizer_config.json. */
export function chatTokenizerFiles(template: string): {
  readonly json: object;
  readonly config: object;
} {
  const file = join(import.meta.dirname, "../../models/atlas/tokenizer.json");
  const json = JSON.parse(readFileSync(file, "utf8")) as Json;
  const fresh = [...given.control, ...given.added];
  const first = Object.keys(json.model.vocab).length - fresh.length;
  const vocab = Object.fromEntries(Object.entries(json.model.vocab).filter(([, id]) => id < first));
  const merges = json.model.merges.slice(0, -fresh.length);
  const added = fresh.map((content, at) => ({
    id: first + at,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: given.control.includes(content)
  }));
  return {
    json: {
      ...json,
      model: {...json.model, vocab, merges},
      added_tokens: [...json.added_tokens, ...added]
    },
    config: {
      bos_token: "<|endoftext|>",
      eos_token: "<|endoftext|>",
      chat_template: templates[template] ?? template
    }
  };
}
