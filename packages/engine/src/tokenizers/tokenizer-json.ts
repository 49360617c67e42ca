import {shown, SourceError} from "../errors.ts";
import {checkComponent, isRecord, isText, kindsOf} from "./check-components.ts";
import {checkAdded, checkModel} from "./check-vocabulary.ts";

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

/**
 * Returns tokenizer.json with what older files leave out filled in. Throws SourceError where it has no model, or
 * anything in it is not what the tokenizer library reads there.
 */
export function toTokenizerJson(value: unknown): TokenizerJson & object {
  if (!isRecord(value) || !isRecord(value["model"])) {
    throw new SourceError("tokenizer.json: no model in it, expected {model: {type, vocab, …}, …}");
  }
  for (const part of Object.keys(kindsOf) as (keyof typeof kindsOf)[])
    checkComponent(value[part] ?? null, part);
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
  if (!isRecord(component)) return component;
  const {type, pretokenizers: parts} = component;
  if (type === "Sequence" && Array.isArray(parts))
    return {...component, pretokenizers: parts.map(withAllDigits)};
  if (type !== "Digits") return component;
  const pattern = {Regex: component["individual_digits"] === true ? "\\p{N}" : "\\p{N}+"};
  return {type: "Split", pattern, behavior: "Isolated", invert: false};
}

/** What the tokenizer library reads of a tokenizer_config.json: nothing else is given to it. */
const flags = [
  "remove_space",
  "clean_up_tokenization_spaces",
  "do_lowercase_and_remove_accent"
] as const;
const texts = ["target_lang", "bos_token", "eos_token", "pad_token", "unk_token"] as const;

/** Returns tokenizer_config.json, or an empty one when the model has none. Throws SourceError where it is no object. */
export function toTokenizerConfig(value: unknown): TokenizerConfig {
  if (value === undefined || value === null) return {};
  if (isRecord(value)) return value;
  throw new SourceError(
    `tokenizer_config.json: got ${shown(value)}, expected an object; copy or download the file again`
  );
}

/** Returns what of it the tokenizer library reads, each of the type that it takes. */
export const settingsOf = (config: TokenizerConfig): TokenizerConfig =>
  Object.fromEntries([
    ...flags.flatMap((name) => (typeof config[name] === "boolean" ? [[name, config[name]]] : [])),
    ...texts.flatMap((name) => (isText(config[name]) ? [[name, config[name]]] : []))
  ]) as TokenizerConfig;
