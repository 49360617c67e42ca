/** Whether a model can be read at all, by its config.json alone: asked before its weights are. */
import {UnsupportedError} from "../errors.ts";
import {fieldOf, objectOf, textOf} from "./config.ts";
import type {Config} from "./config.ts";
import {nearestType} from "./nearest.ts";

/** How messages call the ways of quantising that configs name. */
const methods: ReadonlyMap<string, string> = new Map([
  ["gptq", "GPTQ"],
  ["awq", "AWQ"],
  ["bitsandbytes", "bitsandbytes"],
  ["fp8", "fp8"],
  ["fbgemm_fp8", "fp8 (FBGEMM)"],
  ["compressed-tensors", "compressed-tensors"],
  ["mxfp4", "MXFP4"],
  ["hqq", "HQQ"],
  ["quanto", "Quanto"],
  ["torchao", "torchao"],
  ["aqlm", "AQLM"],
  ["eetq", "EETQ"],
  ["higgs", "HIGGS"],
  ["vptq", "VPTQ"],
  ["spqr", "SpQR"],
  ["bitnet", "BitNet"],
  ["auto-round", "AutoRound"]
]);

const advice =
  "its weights are not read here: give the model it was made from in float32, float16 or bfloat16, or a GGUF file of it";

/** Throws UnsupportedError where the config says that the weights are quantised in a way that is not read. */
export function checkQuantisation(config: Config): void {
  const said = ["quantization_config", "compression_config", "quantization"]
    .map((name) => [name, fieldOf(config, name)] as const)
    .find(([, value]) => isFilled(value));
  if (!said) return;
  const [name, value] = said;
  const fields = value as Config;
  const method = textIn(fields, "quant_method");
  const called =
    method === null
      ? name === "quantization"
        ? "MLX"
        : bitsOf(fields) && "bitsandbytes"
      : (methods.get(method) ?? method);
  const bits = bitsOf(fields);
  throw new UnsupportedError(
    `the model is quantised${called ? ` by ${called}` : ""}${bits ? ` to ${bits} bits` : ""} (${name} in config.json); ${advice}`
  );
}

const isFilled = (value: unknown): boolean =>
  typeof value === "object" && value !== null && Object.keys(value).length > 0;

function textIn(config: Config, name: string): string | null {
  const value = fieldOf(config, name);
  return typeof value === "string" ? value.slice(0, 40) : null;
}

function bitsOf(config: Config): number | null {
  const bits = fieldOf(config, "bits") ?? fieldOf(config, "w_bit");
  if (typeof bits === "number") return bits;
  if (fieldOf(config, "load_in_4bit") === true) return 4;
  return fieldOf(config, "load_in_8bit") === true ? 8 : null;
}

/** Parts of names that only quantised weights and adapters have, and what the file is then. */
const strangeArrays: readonly (readonly [RegExp, string])[] = [
  [
    /\.lora_[AB]\.|\.lora_embedding_|\.lora_magnitude_vector/,
    "the file is a LoRA adapter, or a model with one that was not merged; merge it first: model.merge_and_unload().save_pretrained(folder)"
  ],
  [/\.(?:qweight|qzeros)$/, `the weights are quantised (GPTQ or AWQ); ${advice}`],
  [
    /\.(?:absmax|quant_map|nested_absmax|SCB|quant_state\.bitsandbytes__\w+)$/,
    `the weights are quantised (bitsandbytes); ${advice}`
  ],
  [/\.(?:weight_scale|weight_scale_inv|weight_packed)$/, `the weights are quantised; ${advice}`],
  [/\.weight\._(?:data|scale)$|\.W_q$/, `the weights are quantised (Quanto or HQQ); ${advice}`]
];

/** Throws UnsupportedError where arrays have names that only quantised weights and adapters have. */
export function checkArrays(names: Iterable<string>): void {
  for (const name of names) {
    const strange = strangeArrays.find(([pattern]) => pattern.test(name));
    if (strange) throw new UnsupportedError(`weights: ${name.slice(0, 120)}: ${strange[1]}`);
  }
}

/** Returns the error for a `model_type` that is none of these. */
export function unknownType(config: Config, known: readonly string[]): UnsupportedError {
  const type = textOf(config, "model_type", "");
  const near = nearestType(type, known);
  const own = objectOf(config, "auto_map")
    ? "; the model brings Python code of its own (auto_map), which is not run here"
    : "";
  return new UnsupportedError(
    `unsupported architecture: model_type is ${type ? `"${type}"` : "missing"} in config.json${own}; ${near ? `the nearest supported is ${near}, all are` : "supported:"} ${known.join(", ")}; docs/adding-an-architecture.md shows how a family is added`
  );
}
