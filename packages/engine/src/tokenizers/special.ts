import type {TokenizerConfig, TokenizerJson} from "./tokenizer-json.ts";

export interface SpecialIds {
  readonly pad: number | null;
  readonly eos: number | null;
  readonly bos: number | null;
  readonly unk: number | null;
  readonly mask: number | null;
  readonly cls: number | null;
  readonly sep: number | null;
}

/** Names in use where tokenizer_config.json is absent or silent. */
const usual: {readonly [K in keyof SpecialIds]: readonly string[]} = {
  pad: ["[PAD]", "<pad>"],
  eos: ["</s>", "<|endoftext|>"],
  bos: ["<s>", "<|endoftext|>"],
  unk: ["[UNK]", "<unk>"],
  mask: ["[MASK]", "<mask>"],
  cls: ["[CLS]"],
  sep: ["[SEP]"]
};

/**
 * Returns the token that stands for text of which nothing else is known; null for vocabularies of bytes, which know
 * all text, whatever role a config gives their end token.
 */
export function standInOf({model}: TokenizerJson, {unk, bos, eos}: SpecialIds): number | null {
  const says = Boolean(model.unk_token) || typeof model.unk_id === "number";
  return says && unk !== bos && unk !== eos ? unk : null;
}

/** Returns the ids of the tokens with a role, from tokenizer_config.json, else by their usual names. */
export function findSpecial(
  json: TokenizerJson,
  config: TokenizerConfig,
  idOf: (piece: string) => number | null
): SpecialIds {
  const find = (role: keyof SpecialIds): number | null => {
    const named = config[`${role}_token`];
    const content =
      typeof named === "object" && named !== null && "content" in named ? named.content : named;
    if (typeof content === "string") return idOf(content);
    if (named === null && role !== "unk") return null;
    if (role === "unk" && json.model.unk_token) return idOf(json.model.unk_token);
    if (role === "unk" && typeof json.model.unk_id === "number") return json.model.unk_id;
    const added = new Set(json.added_tokens.map((token) => token.content));
    const name = usual[role].find((one) => added.has(one));
    return name === undefined ? null : idOf(name);
  };
  return {
    pad: find("pad"),
    eos: find("eos"),
    bos: find("bos"),
    unk: find("unk"),
    mask: find("mask"),
    cls: find("cls"),
    sep: find("sep")
  };
}
