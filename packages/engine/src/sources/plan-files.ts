/** Which of its files a model is made of. */
import {SourceError} from "../errors.ts";
import {refuseAdapter} from "./absent.ts";
import {findWeights} from "./find-weights.ts";
import type {WeightFiles} from "./find-weights.ts";
import type {Files} from "./files.ts";
import type {Location} from "./locate.ts";
import {isGguf, refusePart, severalGguf} from "./several-gguf.ts";

export type Plan =
  | {
      readonly kind: "gguf";
      readonly gguf: string;
      /** Nothing beside it counts. */ readonly alone: boolean;
    }
  | {readonly kind: "folder"; readonly weights: WeightFiles};

/**
 * Returns which files are to be read; opens as few as will do, by *look* where they are not read at once. Throws
 * SourceError where several could be meant.
 */
export async function planFiles(
  {files, file}: Pick<Location, "files" | "file">,
  signal: AbortSignal | undefined,
  look?: Files["open"]
): Promise<Plan> {
  if (file !== undefined && isGguf(file)) {
    refusePart(files.location, file);
    return {kind: "gguf", gguf: file, alone: true};
  }
  if (file !== undefined)
    return {kind: "folder", weights: {names: [file], index: null, first: null}};
  if (files.list) await refuseAdapter(files, signal);
  const gguf = await findGguf(files);
  if (gguf !== null) return {kind: "gguf", gguf, alone: false};
  const weights = await findWeights(files, signal, look);
  if (weights.first || weights.index || !files.ask) return {kind: "folder", weights};
  return planOfHost(files, signal, look);
}

/** What a GGUF file is called where nobody says which files there are. */
export const usualGguf = "model.gguf";

/** A host that has no safetensors of the usual names may say what it has; else the usual name is tried. */
async function planOfHost(
  files: Files,
  signal: AbortSignal | undefined,
  look: Files["open"] = (name, stop) => files.open(name, stop)
): Promise<Plan> {
  const listed = await files.ask!(signal);
  const asListed = {...files, list: () => Promise.resolve(listed ?? [])};
  const named = listed ? await findGguf(asListed) : null;
  const usual = listed ? null : await look(usualGguf, signal);
  await usual?.close();
  const gguf = named ?? (usual ? usualGguf : null);
  if (gguf !== null) return {kind: "gguf", gguf, alone: false};
  return {kind: "folder", weights: await findWeights(asListed, signal, look)};
}

/** The one GGUF file of a folder without safetensors. */
async function findGguf(files: Files): Promise<string | null> {
  const listed = (await files.list?.().catch(() => [])) ?? [];
  if (listed.some((name) => name.endsWith(".safetensors"))) return null;
  const found = listed.filter(isGguf);
  if (found.length > 1) throw new SourceError(`${files.location}: ${severalGguf(found)}`);
  if (found[0] !== undefined) refusePart(files.location, found[0]);
  return found[0] ?? null;
}
