import {shown, SourceError} from "../errors.ts";
import {checkAdded, checkModel} from "./check-vocabulary.ts";
import type {Given} from "./fields.ts";
import {isRecord} from "./fields.ts";
import type {AddedToken} from "./pipeline/added-tokens.ts";

/** The parts of tokenizer.json that are looked at beside the pipeline that they make. */
export interface TokenizerJson {
  readonly model: {
    readonly type?: string;
    readonly unk_token?: string | null;
    readonly unk_id?: number | null;
    readonly continuing_subword_prefix?: string | null;
    readonly end_of_word_suffix?: string | null;
  };
  readonly added_tokens: readonly AddedToken[];
  readonly decoder: unknown;
  readonly normalizer: unknown;
  readonly pre_tokenizer: unknown;
}

export type TokenizerConfig = Readonly<Record<string, unknown>>;

/**
 * Returns tokenizer.json with what older files leave out filled in. Throws SourceError where it has no model, or its
 * vocabulary is none.
 */
export function toTokenizerJson(value: unknown): TokenizerJson & Given {
  if (!isRecord(value) || !isRecord(value["model"])) {
    throw new SourceError("tokenizer.json: no model in it, expected {model: {type, vocab, …}, …}");
  }
  checkModel(value["model"]);
  checkAdded(value["added_tokens"] ?? []);
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
  return {...absent, ...given} as unknown as TokenizerJson & Given;
}

/** Returns tokenizer_config.json, or an empty one when the model has none. Throws SourceError where it is no object. */
export function toTokenizerConfig(value: unknown): TokenizerConfig {
  if (value === undefined || value === null) return {};
  if (isRecord(value)) return value;
  throw new SourceError(
    `tokenizer_config.json: got ${shown(value)}, expected an object; copy or download the file again`
  );
}
