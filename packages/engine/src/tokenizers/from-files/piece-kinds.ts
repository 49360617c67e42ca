/** Kinds whose vocabulary is a sentencepiece model, as Python's `transformers` 5 reads them. */
import {isText} from "../fields.ts";
import {
  bpe,
  decoders,
  metaspace,
  normalizers,
  precompiled,
  preTokenizers,
  replace,
  SPACE,
  split,
  strip,
  unigram
} from "./components.ts";
import type {Component} from "./components.ts";
import type {Kind, Vocabulary} from "./kind.ts";
import {languages, languages50} from "./languages.ts";
import {mergesOf} from "./merges.ts";
import type {SentencePieceModel} from "./sentence-piece.ts";
import {flagOf, tokenOf} from "./settings.ts";
import type {AddedToken, Settings} from "./settings.ts";

type Scored = readonly (readonly [string, number])[];

const fairseq = {
  bos: "<s>",
  eos: "</s>",
  unk: "<unk>",
  sep: "</s>",
  pad: "<pad>",
  cls: "<s>"
};
const looseMask = {content: "<mask>", lstrip: true};
const bracketed = {
  bos: "[CLS]",
  eos: "[SEP]",
  unk: "<unk>",
  sep: "[SEP]",
  pad: "<pad>",
  cls: "[CLS]",
  mask: "[MASK]"
};

const scored = ({pieces}: SentencePieceModel, from: number = 0): Scored =>
  pieces.slice(from).map(({piece, score}) => [piece, score] as const);
const zeros = (...names: string[]): Scored => names.map((name) => [name, 0] as const);
const at = (vocab: Scored, name: string): number => vocab.findIndex(([piece]) => piece === name);
const idsOf = ({pieces}: SentencePieceModel): Record<string, number> =>
  Object.fromEntries(pieces.map(({piece}, id) => [piece, id]));
const spaces = replace({Regex: " {2,}"}, " ");
const words: Component = {type: "WhitespaceSplit"};

/** Byte-pair pieces: merges follow from the order of the pieces. */
const pairs = ({pieces}: Vocabulary, unknown: string | null): Component =>
  bpe(idsOf(pieces!), mergesOf(pieces!.pieces.map(({piece}) => piece)), {
    unknown,
    prefix: null,
    suffix: null,
    fuse: true,
    bytes: true
  });

/** Words with a space before them, cut at spaces unless *cut* says otherwise. */
const unigramParts = (
  vocab: Scored,
  unknown: number,
  {
    normalizer,
    before = [words],
    scheme = "always"
  }: {
    readonly normalizer: Component | null;
    readonly before?: readonly Component[];
    readonly scheme?: string;
  }
): ReturnType<Kind["parts"]> => ({
  normalizer,
  pre_tokenizer:
    before.length > 0 ? preTokenizers(...before, metaspace(scheme)) : metaspace(scheme),
  decoder: metaspace(scheme),
  model: unigram(vocab, unknown)
});

const table = ({pieces}: Vocabulary): Component | null => precompiled(pieces!.charsmap)[0] ?? null;
const schemeOf = (settings: Settings, otherwise: string = "never"): string =>
  flagOf(settings, "add_prefix_space", true) ? "always" : otherwise;

/** ALBERT's and XLNet's preparation of a text. */
const quotes = (
  vocabulary: Vocabulary,
  {lower, accents}: {readonly lower: boolean; readonly accents: boolean}
): Component =>
  normalizers(
    replace({String: "``"}, '"'),
    replace({String: "''"}, '"'),
    ...(accents ? [] : [{type: "NFKD"}, {type: "StripAccents"}]),
    ...(lower ? [{type: "Lowercase"}] : []),
    ...precompiled(vocabulary.pieces!.charsmap)
  );

const special = (names: readonly string[]): readonly AddedToken[] =>
  names.map((name) => tokenOf(name)!);
const extraIds = ({extra_ids: said}: Settings): number =>
  Number.isInteger(said) ? Math.min(Number(said), 10_000) : 100;
const sentinels = (settings: Settings): readonly string[] =>
  Array.from({length: extraIds(settings)}, (_, at) => `<extra_id_${at}>`).reverse();
const unkNames = ({offset}: Settings): readonly string[] =>
  Array.from(
    {length: Math.max(0, (Number.isInteger(offset) ? Math.min(Number(offset), 10_000) : 103) - 2)},
    (_, index) => `<unk_${index + 2}>`
  );
const languageOf = (settings: Settings): string =>
  isText(settings["src_lang"]) ? settings["src_lang"] : "en_XX";

export const pieceKinds: readonly Kind[] = [
  {
    classes: ["LlamaTokenizer", "CodeLlamaTokenizer"],
    types: ["code_llama"],
    files: "pieces",
    roles: {bos: "<s>", eos: "</s>", unk: "<unk>"},
    parts: (vocabulary) => {
      const {settings} = vocabulary;
      const prefix = flagOf(settings, "add_prefix_space", true);
      const scheme = flagOf(settings, "legacy", false) ? "always" : "first";
      return {
        normalizer: null,
        pre_tokenizer: metaspace(prefix ? scheme : "never", false),
        decoder: decoders(
          replace({String: SPACE}, " "),
          {type: "ByteFallback"},
          {type: "Fuse"},
          ...(prefix ? [{type: "Strip", content: " ", start: 1, stop: 0}] : [])
        ),
        model: pairs(vocabulary, null)
      };
    }
  },
  {
    classes: ["GemmaTokenizer"],
    types: ["gemma", "gemma2", "gemma3", "gemma3_text", "recurrent_gemma"],
    files: "pieces",
    roles: {bos: "<bos>", eos: "<eos>", unk: "<unk>", pad: "<pad>", mask: "<mask>"},
    parts: (vocabulary) => ({
      normalizer: replace({String: " "}, SPACE),
      pre_tokenizer: split({String: " "}, "MergedWithPrevious"),
      decoder: decoders(replace({String: SPACE}, " "), {type: "ByteFallback"}, {type: "Fuse"}),
      model: pairs(vocabulary, vocabulary.named("unk"))
    })
  },
  {
    classes: ["T5Tokenizer"],
    types: ["t5", "mt5", "switch_transformers", "longt5"],
    files: "pieces",
    roles: {eos: "</s>", unk: "<unk>", pad: "<pad>"},
    extra: (settings) => special(sentinels(settings)),
    parts: (vocabulary) =>
      unigramParts(
        [...scored(vocabulary.pieces!), ...zeros(...sentinels(vocabulary.settings))],
        2,
        {normalizer: table(vocabulary)}
      ),
    around: () => ["$A", "</s>"]
  },
  {
    classes: ["XLMRobertaTokenizer"],
    types: ["xlm-roberta", "xmod"],
    files: "pieces",
    roles: {...fairseq, mask: "<mask>"},
    parts: (vocabulary) => {
      const {named, pieces, settings} = vocabulary;
      const vocab = [
        ...zeros(named("bos"), named("pad"), named("eos"), named("unk")),
        ...scored(pieces!, 3),
        ...zeros(named("mask"))
      ];
      return unigramParts(vocab, 3, {normalizer: table(vocabulary), scheme: schemeOf(settings)});
    },
    around: () => ["bos", "$A", "eos"]
  },
  {
    classes: ["CamembertTokenizer"],
    types: ["camembert"],
    files: "pieces",
    roles: {...fairseq, mask: looseMask},
    parts: (vocabulary) => {
      const {named, pieces, settings} = vocabulary;
      const vocab: Scored = [
        ...zeros("<s>NOTUSED", named("pad"), "</s>NOTUSED", named("unk")),
        ["<unk>NOTUSED", -100],
        ...scored(pieces!, 1),
        ...zeros(named("mask"))
      ];
      return unigramParts(vocab, Math.max(0, at(vocab, named("unk"))), {
        normalizer: table(vocabulary),
        scheme: schemeOf(settings)
      });
    },
    around: () => ["bos", "$A", "eos"]
  },
  {
    classes: ["AlbertTokenizer"],
    types: ["albert", "yoso"],
    files: "pieces",
    roles: bracketed,
    parts: (vocabulary) => {
      const {settings, pieces} = vocabulary;
      return unigramParts(scored(pieces!), 1, {
        normalizer: quotes(vocabulary, {
          lower: flagOf(settings, "do_lower_case", true),
          accents: flagOf(settings, "keep_accents", false)
        }),
        scheme: schemeOf(settings)
      });
    },
    around: () => ["cls", "$A", "sep"]
  },
  {
    classes: ["DebertaV2Tokenizer"],
    types: ["deberta-v2"],
    files: "pieces",
    roles: {...bracketed, unk: "[UNK]", pad: "[PAD]"},
    parts: ({settings, pieces, named}) => {
      const vocab = scored(pieces!);
      const unknown = vocab.findIndex(([piece, score]) => piece === named("unk") && score === 0);
      return unigramParts(vocab, unknown >= 0 ? unknown : 1, {
        normalizer: normalizers(
          ...(flagOf(settings, "do_lower_case", false) ? [{type: "Lowercase"}] : []),
          replace({Regex: "\\s{2,}|[\\n\\r\\t]"}, " "),
          {type: "NFC"},
          strip(false, true)
        ),
        before: flagOf(settings, "split_by_punct", false)
          ? [{type: "Punctuation", behavior: "Isolated"}]
          : [],
        scheme: schemeOf(settings, "first")
      });
    },
    around: () => ["cls", "$A", "sep"]
  },
  {
    classes: ["MBartTokenizer"],
    types: ["mbart"],
    files: "pieces",
    roles: {...fairseq, mask: looseMask},
    extra: () => special(languages),
    parts: ({named, pieces}) => {
      const vocab = [
        ...zeros(named("bos"), named("pad"), named("eos"), named("unk")),
        ...scored(pieces!, 3),
        ...zeros(...languages, named("mask"))
      ];
      return unigramParts(vocab, 3, {normalizer: null});
    },
    around: (settings) => ["$A", "eos", languageOf(settings)]
  },
  {
    classes: ["MBart50Tokenizer"],
    types: [],
    files: "pieces",
    roles: {eos: "</s>", unk: "<unk>", sep: "</s>", pad: "<pad>", cls: "<s>", mask: looseMask},
    extra: () => special(languages50),
    parts: ({named, pieces}) => {
      const vocab = [
        ...zeros(named("cls"), named("pad"), named("eos"), named("unk")),
        ...scored(pieces!, 3),
        ...zeros(...languages50, named("mask"))
      ];
      const normalizer = normalizers(...precompiled(pieces!.charsmap), spaces);
      return unigramParts(vocab, 3, {normalizer, before: []});
    },
    around: (settings) => [languageOf(settings), "$A", "eos"]
  },
  {
    classes: ["PegasusTokenizer"],
    types: ["pegasus"],
    files: "pieces",
    roles: {eos: "</s>", unk: "<unk>", pad: "<pad>", mask: "<mask_2>"},
    extra: (settings) => special(["<mask_1>", ...unkNames(settings)]),
    parts: ({named, pieces, settings}) => {
      const vocab: Scored = [
        ...zeros(named("pad"), named("eos"), "<mask_1>", named("mask")),
        ...unkNames(settings).map((name) => [name, -100] as const),
        ...scored(pieces!, 2)
      ];
      const normalizer = pieces!.charsmap
        ? normalizers(...precompiled(pieces!.charsmap), spaces)
        : normalizers(replace({Regex: "\\n"}, " "), spaces);
      return unigramParts(vocab, at(vocab, named("unk")), {normalizer, before: []});
    },
    around: () => ["$A", "eos"]
  },
  {
    classes: ["XLNetTokenizer"],
    types: ["xlnet"],
    files: "pieces",
    roles: {
      bos: "<s>",
      eos: "</s>",
      unk: "<unk>",
      sep: "<sep>",
      pad: "<pad>",
      cls: "<cls>",
      mask: looseMask
    },
    parts: (vocabulary) =>
      unigramParts(scored(vocabulary.pieces!), 0, {
        normalizer: quotes(vocabulary, {
          lower: flagOf(vocabulary.settings, "do_lower_case", false),
          accents: false
        })
      }),
    around: () => ["$A", "sep", "cls"]
  },
  {
    classes: ["BigBirdTokenizer"],
    types: ["big_bird"],
    files: "pieces",
    roles: {
      bos: "<s>",
      eos: "</s>",
      unk: "<unk>",
      sep: "[SEP]",
      pad: "<pad>",
      cls: "[CLS]",
      mask: {content: "[MASK]", lstrip: true}
    },
    parts: ({named, pieces, settings}) => {
      const vocab = scored(pieces!);
      const unknown = vocab.findIndex(([piece, score]) => piece === named("unk") && score === 0);
      return unigramParts(vocab, unknown >= 0 ? unknown : 100, {
        normalizer: normalizers(strip(false, false), replace({Regex: " {2,}"}, SPACE)),
        before: [],
        scheme: schemeOf(settings)
      });
    },
    around: () => ["cls", "$A", "sep"]
  }
];
