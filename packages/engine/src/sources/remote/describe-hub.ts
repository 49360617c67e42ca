/** Models of the hub: which files they need, and whether they are here. */
import {namesExport} from "../exports/export-names.ts";
import {cachedModel} from "./cached-model.ts";
import type {CachedModel} from "./cached-model.ts";
import {askHub, hubFetch, hubOf, isCommit, neededFiles, parseHub, tokenOf} from "./hub.ts";
import type {RemoteFile} from "./download.ts";
import {refuseRemoteAdapter} from "./remote-reasons.ts";
import type {RemoteModel, RemoteOptions} from "./remote-model.ts";
import type {Store} from "./store.ts";

/** Returns what a model of the hub is; asks the hub, unless it is named by a commit and here. Throws SourceError. */
export async function describeHub(
  store: Store,
  source: string,
  options: RemoteOptions
): Promise<RemoteModel> {
  const parsed = parseHub(source);
  const {owner, name, revision, path} = parsed;
  const base = `hub/${owner}--${name}`;
  const host = new URL(hubOf(options)).host;
  const single = path === null || namesExport(path) ? null : path;
  const common = {src: source, name: single?.replace(/^.*\/|\.gguf$/gi, "") ?? name, host};
  const reference = `${base}/refs.json`;
  const known = readReferences(await store.readText(reference));
  const at = (commit: string): string =>
    `${base}/${commit}${path === null ? "" : `--${path.replaceAll("/", "--")}`}`;
  // A whole commit never changes: nobody has to be asked.
  /** Names of the hub may have lines between: what lies there is asked which model it is. */
  const kept = async (commit: string): Promise<CachedModel | null> => {
    const found = await cachedModel(store, at(commit));
    const own = found && parseHub(found.record.src);
    return own?.owner === owner && own.name === name && own.path === path ? found : null;
  };
  const fixed = isCommit(revision) ? await kept(revision) : null;
  if (fixed)
    return {
      ...common,
      ...fixed.record,
      src: source,
      files: [],
      folder: at(revision),
      cached: fixed
    };
  try {
    const {commit, files: all} = await askHub(parsed, options);
    await store.writeText(
      reference,
      JSON.stringify(Object.fromEntries([...known, [revision, commit]]))
    );
    const exported = single === path ? null : await exportIn(all, path!, source);
    const {files, file} = neededFiles(all, path, source, exported);
    const token = tokenOf(options);
    await refuseRemoteAdapter(source, files, hubFetch(options), {
      ...(token === undefined ? {} : {headers: {authorization: `Bearer ${token}`}}),
      ...(options.signal ? {signal: options.signal} : {})
    });
    const folder = at(commit);
    const cached = await kept(commit);
    return {...common, revision: commit, file, files, folder, cached};
  } catch (error) {
    const commit = known.get(revision);
    const cached = commit === undefined ? null : await kept(commit);
    if (!cached || !/not reached/.test(String((error as Error).message))) throw error;
    options.notice?.(`the hub is not reached: ${source} is the version that was kept`);
    return {...common, ...cached.record, src: source, files: [], folder: at(commit!), cached};
  }
}

/** Returns the files of an ONNX export. Throws SourceError where there is none. */
async function exportIn(
  all: readonly RemoteFile[],
  wanted: string,
  source: string
): Promise<readonly string[]> {
  const {exportOf} = await import("../exports/export-files.ts");
  const names = all.map(({name}) => name);
  return exportOf(names, wanted, source).files;
}

/** Which commit each revision was, when the hub was asked last. */
function readReferences(text: string | null): ReadonlyMap<string, string> {
  let said: unknown = null;
  try {
    said = JSON.parse(text ?? "null");
  } catch {
    // Damaged: the hub is asked again.
  }
  const all = typeof said === "object" && said !== null ? Object.entries(said) : [];
  return new Map(
    all.filter((each): each is [string, string] => typeof each[1] === "string" && isCommit(each[1]))
  );
}
