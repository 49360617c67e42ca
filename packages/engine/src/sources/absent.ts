/** Why a folder is no model that is read, by the files it has: what people have in place of safetensors. */
import {shown, SourceError} from "../errors.ts";
import type {Files} from "./files.ts";
import {indexName} from "./shard-index.ts";
import {missing, parseObject, readAll} from "./read-files.ts";

export const adapterName = "adapter_config.json";

interface Reason {
  /** Names that say it. */
  readonly names: RegExp;
  /** Asked for where a host does not list its files. */
  readonly asked: readonly string[];
  readonly says: string;
}

const convert =
  "convert them: load them in Python and write them with model.save_pretrained(folder, safe_serialization=True)";

/** From what tells most to what tells least. */
const reasons: readonly Reason[] = [
  {
    names: /^model_index\.json$/,
    asked: ["model_index.json"],
    says: "is a pipeline that makes images, sound or video (model_index.json), which is not read; expected a model of texts"
  },
  {
    names:
      /^(?:pytorch_model|model|consolidated|training_args)?[\w.-]*\.(?:bin|pt|pth|ckpt)(?:\.index\.json)?$/,
    asked: ["pytorch_model.bin", "pytorch_model.bin.index.json"],
    says: `has its weights in PyTorch's own format (pickle), which may run code when it is read, and no safetensors; ${convert}`
  },
  {
    names: /^(?:tf_model\.h5|[\w.-]*\.h5|[\w.-]*\.ckpt\.(?:index|meta)|saved_model\.pb)$/,
    asked: ["tf_model.h5"],
    says: `has its weights in TensorFlow's format only, and no safetensors; ${convert}`
  },
  {
    names: /^[\w.-]*\.msgpack(?:\.index\.json)?$/,
    asked: ["flax_model.msgpack"],
    says: `has its weights in Flax's format only, and no safetensors; ${convert}`
  },
  {
    names: /^(?:onnx|[\w./-]*\.onnx(?:_data)?)$/,
    asked: ["onnx/model.onnx", "model.onnx"],
    says: "has its weights in ONNX's format only; write transformers: before its name, or give safetensors"
  },
  {
    names: /^(?:openvino_model\.(?:xml|bin)|[\w.-]*\.(?:tflite|mlmodel|mlpackage|ot|engine|npz))$/,
    asked: ["openvino_model.xml"],
    says: "has its weights in a format for another runtime only; expected the safetensors that it was made from"
  }
];

/** What a host that does not list its files is asked for. */
export const askedNames: readonly string[] = reasons.flatMap(({asked}) => asked);

/** Returns why these files are no model that is read; null where they do not say. */
export const reasonIn = (names: readonly string[]): string | null =>
  reasons.find(({names: pattern}) => names.some((name) => pattern.test(name)))?.says ?? null;

/** Whether a file of this name says what a folder has in place of weights that are read. */
export const tellsFormat = (name: string): boolean => reasonIn([name]) !== null;

/** Returns what is said of an adapter, by its adapter_config.json (null: not read). */
export function adapterReason(config: Readonly<Record<string, unknown>> | null): string {
  const base = config?.["base_model_name_or_path"];
  const type = config?.["peft_type"];
  const kind = typeof type === "string" && /^\w{1,40}$/.test(type) ? type.toLowerCase() : "";
  const called = kind === "lora" || kind === "" ? "a LoRA adapter" : `an adapter (${kind})`;
  const named =
    typeof base === "string" && base !== "" ? shown(base, 200).replaceAll('"', "") : null;
  const address = named !== null && /^[\w.-]+\/[\w.-]+$/.test(named) ? ` (hf:${named})` : "";
  const of = named === null ? "" : ` of ${named}${address}`;
  return `is ${called}${of}, a change of a model and not a model; merge it first, in Python: PeftModel.from_pretrained(AutoModelForCausalLM.from_pretrained(${named === null ? "base" : `"${named}"`}), adapter).merge_and_unload().save_pretrained(folder), and the tokenizer's save_pretrained(folder); then open that folder`;
}

/** Throws SourceError where the folder is an adapter: its arrays are changes of those of another model. */
export async function refuseAdapter(files: Files, signal: AbortSignal | undefined): Promise<void> {
  const opened = await files.open(adapterName, signal);
  if (!opened) return;
  const where = `${files.location}: ${adapterName}`;
  const config = parseObject(await readAll(opened, where), where);
  throw new SourceError(`${files.location}: ${adapterReason(config ?? null)}`);
}

/** Throws the SourceError for a file that is not there, with what the folder has in its place. */
export async function explainMissing(
  files: Files,
  file: string,
  signal: AbortSignal | undefined
): Promise<never> {
  await refuseAdapter(files, signal);
  if (/-\d+-of-\d+\.safetensors$/.test(file))
    throw new SourceError(
      `${files.location}: no ${file}, which ${indexName} names; copy or download it too`
    );
  const listed =
    (await files.list?.().catch(() => null)) ??
    (await files.ask?.(signal)) ??
    (await asked(files, signal));
  const reason = listed.some((name) => name.endsWith(".safetensors")) ? null : reasonIn(listed);
  if (reason !== null) throw new SourceError(`${files.location}: ${reason}`);
  return missing(files, file);
}

/** Returns which of the telling files there are, of a host that does not list what it has. */
async function asked(files: Files, signal: AbortSignal | undefined): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of askedNames) {
    const opened = await (files.peek ?? files.open)(name, signal).catch(() => null);
    await opened?.close();
    if (opened) found.push(name);
  }
  return found;
}
