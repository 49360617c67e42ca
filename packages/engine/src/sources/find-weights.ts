import {SourceError} from "../errors.ts";
import type {Files, OpenFile} from "./files.ts";
import {parse, readAll} from "./read-files.ts";
import {indexName, readIndex} from "./shard-index.ts";
import type {ShardIndex} from "./shard-index.ts";

export interface WeightFiles {
  readonly names: readonly string[];
  /** Null for a single file. */
  readonly index: ShardIndex | null;
  /** The first of them, where finding it meant opening it. */
  readonly first: OpenFile | null;
}

/**
 * Returns the weight files of a folder: one, or those of an index; *look* finds out whether there is one, and defaults to
 * opening it. Throws SourceError where several could be meant.
 */
export async function findWeights(
  files: Files,
  signal: AbortSignal | undefined,
  look: Files["open"] = (name, stop) => files.open(name, stop)
): Promise<WeightFiles> {
  const single = "model.safetensors";
  const first = await look(single, signal);
  if (first) return {names: [single], index: null, first};
  const opened = await files.open(indexName, signal);
  const where = `${files.location}: ${indexName}`;
  if (opened) {
    const index = readIndex(parse(await readAll(opened, where), where), where);
    return {names: index.files, index, first};
  }
  const listed = (await files.list?.().catch(() => [])) ?? [];
  const others = listed.filter((file) => file.endsWith(".safetensors"));
  if (others.length > 1)
    throw new SourceError(
      `${files.location}: has ${others.length} .safetensors files and neither ${single} nor ${indexName}; name one of ${others.join(", ")}`
    );
  return {names: others.length === 1 ? others : [single], index: null, first};
}
