/** What a GGUF file says of positions beyond those the model has learned first, by today's keys and by older ones. */
import {UnsupportedError} from "../../errors.ts";
import type {Metadata} from "./reader.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Keys of yarn that change its numbers, and the value that changes nothing. */
const usual: Readonly<Record<string, number>> = {
  "rope.scaling.attn_factor": 1,
  "rope.scaling.yarn_ext_factor": 1,
  "rope.scaling.yarn_attn_factor": 1,
  "rope.scaling.yarn_log_multiplier": 0,
  "rope.scaling.alpha": 0
};

/**
 * Returns what stretches the rotary positions; {} for nothing. As llama.cpp has it, a factor without a type is linear,
 * and `rope.scale_linear` is what files before October 2023 call the factor.
 *
 * Throws UnsupportedError for what is not computed here, SourceError where yarn has no factor.
 */
export function scalingOf({
  meta,
  prefix,
  file,
  listed
}: {
  readonly meta: Metadata;
  readonly prefix: string;
  readonly file: string;
  /** Whether the file lists a divisor for each pair of channels, too. */
  readonly listed: boolean;
}): Fields {
  const kind = meta.text(`${prefix}.rope.scaling.type`) ?? "linear";
  if (kind === "none" || (kind === "longrope" && listed)) return {};
  if (kind !== "linear" && (kind !== "yarn" || listed))
    throw new UnsupportedError(
      `${file}: ${prefix}.rope.scaling.type is ${kind}${listed ? " beside a list of divisors" : ""}; one of none, linear${listed ? ", longrope" : ", yarn"}; give the folder with config.json and *.safetensors`
    );
  const old = meta.number("rope.scale_linear", 0);
  // Converters write 0 where there is none.
  const factor = meta.number("rope.scaling.factor", old);
  if (kind === "linear")
    return factor === 0 || factor === 1 ? {} : {rope_type: kind, factor: checked(factor)};
  for (const [key, value] of Object.entries(usual)) {
    const said = meta.number(key, value);
    if (said !== value)
      throw new UnsupportedError(
        `${file}: ${prefix}.${key} is ${said}; read are files with ${value}, or without it; give the folder with config.json and *.safetensors`
      );
  }
  const betas = Object.fromEntries(
    (["fast", "slow"] as const).flatMap((name) => {
      const beta = meta.number(`rope.scaling.yarn_beta_${name}`, Number.NaN);
      return Number.isNaN(beta) ? [] : [[`beta_${name}`, beta]];
    })
  );
  return {
    rope_type: kind,
    factor: checked(factor),
    original_max_position_embeddings: meta.count(
      "rope.scaling.original_context_length",
      meta.count("context_length")
    ),
    attention_factor: 0.1 * Math.log(factor) + 1,
    ...betas
  };

  function checked(stretch: number): number {
    if (stretch > 0) return stretch;
    // Says what is wrong with it, and where.
    return meta.positive("rope.scaling.factor");
  }
}
