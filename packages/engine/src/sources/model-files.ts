/** What a model's folder has that is the model's: what is kept of it, served from it and read. */
import {fileNames} from "../tokenizers/from-files/vocabulary-files.ts";
import {adapterName} from "./absent.ts";
import {exportsFolder} from "./exports/export-names.ts";
import {besideModules, modulesName} from "./sentence-files.ts";
import {indexName} from "./shard-index.ts";
import {templateNames, templatesFolder} from "./settings.ts";
import {besideTokenizer} from "./tokenizer-names.ts";

const named: ReadonlySet<string> = new Set([
  "config.json",
  "generation_config.json",
  "tokenizer.json",
  "tokenizer_config.json",
  indexName,
  adapterName,
  modulesName,
  ...besideTokenizer,
  ...besideModules,
  ...templateNames,
  ...Object.values(fileNames).flat()
]);

/** Folders of a sentence encoder's modules: 1_Pooling, 2_Dense. */
const ofModules = /^\d+_\w+$/;

/** Whether what lies in such a folder is read with the model above it. */
export const isInnerFolder = (folder: string): boolean =>
  ofModules.test(folder) || folder === templatesFolder || folder === exportsFolder;

/** Whether a file of this name, which may be in one of those folders, is read as part of a model. */
export function isFileOfModel(name: string): boolean {
  const [first, inner, ...deeper] = name.split("/") as [string, ...string[]];
  if (inner === undefined) return named.has(first) || /^[^.].*\.(?:safetensors|gguf)$/i.test(first);
  if (deeper.length > 0) return false;
  if (first === exportsFolder) return /^[^.].*\.onnx(?:_data(?:_\d+)?)?$/i.test(inner);
  return first === templatesFolder
    ? inner.endsWith(".jinja")
    : ofModules.test(first) && ["config.json", "model.safetensors"].includes(inner);
}
