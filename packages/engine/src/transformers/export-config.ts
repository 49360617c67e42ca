/** What config.json says of an export. */
import type {ModelInfo} from "../api.ts";
import {architectures} from "../architectures/index.ts";
import {nearestType} from "../architectures/nearest.ts";
import type {Memory} from "../backends/memory.ts";
import {SourceError} from "../errors.ts";
import type {Precision} from "../sources/exports/export-files.ts";
import type {Device} from "./device.ts";
import type {OutputsForm} from "./outputs-graph.ts";
import type {Running} from "./run-export.ts";

type Config = Readonly<Record<string, unknown>>;

/** Returns the first of these counts that a config has, its part for texts included; null without one. */
function countIn(config: Config, ...names: readonly string[]): number | null {
  const inner = config["text_config"];
  const all = typeof inner === "object" && inner !== null ? [config, inner as Config] : [config];
  for (const one of all)
    for (const name of names) {
      const value = one[name];
      if (Number.isSafeInteger(value) && Number(value) > 0) return Number(value);
    }
  return null;
}

/** Families whose first position stands behind the padding's. */
const shifted = /^(?:roberta|xlm-roberta|camembert|xlm-roberta-xl|longformer|mpnet)$/;
/** Families whose positions are relative, whatever number the config has. */
const relative = /^(?:m?t5|longt5|umt5|bloom)$/;

function contextOf(config: Config): number {
  const type = String(config["model_type"]);
  const said = countIn(config, "max_position_embeddings", "n_positions", "n_ctx", "max_seq_len");
  if (said === null || relative.test(type)) return Infinity;
  const padding = config["pad_token_id"];
  return shifted.test(type) ? said - (typeof padding === "number" ? padding : 1) - 1 : said;
}

/** Returns what is said where gradients or inner values are asked for. */
export function outputsOnly(config: Config): string {
  const type = typeof config["model_type"] === "string" ? config["model_type"].slice(0, 40) : "";
  const types = architectures.flatMap((each) => each.types);
  const near = nearestType(type, types);
  const all = `the families that Ecco computes itself are ${types.join(", ")}`;
  const what = types.includes(type)
    ? `Ecco computes ${type} itself: open the model's safetensors, without transformers: before the name`
    : near === null
      ? all
      : `the nearest family to ${type} that Ecco computes itself is ${near}; ${all}`;
  return `transformers.js runs this model and gives outputs alone, no gradients and no inner values; ${what}`;
}

/** Returns the form of a model that has answered once, and what it takes. Throws SourceError for a config without a count of tokens. */
export function formOf(
  config: Config,
  {kind, running, device}: {kind: OutputsForm["kind"]; running: Running; device: Device}
): {readonly form: OutputsForm; readonly memory: Memory} {
  const writes = kind !== "sequence-classifier" && kind !== "token-classifier";
  const vocabulary = countIn(config, "vocab_size") ?? (writes ? running.classes : null);
  if (vocabulary === null)
    throw new SourceError("config.json: no vocab_size, expected the number of tokens");
  const start = config["decoder_start_token_id"] ?? config["bos_token_id"];
  return {
    form: {
      kind,
      vocabulary: writes ? Math.min(vocabulary, running.classes) : vocabulary,
      classes: running.classes,
      context: contextOf(config),
      start: kind === "encoder-decoder" && typeof start === "number" ? start : null,
      outputsOnly: outputsOnly(config)
    },
    memory: {
      backend: device.name,
      bytes: running.bytes,
      largest: {name: "", bytes: 0},
      limit: null,
      fits: true,
      message: `${(running.bytes / 1e6).toFixed(1)} MB, as transformers.js reads them`
    }
  };
}

/** About how many bytes a number takes: blocks have scales besides, and tables are often more exact. */
const bytesOf: {readonly [P in Precision]: number} = {
  fp32: 4,
  fp16: 2,
  q8: 1,
  int8: 1,
  uint8: 1,
  q4: 0.5,
  q4f16: 0.5,
  bnb4: 0.5
};

/** Returns what is known of a model's size, by its config and its export's length. */
export const knownOf = (
  config: Config,
  {precision, bytes}: {readonly precision: Precision; readonly bytes: number}
): Partial<ModelInfo> => ({
  weights: Math.round(bytes / bytesOf[precision]),
  layers:
    countIn(
      config,
      "decoder_layers",
      "num_decoder_layers",
      "num_hidden_layers",
      "n_layer",
      "num_layers",
      "n_layers"
    ) ?? 0,
  heads:
    countIn(
      config,
      "decoder_attention_heads",
      "num_attention_heads",
      "n_head",
      "num_heads",
      "n_heads"
    ) ?? 0,
  width: countIn(config, "hidden_size", "n_embd", "d_model", "dim") ?? 0
});
