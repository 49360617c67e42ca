/** Folders with one model twice: as safetensors, which Ecco computes, and as an ONNX export. */
import {cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import type {ModelGraph} from "../../packages/engine/src/architectures/architecture.ts";
import {buildGraph} from "../../packages/engine/src/architectures/index.ts";
import {replace} from "../../packages/engine/src/graph/node.ts";
import {input} from "../../packages/engine/src/graph/ops.ts";
import {readSafetensors} from "../../packages/engine/src/weights/safetensors.ts";
import type {Weights} from "../../packages/engine/src/weights/weights.ts";
import {fixture} from "../engine/oracle.ts";
import {letters, lettersJson} from "../sources/tiny-folder.ts";
import {exportModel} from "./export-model.ts";

const mask = {id: Object.keys(letters).length, content: "[MASK]", special: true};
const common = {single_word: false, lstrip: false, rstrip: false, normalized: false};

/** Files of a tokenizer of letters; masked models have a mask too. */
const tokenizerFiles = (masked: boolean): Readonly<Record<string, object>> => ({
  "tokenizer.json": lettersJson(masked ? [{...mask, ...common}] : []),
  "tokenizer_config.json": {
    eos_token: "<|endoftext|>",
    pad_token: "<|endoftext|>",
    ...(masked ? {mask_token: mask.content} : {})
  }
});

/** Returns the exports of a model by their names. */
export function exportsOf(
  graph: ModelGraph,
  weights: Weights
): Readonly<Record<string, Uint8Array>> {
  const {node} = graph.sites.get("encoder.output") ?? {};
  if (!node) return {model: exportModel({logits: graph.logits}, weights)};
  const encoder = exportModel({last_hidden_state: node}, weights, {
    ids: {ids: "input_ids"},
    mask: {S: "attention_mask"}
  });
  const states = input("encoder_hidden_states", node.shape);
  const [logits] = replace([graph.logits], new Map([[node, states]]));
  const decoder = exportModel({logits: logits!}, weights, {
    ids: {"decoder.ids": "input_ids"},
    mask: {S: "encoder_attention_mask"},
    kept: ["encoder_hidden_states"]
  });
  return {encoder_model: encoder, decoder_model_merged: decoder};
}

export interface ExportFolder {
  /** What the files' names end with, before .onnx; defaults to nothing. */
  readonly suffix?: string;
  /** Where they lie; defaults to onnx. */
  readonly inner?: string;
  /** Fields of config.json that are another's. */
  readonly config?: object;
}

/** Writes the folder of a model of tests/fixtures/architectures, returns its path. */
export function exportFolder(
  model: string,
  {suffix = "", inner = "onnx", config: changed = {}}: ExportFolder = {}
): string {
  const from = fixture(`architectures/${model}`);
  const folder = mkdtempSync(join(tmpdir(), "ecco-export-"));
  cpSync(join(from, "model.safetensors"), join(folder, "model.safetensors"));
  const config = JSON.parse(readFileSync(join(from, "config.json"), "utf8")) as {
    readonly architectures: readonly string[];
  };
  const masked = config.architectures[0]!.endsWith("ForMaskedLM");
  const files = {...tokenizerFiles(masked), "config.json": {...config, ...changed}};
  for (const [name, value] of Object.entries(files))
    writeFileSync(join(folder, name), JSON.stringify(value));
  const weights = readSafetensors(new Uint8Array(readFileSync(join(from, "model.safetensors"))));
  const {graph} = buildGraph({...config}, weights);
  for (const [name, bytes] of Object.entries(exportsOf(graph, weights))) {
    const path = join(folder, inner, `${name}${suffix}.onnx`);
    mkdirSync(dirname(path), {recursive: true});
    writeFileSync(path, bytes);
  }
  return folder;
}
