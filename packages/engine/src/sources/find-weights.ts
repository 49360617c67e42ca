import {SourceError} from "../errors.ts";
import type {Files, OpenFile} from "./files.ts";
import {parse, readAll} from "./read-files.ts";

interface WeightFiles {
  readonly names: readonly string[];
  /** The first of them, where finding it meant opening it. */
  readonly first: OpenFile | null;
}

/** Returns the names of the weight files: one, or those of an index. */
export async function findWeights(
  files: Files,
  signal: AbortSignal | undefined
): Promise<WeightFiles> {
  const single = "model.safetensors";
  const first = await files.open(single, signal);
  if (first) return {names: [single], first};
  const index = "model.safetensors.index.json";
  const opened = await files.open(index, signal);
  const name = `${files.location}: ${index}`;
  if (opened) return {names: shardNames(parse(await readAll(opened, name), name), files), first};
  const listed = await files.list?.().catch(() => []);
  const others = listed?.filter((file) => file.endsWith(".safetensors")) ?? [];
  return {names: others.length === 1 ? others : [single], first};
}

function shardNames(index: unknown, files: Files): readonly string[] {
  const map = (index as {weight_map?: unknown} | undefined)?.weight_map;
  const names = typeof map === "object" && map !== null ? [...new Set(Object.values(map))] : [];
  if (
    names.length === 0 ||
    !names.every((name) => typeof name === "string" && !/[/\\]/.test(name))
  ) {
    throw new SourceError(
      `${files.location}: model.safetensors.index.json has no weight_map of file names; expected {"weight_map": {tensor: file}}`
    );
  }
  return (names as string[]).sort();
}
