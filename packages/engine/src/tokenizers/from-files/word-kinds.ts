/** Kinds whose vocabulary is vocab.txt: a piece a line. */
import type {Kind, Vocabulary} from "./kind.ts";
import {flagOf} from "./settings.ts";

const bertRoles = {
  unk: "[UNK]",
  sep: "[SEP]",
  pad: "[PAD]",
  cls: "[CLS]",
  mask: "[MASK]"
};

const wordPiece = ({ids, settings, named}: Vocabulary): ReturnType<Kind["parts"]> => ({
  normalizer: {
    type: "BertNormalizer",
    clean_text: flagOf(settings, "clean_text", true),
    handle_chinese_chars: flagOf(settings, "tokenize_chinese_chars", true),
    strip_accents:
      typeof settings["strip_accents"] === "boolean" ? settings["strip_accents"] : null,
    lowercase: flagOf(settings, "do_lower_case", true)
  },
  pre_tokenizer: {type: "BertPreTokenizer"},
  decoder: {type: "WordPiece", prefix: "##", cleanup: true},
  model: {
    type: "WordPiece",
    unk_token: named("unk"),
    continuing_subword_prefix: "##",
    max_input_chars_per_word: 100,
    vocab: ids
  }
});
const around = (): readonly string[] => ["cls", "$A", "sep"];

export const wordKinds: readonly Kind[] = [
  {
    classes:
      "BertTokenizer DistilBertTokenizer ElectraTokenizer MobileBertTokenizer SqueezeBertTokenizer ConvBertTokenizer LayoutLMTokenizer LxmertTokenizer DPRReaderTokenizer DPRQuestionEncoderTokenizer DPRContextEncoderTokenizer".split(
        " "
      ),
    types:
      "bert distilbert electra mobilebert squeezebert convbert layoutlm lxmert dpr megatron-bert ernie nomic_bert visual_bert".split(
        " "
      ),
    files: "words",
    roles: bertRoles,
    parts: wordPiece,
    around
  },
  {
    classes: ["MPNetTokenizer"],
    types: ["mpnet"],
    files: "words",
    roles: {
      bos: "<s>",
      eos: "</s>",
      unk: "[UNK]",
      sep: "</s>",
      pad: "<pad>",
      cls: "<s>",
      mask: {content: "<mask>", lstrip: true}
    },
    parts: wordPiece,
    around
  },
  {
    classes: ["FunnelTokenizer"],
    types: ["funnel"],
    files: "words",
    roles: {
      bos: "<s>",
      eos: "</s>",
      unk: "<unk>",
      sep: "<sep>",
      pad: "<pad>",
      cls: "<cls>",
      mask: "<mask>"
    },
    parts: wordPiece,
    around
  }
];
