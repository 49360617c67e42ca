/** A model from one GGUF file: config, weights by their published names, tokenizer and chat template. */
import {shown, SourceError, UnsupportedError} from "../../errors.ts";
import {ownOf} from "../../own.ts";
import {toFloat32} from "../decode.ts";
import type {Gguf} from "../gguf.ts";
import type {WeightTensor, Weights} from "../weights.ts";
import {configOfGguf} from "./config.ts";
import {ggufFamilies} from "./families.ts";
import type {GgufFamily} from "./families.ts";
import {metadataOf} from "./reader.ts";
import type {Metadata} from "./reader.ts";
import {unpaired} from "./rows.ts";
import {readableTokenizer} from "./tokenizer.ts";
import type {GgufTokenizer} from "./tokenizer.ts";

export interface GgufModel extends GgufTokenizer {
  readonly config: Readonly<Record<string, unknown>>;
  /** By the names of the family's published files, still in the file's blocks. */
  readonly weights: Weights;
}

/**
 * Returns the model of a GGUF file's metadata and tensors.
 *
 * Throws UnsupportedError for a family or a rotary scaling that is not known here, SourceError where
 * something is missing; `file` names it in messages.
 */
export function modelOfGguf(gguf: Gguf, file: string = "gguf"): GgufModel {
  const prefix = gguf.metadata.get("general.architecture");
  const family = typeof prefix === "string" ? ownOf(ggufFamilies, prefix) : undefined;
  if (!family || typeof prefix !== "string")
    throw new UnsupportedError(
      `${file}: general.architecture is ${shown(prefix ?? "missing")}; GGUF files are read of ${Object.keys(ggufFamilies).join(", ")}; give the folder with config.json and *.safetensors`
    );
  const meta = metadataOf(gguf, prefix, file);
  const config = configOfGguf(family, prefix, {meta, tensors: gguf.tensors, file});
  return {
    config,
    weights: weightsOf(gguf, family, meta, file),
    ...readableTokenizer(meta, {architecture: prefix, file})
  };
}

function weightsOf({tensors}: Gguf, family: GgufFamily, meta: Metadata, file: string): Weights {
  const heads = meta.count("attention.head_count");
  const groups = meta.count("attention.head_count_kv", heads);
  const weights = new Map<string, WeightTensor>();
  for (const tensor of tensors.values()) {
    const match = /^(.+)\.(weight|bias)$/.exec(tensor.name);
    const layer = /^blk\.(\d+)\./.exec(tensor.name)?.[1];
    const published = match && ownOf(family.names, match[1]!.replace(/^blk\.\d+\./, "blk.#."));
    // Tables of rotary divisors and the like are read elsewhere, or not at all.
    if (!published) continue;
    const name = `${published.replace("#", layer ?? "")}.${match[2]!}`;
    weights.set(name, {...changed(tensor), name});
  }
  if (weights.size === 0)
    throw new SourceError(
      `${file}: none of its ${tensors.size} tensors belongs to ${family.type}; convert the model again`
    );
  return weights;

  function changed(tensor: WeightTensor): WeightTensor {
    if (family.paired && /\.attn_[qk]\.(weight|bias)$/.test(tensor.name))
      return unpaired(tensor, tensor.name.includes("attn_q.") ? heads : groups, file);
    if (family.normsPlusOne && tensor.name.endsWith("norm.weight")) {
      const gains = toFloat32(tensor).map((gain) => gain - 1);
      return {...tensor, dtype: "f32", bytes: new Uint8Array(gains.buffer)};
    }
    return tensor;
  }
}
