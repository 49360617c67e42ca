/** Which tokens of a GGUF file are found in a text before anything else, and which of them control. */
import type {Metadata} from "./reader.ts";

/** Of `tokenizer.ggml.token_type`. */
const CONTROL = 3;
const USER = 4;

const roles =
  "bos eos eot eom unknown padding seperator separator cls mask fim_pre fim_suf fim_mid fim_pad fim_rep fim_sep".split(
    " "
  );

/** Ends of turns that llama.cpp takes for control tokens whatever their type. */
const ends: ReadonlySet<string> = new Set(
  "<|eot_id|> <|im_end|> <|end|> <end_of_turn> <|endoftext|> <|eom_id|> <EOT> _<EOT> <｜end▁of▁sentence｜> <end_of_utterance>".split(
    " "
  )
);

interface AddedTokens {
  /** As a tokenizer.json has them. */
  readonly added: readonly Readonly<Record<string, unknown>>[];
  readonly notices: readonly string[];
}

/** Returns the added tokens. Files from before October 2023 have no types: then what has a role is a control token. */
export function controlTokens(meta: Metadata, tokens: readonly string[]): AddedTokens {
  const types = meta.numbers("tokenizer.ggml.token_type");
  const withRole = new Set(roles.map((role) => meta.id(`tokenizer.ggml.${role}_token_id`)));
  const typeOf = (content: string, id: number): number | undefined =>
    types ? types[id] : withRole.has(id) || ends.has(content) ? CONTROL : undefined;
  const added = tokens.flatMap((content, id) => {
    const type = typeOf(content, id);
    if (type !== CONTROL && type !== USER) return [];
    const rest = {single_word: false, lstrip: false, rstrip: false, normalized: false};
    return [{id, content, ...rest, special: type === CONTROL}];
  });
  const notices = types
    ? []
    : [
        `the file does not say which tokens are control tokens (no tokenizer.ggml.token_type); ${added.length} are taken for such, by their roles and names; convert the model again if others are cut to pieces`
      ];
  return {added, notices};
}
