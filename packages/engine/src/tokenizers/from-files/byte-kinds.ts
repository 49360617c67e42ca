/** Kinds whose vocabulary is vocab.json with merges.txt. */
import {shown, UnsupportedError} from "../../errors.ts";
import {isText} from "../fields.ts";
import {bpe, byteLevel, normalizers, preTokenizers, replace, split} from "./components.ts";
import type {Component} from "./components.ts";
import type {Kind, Vocabulary} from "./kind.ts";
import {flagOf} from "./settings.ts";
import type {Settings} from "./settings.ts";

const decoder = byteLevel(true);
const end = "<|endoftext|>";
const fairseq = {
  bos: "<s>",
  eos: "</s>",
  unk: "<unk>",
  sep: "</s>",
  pad: "<pad>",
  cls: "<s>",
  mask: "<mask>"
};

/** Byte-level pieces, with GPT-2's pattern. */
const plain =
  (normalizer: Component | null = null, prefix: boolean = false) =>
  ({ids, merges, settings}: Vocabulary) => ({
    normalizer,
    pre_tokenizer: byteLevel(flagOf(settings, "add_prefix_space", prefix)),
    decoder,
    model: bpe(ids, merges)
  });

const qwenPattern =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
const clipPattern =
  "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";

const bert = (): readonly string[] => ["cls", "$A", "sep"];

export const byteKinds: readonly Kind[] = [
  {
    classes: ["GPT2Tokenizer"],
    types: ["gpt2", "gpt_neo", "gptj", "opt", "phi", "starcoder2", "dbrx", "codegen"],
    files: "merges",
    roles: {bos: end, eos: end, unk: end},
    parts: plain()
  },
  {
    classes: ["CodeGenTokenizer"],
    types: [],
    files: "merges",
    roles: {bos: end, eos: end, unk: end},
    parts: plain(),
    around: () => ["$A"]
  },
  {
    classes: ["GPTNeoXTokenizer"],
    types: ["gpt_neox", "olmo", "mpt"],
    files: "merges",
    roles: {bos: end, eos: end, unk: end, pad: "<|padding|>"},
    parts: plain({type: "NFC"})
  },
  {
    classes: [
      "RobertaTokenizer",
      "BartTokenizer",
      "LongformerTokenizer",
      "LEDTokenizer",
      "MvpTokenizer"
    ],
    types: ["roberta", "roberta-prelayernorm", "bart", "longformer", "led", "mvp", "data2vec-text"],
    files: "merges",
    roles: fairseq,
    parts: plain(),
    around: bert
  },
  {
    classes: ["BlenderbotTokenizer"],
    types: ["blenderbot"],
    files: "merges",
    roles: {...fairseq, mask: {content: "<mask>", lstrip: true, normalized: false}},
    parts: plain(null, true)
  },
  {
    classes: ["DebertaTokenizer"],
    types: ["deberta"],
    files: "merges",
    roles: {
      bos: "[CLS]",
      eos: "[SEP]",
      unk: "[UNK]",
      sep: "[SEP]",
      pad: "[PAD]",
      cls: "[CLS]",
      mask: "[MASK]"
    },
    parts: plain(),
    around: bert
  },
  {
    classes: ["Qwen2Tokenizer"],
    types: ["qwen2", "qwen2_moe", "qwen3", "qwen3_moe"],
    files: "merges",
    roles: {eos: end, unk: end, pad: end},
    parts: ({ids, merges, settings}) => ({
      normalizer: {type: "NFC"},
      pre_tokenizer: preTokenizers(
        split({Regex: qwenPattern}),
        byteLevel(flagOf(settings, "add_prefix_space", false), false)
      ),
      decoder,
      model: bpe(ids, merges)
    })
  },
  {
    classes: ["CLIPTokenizer"],
    types: ["clip", "clip_text_model"],
    files: "merges",
    roles: {bos: "<|startoftext|>", eos: end, unk: end, pad: end},
    parts: ({ids, merges, named}) => ({
      normalizer: normalizers({type: "NFC"}, replace({Regex: "\\s+"}, " "), {type: "Lowercase"}),
      pre_tokenizer: preTokenizers(split({Regex: clipPattern}, "Removed", true), byteLevel(false)),
      decoder,
      model: bpe(ids, merges, {unknown: named("unk"), suffix: "</w>"})
    }),
    around: () => ["bos", "$A", "eos"]
  },
  {
    classes: ["OpenAIGPTTokenizer"],
    types: ["openai-gpt"],
    files: "merges",
    // As transformers names them where the class does not.
    roles: {unk: "<unk>"},
    parts: ({ids, merges, named}) => ({
      normalizer: {
        type: "BertNormalizer",
        clean_text: true,
        handle_chinese_chars: true,
        strip_accents: null,
        lowercase: true
      },
      pre_tokenizer: {type: "BertPreTokenizer"},
      decoder: {type: "BPEDecoder", suffix: "</w>"},
      model: bpe(ids, merges, {unknown: named("unk"), suffix: "</w>"})
    })
  },
  {
    classes: ["WhisperTokenizer"],
    types: ["whisper"],
    files: "merges",
    roles: {bos: end, eos: end, unk: end},
    parts: plain(),
    around: whisperAround
  }
];

/** Whisper writes what it is to do before a text. */
function whisperAround({language, task, predict_timestamps: times}: Settings): readonly string[] {
  if (isText(language) || isText(task))
    throw new UnsupportedError(
      `tokenizer_config.json: language is ${shown(language)} and task ${shown(task)}, expected neither`
    );
  return ["<|startoftranscript|>", ...(times === true ? [] : ["<|notimestamps|>"]), "$A", "eos"];
}
