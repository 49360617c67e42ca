/** Models that are read as something they are not, or for a reason that is not theirs, unless their config is looked at. */
import {UnsupportedError} from "../errors.ts";

type Config = Readonly<Record<string, unknown>>;

/** Classes of families that are read, whose head is none that is known. */
const classes: readonly (readonly [RegExp, string])[] = [
  [/ForMultipleChoice$/, "gives a score to each of several texts, to choose one of them"],
  [/^(?:Bart|Pegasus)ForCausalLM$/, "is a decoder without its encoder"],
  [/^M?T5ForSequenceClassification$/, "has classes of a text behind its decoder"],
  [
    /^(?:M?T5|Bart|ModernBert)ForQuestionAnswering$/,
    "finds where in a text an answer begins and ends"
  ]
];

/** Fields that only models of something else than texts have. */
const media: readonly (readonly [fields: readonly string[], what: string])[] = [
  [["num_mel_bins", "feat_extract_norm", "audio_config", "sampling_rate"], "sound"],
  [["vision_config", "image_size", "num_channels"], "images"]
];
const experts = ["num_local_experts", "num_experts", "n_routed_experts"];

/**
 * Looks at a config before the weights are read; `check` says whether its family is. Throws UnsupportedError with the
 * reason that is the model's own.
 */
export function checkKind(config: Config, check: ((config: Config) => void) | undefined): void {
  const named = Array.isArray(config["architectures"]) ? String(config["architectures"][0]) : "";
  const strange = classes.find(([pattern]) => pattern.test(named));
  if (strange)
    throw new UnsupportedError(
      `config.json: the model is a ${named}, which ${strange[1]}; that is not built here: give another model of the family`
    );
  try {
    check?.(config);
  } catch (error) {
    const reason = error instanceof UnsupportedError ? reasonOf(config) : null;
    if (reason === null) throw error;
    throw new UnsupportedError(reason, {cause: error});
  }
}

/** Returns what a model that is not read is, as far as its config says it; null where it does not. */
function reasonOf(config: Config): string | null {
  const type = typeof config["model_type"] === "string" ? config["model_type"].slice(0, 40) : "";
  const medium = media.find(([fields]) => fields.some((field) => field in config))?.[1];
  if (medium !== undefined) {
    const also = "text_config" in config ? ` and texts` : "";
    return `the model (${type}) reads ${medium}${also}; expected a model of texts alone`;
  }
  return experts.some((field) => Number(config[field]) > 1)
    ? `the model (${type}) is a mixture of experts, which is not built here`
    : null;
}
