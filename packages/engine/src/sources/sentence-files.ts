/** What lies beside a sentence encoder: which modules come behind its layers (sentence-transformers' modules.json). */
import {shown, SourceError} from "../errors.ts";
import {checkFinite} from "../weights/finite.ts";
import {readSafetensors} from "../weights/safetensors.ts";
import type {WeightTensor} from "../weights/weights.ts";
import {isEmbedded} from "./embedded.ts";
import type {Files} from "./files.ts";
import {parse, readAll} from "./read-files.ts";

/** The small files of a sentence encoder, read. */
export interface SentenceFiles {
  /** What modules.json says. */
  readonly modules: unknown;
  /** What the other files say, by name: "1_Pooling/config.json", "sentence_bert_config.json". */
  readonly settings: ReadonlyMap<string, unknown>;
  /** Weights of the modules behind the layers, by name: "2_Dense.linear.weight". */
  readonly weights: ReadonlyMap<string, WeightTensor>;
}

export const modulesName = "modules.json";

/** How long a text may be and how it is written; the name has changed with the models. */
const limits = ["bert", "roberta", "distilbert", "camembert", "albert", "xlm-roberta", "xlnet"];

/** What lies beside modules.json, where it does. */
export const besideModules: readonly string[] = [
  "config_sentence_transformers.json",
  ...limits.map((kind) => `sentence_${kind}_config.json`)
];

/** Each is asked for by name; published models have up to four. */
const mostFolders = 20;

/** Returns the folders of the modules behind the first. Throws SourceError for one that is no plain name. */
export function moduleFolders(modules: unknown, where: string): readonly string[] {
  const paths = (Array.isArray(modules) ? modules : []).map((module: unknown) => {
    const {path} = (module ?? {}) as {readonly path?: unknown};
    return typeof path === "string" ? path : "";
  });
  const odd = paths.find((path) => !/^(?:[\w-][\w.-]*)?$/.test(path));
  if (odd !== undefined)
    throw new SourceError(
      `${where}: got the path ${shown(odd)}, expected the plain name of a folder beside it`
    );
  const folders = paths.filter((path) => path !== "");
  if (folders.length > mostFolders)
    throw new SourceError(
      `${where}: names ${folders.length} folders of modules, expected at most ${mostFolders}`
    );
  return folders;
}

/** Returns the folders of modules that their own config.json tells how to compute. */
const needed = (modules: unknown): readonly string[] =>
  (Array.isArray(modules) ? (modules as readonly unknown[]) : []).flatMap((module) => {
    const {path, type} = (module ?? {}) as {readonly path?: unknown; readonly type?: unknown};
    const told = /\.(?:Pooling|Dense)$/.test(String(type));
    return told && typeof path === "string" && path !== "" ? [path] : [];
  });

/** What a module's folder may hold. */
export const moduleFiles = ["config.json", "model.safetensors"] as const;

/**
 * Returns what lies beside a sentence encoder; null where there is no modules.json. Throws SourceError where a file is
 * malformed.
 */
export async function sentenceFilesOf(
  name: string,
  files: Files,
  signal: AbortSignal | undefined
): Promise<SentenceFiles | null> {
  // Those that come with Ecco are no sentence encoders: nothing is asked for that is known not to be there.
  if (isEmbedded(name)) return null;
  const listed: readonly string[] | undefined = await files.list?.().catch(() => []);
  const read = async (file: string): Promise<Uint8Array | null> => {
    if (listed && !file.includes("/") && !listed.includes(file)) return null;
    const opened = await files.open(file, signal);
    return opened && readAll(opened, `${files.location}: ${file}`);
  };
  const said = await read(modulesName);
  if (!said) return null;
  const where = `${files.location}: ${modulesName}`;
  const modules = parse(said, where);
  const settings = new Map<string, unknown>();
  const weights = new Map<string, WeightTensor>();
  const folders = moduleFolders(modules, where);
  // A host without a list is asked for the one name that nearly all have.
  const beside = listed ? besideModules : besideModules.slice(0, 2);
  for (const file of [...beside, ...folders.map((folder) => `${folder}/config.json`)]) {
    const bytes = await read(file);
    if (bytes) settings.set(file, parse(bytes, `${files.location}: ${file}`));
  }
  const lacking = needed(modules).find((folder) => !settings.has(`${folder}/config.json`));
  if (lacking !== undefined)
    throw new SourceError(
      `${files.location}: no ${lacking}/config.json, which ${modulesName} names; copy or download that folder too: it says how texts become vectors`
    );
  for (const folder of folders) {
    // Only what has numbers of its own says how wide it is.
    const config = settings.get(`${folder}/config.json`) as {in_features?: unknown} | undefined;
    if (config?.in_features === undefined) continue;
    const file = `${folder}/model.safetensors`;
    const bytes = await read(file);
    if (!bytes) continue;
    for (const [key, tensor] of readSafetensors(bytes, `${files.location}: ${file}`))
      weights.set(`${folder}.${key}`, {...tensor, name: `${folder}.${key}`});
  }
  checkFinite(weights.values());
  return {modules, settings, weights};
}
