/** Which shard holds which tensor: model.safetensors.index.json, believed in nothing. */
import {shown, SourceError} from "../errors.ts";

export const indexName = "model.safetensors.index.json";

export interface ShardIndex {
  /** Plain names of files beside the index, sorted, each once. */
  readonly files: readonly string[];
  /** The file each tensor is in. */
  readonly fileOf: ReadonlyMap<string, string>;
}

/** The largest published models have about 200. */
const mostShards = 1024;
/** No folder, no drive, no address, nothing hidden, and no index: an index cannot name another. */
const plainName = /^\w[\w.+ -]*\.safetensors$/;

/** Returns what a parsed index says; `where` names it. Throws SourceError where it names anything but shards beside it. */
export function readIndex(index: unknown, where: string): ShardIndex {
  const map = (index as {weight_map?: unknown} | null | undefined)?.weight_map;
  const entries =
    typeof map === "object" && map !== null && !Array.isArray(map) ? Object.entries(map) : [];
  if (entries.length === 0)
    throw new SourceError(`${where}: has no weight_map, expected {"weight_map": {tensor: file}}`);
  const fileOf = new Map<string, string>();
  for (const [tensor, file] of entries) {
    if (typeof file !== "string" || !plainName.test(file))
      throw new SourceError(
        `${where}: puts tensor ${tensor} into ${shown(file)}, expected the plain name of a .safetensors file beside it`
      );
    fileOf.set(tensor, file);
  }
  const files = [...new Set(fileOf.values())].sort();
  if (files.length > mostShards)
    throw new SourceError(
      `${where}: names ${files.length} files, expected at most ${mostShards}; is it the index of one model?`
    );
  return {files, fileOf};
}

/** Throws SourceError where a shard, well-formed as it is, does not hold what the index says; `where` names the shard. */
export function checkShard(
  {fileOf}: ShardIndex,
  {file, bytes, where}: {readonly file: string; readonly bytes: Uint8Array; readonly where: string}
): void {
  const held = new Set(tensorNames(bytes));
  for (const tensor of held) {
    const said = fileOf.get(tensor);
    if (said !== undefined && said !== file)
      throw new SourceError(
        `${where}: holds tensor ${tensor}, which ${indexName} puts into ${said}; copy or download both again`
      );
  }
  for (const [tensor, said] of fileOf) {
    if (said === file && !held.has(tensor))
      throw new SourceError(
        `${where}: no tensor ${tensor}, which ${indexName} puts here; copy or download both again`
      );
  }
}

/** Integers too, which are no weights but may be in the index. */
function tensorNames(bytes: Uint8Array): readonly string[] {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as object;
  return Object.keys(header).filter((name) => name !== "__metadata__");
}
