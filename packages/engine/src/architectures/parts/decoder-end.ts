/** Which head the file of a decoder holds, by the arrays in it and by what its config says. */
import {SourceError} from "../../errors.ts";
import {anyListOf, flagOf} from "../config.ts";
import type {Config} from "../config.ts";
import type {Parameters} from "../parameters.ts";

export type DecoderEnd =
  /** Next tokens; without a matrix of its own it is the table of tokens. */
  | {readonly kind: "causal"; readonly matrix: string | null}
  | {
      readonly kind: "sequence-classifier" | "token-classifier";
      readonly matrix: string;
      readonly bias: string | null;
    }
  /** States alone; `outputs` are the names that an output matrix would have. */
  | {readonly kind: "headless"; readonly outputs: readonly string[]};

/** Returns the class that the config names first; "" where it names none. */
export function classOf(config: Config): string {
  const [first] = anyListOf(config, "architectures") ?? [];
  return typeof first === "string" ? first : "";
}

/** Classes whose output matrix may be the table of tokens; a class without a head was saved from one of them. */
const writes = /(?:ForCausalLM|LMHead(?:Model)?|DoubleHeadsModel|ForConditionalGeneration|Model)$/;
const isReward = /Reward/;

/** Returns what a decoder ends with. Throws SourceError where its config names a classifier that is not in the file. */
export function endOf(
  config: Config,
  parameters: Parameters,
  outputs: readonly string[]
): DecoderEnd {
  const named = classOf(config);
  const classifier = ["score", "classifier"].find((name) => parameters.has(`${name}.weight`));
  const matrix = outputs.find((name) => parameters.has(name)) ?? null;
  const kind = named.endsWith("ForSequenceClassification")
    ? "sequence-classifier"
    : named.endsWith("ForTokenClassification")
      ? "token-classifier"
      : null;
  if (kind && classifier === undefined)
    throw new SourceError(
      `weights: no score.weight, expected it by config.json, whose architectures names ${named}; is this the file of another model?`
    );
  const guessed = named === "" && matrix === null ? classifier : undefined;
  const found = kind ? classifier : guessed;
  if (found !== undefined) {
    const bias = parameters.has(`${found}.bias`) ? `${found}.bias` : null;
    // Published classifiers of texts have no bias, those of tokens have one.
    const usual = found === "classifier" || bias !== null ? "token" : "sequence";
    return {kind: kind ?? `${usual}-classifier`, matrix: `${found}.weight`, bias};
  }
  if (matrix !== null) return {kind: "causal", matrix};
  const tied = flagOf(config, "tie_word_embeddings", false);
  const speaks = named === "" || (writes.test(named) && !isReward.test(named));
  return tied && speaks ? {kind: "causal", matrix: null} : {kind: "headless", outputs};
}

/** Returns why such a model says no next tokens. */
export function missingHead(
  config: Config,
  {outputs}: Extract<DecoderEnd, {readonly kind: "headless"}>
): string {
  const named = classOf(config);
  const file = `the file has no ${outputs.join(" or ")}`;
  const tied = flagOf(config, "tie_word_embeddings", false);
  return tied
    ? `${file}, and ${named} has another head than one over the vocabulary`
    : `${file}, and config.json does not put the table of tokens in its place (tie_word_embeddings is false${named === "" ? "" : `, the class is ${named}`})`;
}
