/** A tokenizer.json from the vocabulary in a GGUF file. */
import {shown, SourceError, UnsupportedError} from "../../errors.ts";
import {ownOf} from "../../own.ts";
import {preTokenizers, wholePieces} from "./pre-tokenizers.ts";
import type {Metadata} from "./reader.ts";

/** Of `tokenizer.ggml.token_type`. */
const CONTROL = 3;
const USER = 4;
const SPACE = "\u2581";

interface Vocabulary {
  readonly tokens: readonly string[];
  readonly types: ArrayLike<number> | undefined;
  readonly meta: Metadata;
  readonly file: string;
}
type Parts = Readonly<Record<string, unknown>>;
type Maker = (vocabulary: Vocabulary) => Parts;

const byteLevel: Parts = {
  type: "ByteLevel",
  add_prefix_space: true,
  trim_offsets: true,
  use_regex: true
};

/** GPT-2's kind: bytes as characters, merges in order. */
const gpt2: Maker = ({tokens, meta, file}) => {
  const merges = meta.texts("tokenizer.ggml.merges");
  if (!merges)
    throw new SourceError(
      `${file}: no tokenizer.ggml.merges, expected a list of texts; convert the model again`
    );
  const pre = meta.text("tokenizer.ggml.pre") ?? "default";
  const preTokenizer = ownOf(preTokenizers, pre);
  if (!preTokenizer)
    throw new UnsupportedError(
      `${file}: tokenizer.ggml.pre is ${shown(pre)}; one of ${Object.keys(preTokenizers).join(", ")}; put the model's tokenizer.json beside the file, and open the folder`
    );
  return {
    normalizer: null,
    pre_tokenizer: preTokenizer,
    decoder: byteLevel,
    model: {
      type: "BPE",
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: "",
      end_of_word_suffix: "",
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: wholePieces.has(pre),
      vocab: idsOf(tokens),
      // The first space that is not itself a piece's first character parts the two.
      merges: merges.map((merge) => {
        const at = merge.indexOf(" ", 1);
        return [merge.slice(0, at), merge.slice(at + 1)];
      })
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
  };
};

/**
 * Characters of a piece that is made of others. Trained ones have up to 32; tokens that somebody added are longer, and
 * found in a text as a whole. Every way to part a piece takes its length squared.
 */
const longestPiece = 256;

/** Every way to part a piece into two pieces, the best pieces first. */
function mergesOf(
  tokens: readonly string[],
  scores: ArrayLike<number>
): (readonly [string, string])[] {
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const found: {left: string; right: string; score: number; order: number}[] = [];
  tokens.forEach((token, id) => {
    const letters = [...token];
    if (letters.length > longestPiece) return;
    const own: {left: string; right: string}[] = [];
    for (let at = 1; at < letters.length; at++) {
      const [left, right] = [letters.slice(0, at).join(""), letters.slice(at).join("")];
      if (ids.has(left) && ids.has(right)) own.push({left, right});
    }
    own.sort(
      (a, b) => ids.get(a.left)! - ids.get(b.left)! || ids.get(a.right)! - ids.get(b.right)!
    );
    for (const pair of own) found.push({...pair, score: scores[id]!, order: found.length});
  });
  return found
    .sort(
      (a, b) =>
        b.score - a.score ||
        b.left.length - a.left.length ||
        b.right.length - a.right.length ||
        a.order - b.order
    )
    .map(({left, right}) => [left, right] as const);
}

/** BERT's kind: the file marks the beginnings of words, tokenizer.json what continues them. */
const wordPiece: Maker = ({tokens, meta}) => {
  const unknown = meta.id("tokenizer.ggml.unknown_token_id") ?? 100;
  const pieces = tokens.map((token) =>
    token.startsWith(SPACE)
      ? token.slice(SPACE.length)
      : /^\[.*\]$/.test(token)
        ? token
        : `##${token}`
  );
  return {
    normalizer: {
      type: "BertNormalizer",
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true
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

/** Returns the tokenizer as the two files of a published model say it; null where the file holds none. */
export function tokenizerOfGguf(
  meta: Metadata,
  file: string
): {readonly tokenizerJson: unknown; readonly tokenizerConfig: Readonly<Record<string, unknown>>} {
  const kind = meta.text("tokenizer.ggml.model");
  const tokens = meta.texts("tokenizer.ggml.tokens");
  const template = meta.text("tokenizer.chat_template");
  const chat = template === undefined ? {} : {chat_template: template};
  if (kind === undefined || kind === "no_vocab" || !tokens)
    return {tokenizerJson: null, tokenizerConfig: chat};
  const make = ownOf(makers, kind);
  if (!make)
    throw new UnsupportedError(
      `${file}: tokenizer.ggml.model is ${shown(kind)}; one of ${Object.keys(makers).join(", ")}; put the model's tokenizer.json beside the file, and open the folder`
    );
  const types = meta.numbers("tokenizer.ggml.token_type");
  const added = tokens.flatMap((content, id) => {
    const type = types?.[id];
    if (type !== CONTROL && type !== USER) return [];
    const rest = {single_word: false, lstrip: false, rstrip: false, normalized: false};
    return [{id, content, ...rest, special: type === CONTROL}];
  });
  const named: Record<string, unknown> = {};
  const idOf = (role: string): number | undefined => meta.id(`tokenizer.ggml.${role}_token_id`);
  for (const [role, name] of Object.entries(roles)) {
    const id = idOf(role);
    if (id !== undefined && tokens[id] !== undefined) named[`${name}_token`] = tokens[id];
  }
  const parts = make({tokens, types, meta, file});
  return {
    tokenizerJson: {
      version: "1.0",
      truncation: null,
      padding: null,
      added_tokens: added,
      post_processor: templateOf(kind, tokens, meta),
      ...parts
    },
    tokenizerConfig: {...named, ...chat}
  };
}

/** Returns the template that puts tokens before and behind each text. */
function templateOf(kind: string, tokens: readonly string[], meta: Metadata): unknown {
  const bert = kind === "bert";
  const flag = (name: string, usual: boolean): boolean =>
    meta.flag(`tokenizer.ggml.add_${name}_token`) ?? usual;
  const idOf = (...names: string[]): number | undefined =>
    names
      .map((name) => meta.id(`tokenizer.ggml.${name}_token_id`))
      .find((id) => id !== undefined && tokens[id] !== undefined);
  const first = flag("bos", kind === "llama" || bert) ? idOf("bos", "cls") : undefined;
  const last = bert
    ? idOf("seperator", "separator", "eos")
    : flag("eos", false)
      ? idOf("eos")
      : undefined;
  const special = [first, last].flatMap((id) => (id === undefined ? [] : [id]));
  const piece = (id: number | undefined): unknown[] =>
    id === undefined ? [] : [{SpecialToken: {id: tokens[id]!, type_id: 0}}];
  const text = (id: "A" | "B"): unknown => ({Sequence: {id, type_id: id === "A" ? 0 : 1}});
  return {
    type: "TemplateProcessing",
    single: [...piece(first), text("A"), ...piece(last)],
    pair: [...piece(first), text("A"), ...piece(last), text("B"), ...piece(last)],
    special_tokens: Object.fromEntries(
      special.map((id) => [tokens[id]!, {id: tokens[id]!, ids: [id], tokens: [tokens[id]!]}])
    )
  };
}
