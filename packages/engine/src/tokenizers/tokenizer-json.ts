import {SourceError} from "../errors.ts";

/** The parts of tokenizer.json that are looked at here; the rest is the tokenizer library's. */
export interface TokenizerJson {
  readonly model: {
    readonly type?: string;
    readonly unk_token?: string | null;
    readonly unk_id?: number | null;
    readonly continuing_subword_prefix?: string | null;
    readonly end_of_word_suffix?: string | null;
  };
  readonly added_tokens: readonly {
    readonly id: number;
    readonly content: string;
    readonly special?: boolean;
  }[];
  readonly decoder: unknown;
  readonly pre_tokenizer: unknown;
}

export type TokenizerConfig = Readonly<Record<string, unknown>>;

/** Returns tokenizer.json with what older files leave out filled in. Throws SourceError when it has no model. */
export function toTokenizerJson(value: unknown): TokenizerJson & object {
  if (!isRecord(value) || !isRecord(value["model"])) {
    throw new SourceError("tokenizer.json: no model in it, expected {model: {type, vocab, …}, …}");
  }
  const absent = {
    decoder: null,
    post_processor: null,
    pre_tokenizer: null,
    normalizer: null,
    added_tokens: []
  };
  const given = Object.fromEntries(
    Object.entries(value).filter(([, part]) => part !== undefined && part !== null)
  );
  const filled = {
    ...absent,
    ...given,
    pre_tokenizer: withAllDigits(value["pre_tokenizer"] ?? null)
  };
  return filled as unknown as TokenizerJson & object;
}

/**
 * Returns a pre-tokenizer whose `Digits` splits at every numeral.
 *
 * The format means all of Unicode's (½, ², ٣), the library only 0 to 9, so it is given the same as a `Split`.
 */
function withAllDigits(component: unknown): unknown {
  if (Array.isArray(component)) return component.map(withAllDigits);
  if (!isRecord(component)) return component;
  if (component["type"] !== "Digits") {
    return Object.fromEntries(
      Object.entries(component).map(([key, part]) => [key, withAllDigits(part)])
    );
  }
  const pattern = {Regex: component["individual_digits"] === true ? "\\p{N}" : "\\p{N}+"};
  return {type: "Split", pattern, behavior: "Isolated", invert: false};
}

/** Returns tokenizer_config.json, or an empty one when the model has none. */
export function toTokenizerConfig(value: unknown): TokenizerConfig {
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
