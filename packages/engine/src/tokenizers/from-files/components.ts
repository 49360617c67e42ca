/** Parts of a tokenizer.json, as the published files of each kind have them. */

export type Component = Readonly<Record<string, unknown>>;

/** What stands for a space in sentencepiece's pieces. */
export const SPACE = "\u2581";

export const sequence = (name: string, parts: readonly Component[]): Component => ({
  type: "Sequence",
  [name]: parts
});
export const normalizers = (...parts: Component[]): Component => sequence("normalizers", parts);
export const preTokenizers = (...parts: Component[]): Component => sequence("pretokenizers", parts);
export const decoders = (...parts: Component[]): Component => sequence("decoders", parts);

export const byteLevel = (prefix: boolean, pattern: boolean = true): Component => ({
  type: "ByteLevel",
  add_prefix_space: prefix,
  trim_offsets: true,
  use_regex: pattern
});
export const split = (
  pattern: Component,
  behavior: string = "Isolated",
  invert: boolean = false
): Component => ({type: "Split", pattern, behavior, invert});
export const replace = (pattern: Component, content: string): Component => ({
  type: "Replace",
  pattern,
  content
});
export const metaspace = (scheme: string, cut: boolean = true): Component => ({
  type: "Metaspace",
  replacement: SPACE,
  prepend_scheme: scheme,
  split: cut
});
export const strip = (left: boolean, right: boolean): Component => ({
  type: "Strip",
  strip_left: left,
  strip_right: right
});

const portion = 8190;

/** Returns a normalizer of sentencepiece's own table; none where there is no table. */
export function precompiled(charsmap: Uint8Array | null): Component[] {
  if (!charsmap) return [];
  let text = "";
  // A multiple of three bytes has no padding: the parts can be put together.
  for (let at = 0; at < charsmap.length; at += portion)
    text += btoa(String.fromCharCode(...charsmap.subarray(at, at + portion)));
  return [{type: "Precompiled", precompiled_charsmap: text}];
}

export interface BpeOptions {
  readonly unknown?: string | null;
  readonly prefix?: string | null;
  readonly suffix?: string | null;
  readonly fuse?: boolean;
  readonly bytes?: boolean;
  readonly whole?: boolean;
}

export const bpe = (
  vocab: Readonly<Record<string, number>>,
  merges: readonly (readonly [string, string])[],
  {
    unknown = null,
    prefix = "",
    suffix = "",
    fuse = false,
    bytes = false,
    whole = false
  }: BpeOptions = {}
): Component => ({
  type: "BPE",
  dropout: null,
  unk_token: unknown,
  continuing_subword_prefix: prefix,
  end_of_word_suffix: suffix,
  fuse_unk: fuse,
  byte_fallback: bytes,
  ignore_merges: whole,
  vocab,
  merges
});

export const unigram = (
  vocab: readonly (readonly [string, number])[],
  unknown: number | null,
  bytes: boolean = false
): Component => ({type: "Unigram", unk_id: unknown, vocab, byte_fallback: bytes});
