/** What a model does, by the name of its class in Python's transformers, and which class of transformers.js loads it. */
import {shown, UnsupportedError} from "../errors.ts";
import type {OutputsForm} from "./outputs-graph.ts";

export interface ExportKind {
  readonly kind: OutputsForm["kind"];
  readonly auto:
    | "AutoModelForCausalLM"
    | "AutoModelForMaskedLM"
    | "AutoModelForSequenceClassification"
    | "AutoModelForTokenClassification"
    | "AutoModelForSeq2SeqLM";
}

const kinds: readonly (readonly [RegExp, ExportKind])[] = [
  [/(?:ForCausalLM|LMHeadModel)$/, {kind: "causal", auto: "AutoModelForCausalLM"}],
  [/ForMaskedLM$/, {kind: "masked", auto: "AutoModelForMaskedLM"}],
  [
    /ForSequenceClassification$/,
    {kind: "sequence-classifier", auto: "AutoModelForSequenceClassification"}
  ],
  [/ForTokenClassification$/, {kind: "token-classifier", auto: "AutoModelForTokenClassification"}],
  [
    /(?:ForConditionalGeneration|ForSeq2SeqLM|MTModel)$/,
    {kind: "encoder-decoder", auto: "AutoModelForSeq2SeqLM"}
  ]
];

/** Returns what a model of this config does. Throws UnsupportedError for what is none of the kinds. */
export function kindOf(config: Readonly<Record<string, unknown>>, where: string): ExportKind {
  const named = Array.isArray(config["architectures"]) ? config["architectures"][0] : undefined;
  const found = kinds.find(([pattern]) => pattern.test(String(named)))?.[1];
  const pair = config["is_encoder_decoder"] === true;
  if (found && (found.kind === "encoder-decoder") === pair) return found;
  throw new UnsupportedError(
    `${where}: config.json names ${shown(named)} in architectures; expected one that ends with ForCausalLM, LMHeadModel, ForMaskedLM, ForSequenceClassification, ForTokenClassification, or of an encoder with a decoder for texts ForConditionalGeneration`
  );
}
