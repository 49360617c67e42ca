/** A model's folder as sentence-transformers keeps it: modules.json and its folders beside the model's own files. */
import {mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join, resolve} from "node:path";

const kinds = "sentence_transformers.models.";

/** Returns modules.json of these modules; folders are 1_Pooling, 2_Dense, … */
export const modulesJson = (...names: readonly string[]): readonly object[] =>
  names.map((name, idx) => ({
    idx,
    name: String(idx),
    path: idx === 0 ? "" : `${idx}_${name}`,
    type: kinds + name
  }));

/** What lies beside the model: JSON, or bytes. */
export type Beside = Readonly<Record<string, unknown>>;

/** Returns a new folder with a model's own files, linked, and these beside them. */
export function sentenceFolder(model: string, beside: Beside): string {
  const folder = mkdtempSync(join(tmpdir(), "ecco-sentences-"));
  for (const file of readdirSync(model))
    if (!(file in beside)) symlinkSync(resolve(model, file), join(folder, file));
  for (const [file, content] of Object.entries(beside)) {
    mkdirSync(dirname(join(folder, file)), {recursive: true});
    writeFileSync(
      join(folder, file),
      content instanceof Uint8Array ? content : JSON.stringify(content)
    );
  }
  return folder;
}
