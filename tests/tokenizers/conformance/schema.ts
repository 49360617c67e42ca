/** Every component and option of a tokenizer.json, and the values of each that the list must have. */

/** Options of a component: the values that must be there, or none where any value will do. */
type Options = Readonly<Record<string, readonly string[]>>;

const flag = ["true", "false"] as const;
const behaviour = [
  "Removed",
  "Isolated",
  "MergedWithPrevious",
  "MergedWithNext",
  "Contiguous"
] as const;
const pattern = ["String", "Regex"] as const;
const text: readonly string[] = [];
const count: readonly string[] = [];
const list: readonly string[] = [];
const bytes: Options = {add_prefix_space: flag, trim_offsets: flag, use_regex: [...flag, "absent"]};
const spaces: Options = {
  replacement: text,
  prepend_scheme: ["always", "first", "never", "absent"],
  split: [...flag, "absent"],
  add_prefix_space: [...flag, "absent"]
};

export const sections: Readonly<
  Record<string, {readonly title: string; readonly components: Readonly<Record<string, Options>>}>
> = {
  normalizer: {
    title: "Normalizers",
    components: {
      BertNormalizer: {
        clean_text: flag,
        handle_chinese_chars: flag,
        strip_accents: [...flag, "null"],
        lowercase: flag
      },
      ByteLevel: {},
      Lowercase: {},
      NFC: {},
      NFD: {},
      NFKC: {},
      NFKD: {},
      Nmt: {},
      Precompiled: {precompiled_charsmap: text},
      Prepend: {prepend: text},
      Replace: {pattern, content: text},
      Sequence: {normalizers: list},
      Strip: {strip_left: flag, strip_right: flag},
      StripAccents: {}
    }
  },
  pre_tokenizer: {
    title: "Pre-tokenizers",
    components: {
      BertPreTokenizer: {},
      ByteLevel: bytes,
      CharDelimiterSplit: {delimiter: text},
      Digits: {individual_digits: flag},
      FixedLength: {length: count},
      Metaspace: spaces,
      Punctuation: {behavior: [...behaviour, "absent"]},
      Sequence: {pretokenizers: list},
      Split: {pattern, behavior: behaviour, invert: flag},
      UnicodeScripts: {},
      Whitespace: {},
      WhitespaceSplit: {}
    }
  },
  model: {
    title: "Models",
    components: {
      BPE: {
        merges: ["pairs", "texts"],
        dropout: ["null", "absent"],
        unk_token: ["text", "null", "absent"],
        continuing_subword_prefix: ["text", "null", "absent"],
        end_of_word_suffix: ["text", "null", "absent"],
        fuse_unk: [...flag, "absent"],
        byte_fallback: [...flag, "absent"],
        ignore_merges: [...flag, "absent"]
      },
      Unigram: {vocab: list, unk_id: ["number", "null"], byte_fallback: flag},
      WordLevel: {vocab: list, unk_token: text},
      WordPiece: {
        vocab: list,
        unk_token: text,
        continuing_subword_prefix: text,
        max_input_chars_per_word: count
      }
    }
  },
  post_processor: {
    title: "Post-processors",
    components: {
      BertProcessing: {sep: list, cls: list},
      ByteLevel: bytes,
      RobertaProcessing: {sep: list, cls: list, trim_offsets: flag, add_prefix_space: flag},
      Sequence: {processors: list},
      TemplateProcessing: {single: list, special_tokens: list}
    }
  },
  decoder: {
    title: "Decoders",
    components: {
      BPEDecoder: {suffix: text},
      ByteFallback: {},
      ByteLevel: {},
      CTC: {pad_token: text, word_delimiter_token: text, cleanup: flag},
      Fuse: {},
      Metaspace: {replacement: text, prepend_scheme: ["always", "first", "never", "absent"]},
      Replace: {pattern, content: text},
      Sequence: {decoders: list},
      Strip: {content: text, start: count, stop: count},
      WordPiece: {prefix: text, cleanup: flag}
    }
  },
  added_tokens: {
    title: "Added tokens",
    components: {
      "added token": {
        single_word: flag,
        lstrip: flag,
        rstrip: flag,
        normalized: flag,
        special: flag
      }
    }
  },
  sections: {
    title: "Cutting and filling up",
    components: {file: {truncation: ["null", "given"], padding: ["null", "given"]}}
  }
};
