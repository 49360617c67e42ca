/** Names of models, for whoever keeps what the reader has agreed to. */
import {exportSource} from "@ecco/engine/exports";

/** Returns what a model's files are asked for by: of transformers:owner/name it is hf:owner/name/onnx; others stay. */
export function filesOf(src: string): string {
  try {
    return exportSource(src)?.source ?? src;
  } catch {
    // What names nothing says so when it is opened.
    return src;
  }
}
