/** A tokenizer.json from the vocabulary in a GGUF file. */
import {shown, SourceError, UnsupportedError} from "../../errors.ts";
import {ownOf} from "../../own.ts";
import {mergesOf} from "../../tokenizers/from-files/merges.ts";
import {templateOf} from "./around.ts";
import {controlTokens} from "./control-tokens.ts";
import {guessPre, preTokenizerNames, preTokenizerOf} from "./pre-tokenizers.ts";
import type {Metadata} from "./reader.ts";

const SPACE = "\u2581";

interface Vocabulary {
  readonly tokens: readonly string[];
  readonly meta: Metadata;
  readonly architecture: string;
  readonly file: string;
}
type Parts = Readonly<Record<string, unknown>>;
interface Made {
  readonly parts: Parts;
  /** Whether the start token comes first where the file does not say. */
  readonly startsWithBos: boolean;
  /** What a reader should know of it. */
  readonly notices?: readonly string[];
}
type Maker = (vocabulary: Vocabulary) => Made;

const byteLevel: Parts = {
  type: "ByteLevel",
  add_prefix_space: true,
  trim_offsets: true,
  use_regex: true
};

/** GPT-2's kind: bytes as characters, merges in order. */
const gpt2: Maker = ({tokens, meta, architecture, file}) => {
  const merges = meta.texts("tokenizer.ggml.merges");
  if (!merges)
    throw new SourceError(
      `${file}: no tokenizer.ggml.merges, expected a list of texts; convert the model again`
    );
  const said = meta.text("tokenizer.ggml.pre");
  const guess = said === undefined || said === "" ? guessPre(architecture, tokens.length) : null;
  const pre = preTokenizerOf(guess?.pre ?? said!);
  if (!pre)
    throw new UnsupportedError(
      `${file}: tokenizer.ggml.pre is ${shown(said)}; one of ${preTokenizerNames.join(", ")}; put the model's tokenizer.json beside the file, and open the folder`
    );
  return {
    startsWithBos: pre.startsWithBos,
    ...(guess ? {notices: [`${file}: ${guess.notice}`]} : {}),
    parts: {
      normalizer: null,
      pre_tokenizer: pre.component,
      decoder: byteLevel,
      model: {
        type: "BPE",
        dropout: null,
        unk_token: null,
        continuing_subword_prefix: "",
        end_of_word_suffix: "",
        fuse_unk: false,
        byte_fallback: false,
        ignore_merges: pre.wholePieces,
        vocab: idsOf(tokens),
        // The first space that is not itself a piece's first character parts the two.
        merges: merges.map((merge) => {
          const at = merge.indexOf(" ", 1);
          return [merge.slice(0, at), merge.slice(at + 1)];
        })
      }
    }
  };
};

/** SentencePiece's byte-pair kind: merges follow from the scores of the pieces they make. */
const sentencePiece: Maker = ({tokens, meta, file}) => {
  const scores = meta.numbers("tokenizer.ggml.scores");
  if (!scores || scores.length !== tokens.length)
    throw new SourceError(
      `${file}: tokenizer.ggml.scores has ${scores?.length ?? 0} entries for ${tokens.length} tokens; convert the model again`
    );
  const prefix = meta.flag("tokenizer.ggml.add_space_prefix") ?? true;
  const unknown = meta.id("tokenizer.ggml.unknown_token_id") ?? 0;
  const spaces = {type: "Replace", pattern: {String: " "}, content: SPACE};
  return {
    startsWithBos: true,
    parts: {
      normalizer: prefix
        ? {type: "Sequence", normalizers: [{type: "Prepend", prepend: SPACE}, spaces]}
        : spaces,
      pre_tokenizer: null,
      decoder: {
        type: "Sequence",
        decoders: [
          {type: "Replace", pattern: {String: SPACE}, content: " "},
          {type: "ByteFallback"},
          {type: "Fuse"},
          ...(prefix ? [{type: "Strip", content: " ", start: 1, stop: 0}] : [])
        ]
      },
      model: {
        type: "BPE",
        dropout: null,
        unk_token: tokens[unknown] ?? "<unk>",
        continuing_subword_prefix: null,
        end_of_word_suffix: null,
        fuse_unk: true,
        byte_fallback: true,
        ignore_merges: false,
        vocab: idsOf(tokens),
        merges: mergesOf(tokens, scores)
      }
    }
  };
};

/** BERT's kind: the file marks the beginnings of words, tokenizer.json what continues them. */
const wordPiece: Maker = ({tokens, meta}) => {
  const unknown = meta.id("tokenizer.ggml.unknown_token_id") ?? 100;
  const lowercase = meta.flag("tokenizer.ggml.normalizer.lowercase") ?? true;
  const pieces = tokens.map((token) =>
    token.startsWith(SPACE)
      ? token.slice(SPACE.length)
      : /^\[.*\]$/.test(token)
        ? token
        : `##${token}`
  );
  return {
    startsWithBos: true,
    parts: {
      normalizer: {
        type: "BertNormalizer",
        clean_text: true,
        handle_chinese_chars: true,
        strip_accents: meta.flag("tokenizer.ggml.normalizer.strip_accents") ?? lowercase,
        lowercase
      },
      pre_tokenizer: {type: "BertPreTokenizer"},
      decoder: {type: "WordPiece", prefix: "##", cleanup: true},
      model: {
        type: "WordPiece",
        unk_token: pieces[unknown] ?? "[UNK]",
        continuing_subword_prefix: "##",
        max_input_chars_per_word: 100,
        vocab: idsOf(pieces)
      }
    }
  };
};

/** By `tokenizer.ggml.model`. */
const makers: Readonly<Record<string, Maker>> = {
  gpt2,
  llama: sentencePiece,
  bert: wordPiece
};

const idsOf = (tokens: readonly string[]): Record<string, number> =>
  Object.fromEntries(tokens.map((token, id) => [token, id]));

const roles: Readonly<Record<string, string>> = {
  bos: "bos",
  eos: "eos",
  unknown: "unk",
  padding: "pad",
  seperator: "sep",
  separator: "sep",
  cls: "cls",
  mask: "mask"
};

export interface GgufTokenizer {
  /** As a tokenizer.json says it; null where the file has none. */
  readonly tokenizerJson: unknown;
  /** As a tokenizer_config.json says it, `chat_template` included. */
  readonly tokenizerConfig: Readonly<Record<string, unknown>>;
  /** What a reader should know of it: that it had to be guessed how the file cuts a text. */
  readonly tokenizerNotices: readonly string[];
  /** Why there is none, where the file has one of a kind that is not read. */
  readonly noTokenizer?: string;
}

/** Returns the tokenizer; of a kind that is not read, what to say of it: the rest of the file is read all the same. */
export function readableTokenizer(...given: Parameters<typeof tokenizerOfGguf>): GgufTokenizer {
  try {
    return tokenizerOfGguf(...given);
  } catch (error) {
    if (!(error instanceof UnsupportedError)) throw error;
    return {
      tokenizerJson: null,
      tokenizerConfig: {},
      tokenizerNotices: [`the tokenizer is not read, ids are: ${error.message}`],
      noTokenizer: error.message
    };
  }
}

/** Returns the tokenizer as the two files of a published model say it. Throws UnsupportedError and SourceError. */
export function tokenizerOfGguf(
  meta: Metadata,
  {architecture, file}: {readonly architecture: string; readonly file: string}
): GgufTokenizer {
  const kind = meta.text("tokenizer.ggml.model");
  const tokens = meta.texts("tokenizer.ggml.tokens");
  const chat = chatTemplatesOf(meta);
  if (kind === undefined || kind === "no_vocab" || !tokens)
    return {tokenizerJson: null, tokenizerConfig: chat, tokenizerNotices: []};
  const make = ownOf(makers, kind);
  if (!make)
    throw new UnsupportedError(
      `${file}: tokenizer.ggml.model is ${shown(kind)}; one of ${Object.keys(makers).join(", ")}; put the model's tokenizer.json beside the file, and open the folder`
    );
  const control = controlTokens(meta, tokens);
  const named: Record<string, unknown> = {};
  for (const [role, name] of Object.entries(roles)) {
    const id = meta.id(`tokenizer.ggml.${role}_token_id`);
    if (id !== undefined && tokens[id] !== undefined) named[`${name}_token`] = tokens[id];
  }
  const {parts, startsWithBos, notices = []} = make({tokens, meta, architecture, file});
  return {
    tokenizerJson: {
      version: "1.0",
      truncation: null,
      padding: null,
      added_tokens: control.added,
      post_processor: templateOf(kind, tokens, {meta, startsWithBos}),
      ...parts
    },
    tokenizerConfig: {...named, ...chat},
    tokenizerNotices: [...notices, ...control.notices.map((notice) => `${file}: ${notice}`)]
  };
}

/** Returns the chat template, or several by their names, as a tokenizer_config.json has them. */
function chatTemplatesOf(meta: Metadata): Readonly<Record<string, unknown>> {
  const usual = meta.text("tokenizer.chat_template");
  const others = (meta.texts("tokenizer.chat_templates") ?? []).flatMap((name) => {
    const template = meta.text(`tokenizer.chat_template.${name}`);
    return template === undefined ? [] : [{name, template}];
  });
  if (others.length === 0) return usual === undefined ? {} : {chat_template: usual};
  const first = usual === undefined ? [] : [{name: "default", template: usual}];
  return {chat_template: [...first, ...others]};
}
