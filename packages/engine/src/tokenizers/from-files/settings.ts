/** What tokenizer_config.json and special_tokens_map.json say of tokens. */
import {isRecord, isText} from "../fields.ts";

export type Settings = Readonly<Record<string, unknown>>;

/** A token that is found in a text before anything else, as a tokenizer.json has it. */
export interface AddedToken {
  readonly content: string;
  readonly single_word: boolean;
  readonly lstrip: boolean;
  readonly rstrip: boolean;
  readonly normalized: boolean;
  readonly special: boolean;
}

/** In the order in which transformers adds them: who is not in the vocabulary gets the next id. */
export const roles = ["bos", "eos", "unk", "sep", "pad", "cls", "mask"] as const;
export type Role = (typeof roles)[number];

/** Returns the token a text or an object says; null for what says none. Absent flags are those of a text. */
export function tokenOf(said: unknown, special: boolean = true): AddedToken | null {
  if (isText(said)) return withFlags({content: said}, special);
  return isRecord(said) && isText(said["content"]) ? withFlags(said, special) : null;
}

function withFlags(said: Settings, usual: boolean): AddedToken {
  const flag = (name: string, absent: boolean): boolean =>
    typeof said[name] === "boolean" ? said[name] : absent;
  const special = flag("special", usual);
  return {
    content: String(said["content"]),
    single_word: flag("single_word", false),
    lstrip: flag("lstrip", false),
    rstrip: flag("rstrip", false),
    normalized: flag("normalized", !special),
    special
  };
}

/** Returns a list's tokens, or an object's by any name. */
export function tokensIn(said: unknown): readonly AddedToken[] {
  const listed = Array.isArray(said)
    ? (said as readonly unknown[])
    : isRecord(said)
      ? Object.values(said)
      : [];
  return listed.map((one) => tokenOf(one)).filter((token) => token !== null);
}

/** Returns the special tokens without a role: two names have been in use for them. */
export function extraTokens(settings: Settings): readonly AddedToken[] {
  const {extra_special_tokens: extra, additional_special_tokens: older} = settings;
  const said = tokensIn(extra);
  return said.length > 0 ? said : tokensIn(older);
}

/** Returns whether a flag is set; what is none is as if it were absent. */
export const flagOf = (settings: Settings, name: string, absent: boolean): boolean =>
  typeof settings[name] === "boolean" ? settings[name] : absent;

/**
 * Returns tokenizer_config.json with what special_tokens_map.json says put over it, as transformers does where no
 * `added_tokens_decoder` says it all.
 */
export const withTokensMap = (settings: Settings, map: Settings | undefined): Settings =>
  map === undefined || isRecord(settings["added_tokens_decoder"])
    ? settings
    : {...settings, ...map};
