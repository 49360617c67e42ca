/** What is refused, and with what words. */
import type {Json} from "./list.ts";

export interface Refusal {
  readonly what: string;
  /** Sections of a tokenizer.json that are replaced. */
  readonly sections: Json;
  /** What the error says. */
  readonly message: string;
}

const sections = {
  normalizer: "normalizer",
  pre_tokenizer: "pre-tokenizer",
  post_processor: "post-processor",
  decoder: "decoder"
} as const;
const way = "give ids of tokens in the place of texts, or take another model";
const bpe = {type: "BPE", vocab: {a: 0}, merges: []};
const split = (Regex: string): Json => ({
  type: "Split",
  pattern: {Regex},
  behavior: "Isolated",
  invert: false
});
const text = {Sequence: {id: "A", type_id: 0}};

export const refusals: readonly Refusal[] = [
  ...Object.entries(sections).map(([section, name]) => ({
    what: `a ${name} of another name`,
    sections: {[section]: {type: "Other"}},
    message: `tokenizer.json: ${section} is a "Other", which is not known; one of`
  })),
  {
    what: "a model of another name",
    sections: {model: {...bpe, type: "Other"}},
    message: `tokenizer.json: model.type is "Other", which is not known; one of`
  },
  {
    what: "BPE with `dropout` above 0",
    sections: {model: {...bpe, dropout: 0.1}, added_tokens: []},
    message:
      "tokenizer.json: model.dropout is 0.1: it leaves out merges by chance, so the same text has other tokens each time; set it to null"
  },
  {
    what: "a pattern with `\\X`",
    sections: {pre_tokenizer: split("\\X")},
    message: `tokenizer.json: pre_tokenizer: the pattern "\\\\X" cannot be read: \\X cuts by older rules in the reference; ${way}`
  },
  {
    what: "a pattern without case in which letters stand for two",
    sections: {pre_tokenizer: split("(?i)straße")},
    message: `tokenizer.json: pre_tokenizer: the pattern "(?i)straße" cannot be read: without case, the reference takes letters like ß and ﬁ for two; ${way}`
  },
  {
    what: "TemplateProcessing that holds the text twice",
    sections: {
      post_processor: {type: "TemplateProcessing", single: [text, text], special_tokens: {}}
    },
    message: `tokenizer.json: post_processor.single holds the text 2 times, expected once; ${way}`
  }
];
