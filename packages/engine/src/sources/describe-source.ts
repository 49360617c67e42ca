/** What a model weighs, before any of it comes. */
import {explainMissing} from "./absent.ts";
import {chosenIn} from "./chat-choice.ts";
import {locateGiven} from "./dropped.ts";
import {isExport} from "./exports/export-names.ts";
import type {Files, OpenFile} from "./files.ts";
import {besideWeights} from "./open-folder.ts";
import {locateSource} from "./locate.ts";
import type {ModelSource, SourceOptions} from "./open-source.ts";
import {planFiles} from "./plan-files.ts";
import type {Plan} from "./plan-files.ts";
import {describeRemote, isRemote} from "./remote/remote-source.ts";
import {indexName} from "./shard-index.ts";
import {bytesOfAll} from "./tally.ts";

export interface SourceDescription {
  readonly name: string;
  /** Those that will be read; bytes are null where the host does not say. */
  readonly files: readonly {readonly name: string; readonly bytes: number | null}[];
  /**
   * Of all files, as they come over the network where a host announces it; null where it does not say what the weights
   * take. Small files it says nothing of are not counted.
   */
  readonly bytes: number | null;
  /** Whether nothing has to be downloaded: it is kept already, or lies on this computer. */
  readonly cached: boolean;
  /** Who would be asked for the files; null when nobody has to be. */
  readonly host: string | null;
  readonly revision: string | null;
}

/**
 * Returns what a source is made of, without downloading its weights: pages show it, and ask, before they open it.
 *
 * Throws SourceError when it is not found or incomplete, and the signal's reason when aborted.
 */
export async function describeSource(
  given: ModelSource,
  options: Omit<SourceOptions, "progress"> = {}
): Promise<SourceDescription> {
  const exporting = isExport(given) ? await import("./exports/describe-export.ts") : null;
  const exported = exporting && exporting.exportSource(given);
  const source = exported?.source ?? (typeof given === "string" ? chosenIn(given).source : given);
  if (typeof source === "string" && isRemote(source)) {
    const {name, files, cached, host, revision} = await describeRemote(source, options);
    const known =
      cached?.record.files ??
      files.map((file) => ({...file, bytes: file.size ?? file.expected ?? null}));
    return {
      name,
      ...weighed(known),
      cached: cached !== null,
      host: cached ? null : host,
      revision
    };
  }
  const location =
    typeof source === "string"
      ? await locateSource(exported ? source.replace(/#.*$/, "") : source, options.models)
      : await locateGiven(source);
  const {files} = location;
  const look = lookingOnce(files);
  const looking = {...files, open: look};
  const sizes = exported
    ? await weigh(
        looking,
        await exporting!.filesOfExport(looking, exported.wanted, options.signal),
        options.signal
      )
    : await sizesOf(looking, await planFiles(location, options.signal, look), options.signal);
  const host = /^https?:/.test(files.location) ? new URL(files.location).host : null;
  return {name: location.name, ...weighed(sizes), cached: host === null, host, revision: null};
}

type Weighed = Pick<SourceDescription, "files" | "bytes">;

function weighed(files: SourceDescription["files"]): Weighed {
  const bytes = bytesOfAll(files.map(({name, bytes: size}) => ({name, size})));
  return {files: files.map((file) => ({name: file.name, bytes: file.bytes})), bytes};
}

/** Returns a way to find out what files weigh: each is asked for once, and as little of it comes as its host can do. */
function lookingOnce(files: Files): Files["open"] {
  const seen = new Map<string, OpenFile | null>();
  return async (name, signal) => {
    if (!seen.has(name)) seen.set(name, await (files.peek ?? files.open)(name, signal));
    return seen.get(name)!;
  };
}

async function sizesOf(
  files: Files,
  plan: Plan,
  signal: AbortSignal | undefined
): Promise<SourceDescription["files"]> {
  if (plan.kind === "folder") await plan.weights.first?.close();
  const needed =
    plan.kind === "gguf"
      ? [plan.gguf]
      : ["config.json", ...(plan.weights.index ? [indexName] : []), ...plan.weights.names];
  const optional = plan.kind === "gguf" && plan.alone ? [] : besideWeights;
  return weigh(files, {needed, optional}, signal);
}

async function weigh(
  files: Files,
  {needed, optional}: {readonly needed: readonly string[]; readonly optional: readonly string[]},
  signal: AbortSignal | undefined
): Promise<SourceDescription["files"]> {
  const sizes: {name: string; bytes: number | null}[] = [];
  // One after the other: a host is asked for no more connections than it takes.
  for (const name of new Set([...needed, ...optional])) {
    const opened = await files.open(name, signal);
    if (opened) sizes.push({name, bytes: opened.size ?? opened.transfer ?? null});
    else if (needed.includes(name)) await explainMissing(files, name, signal);
    await opened?.close();
  }
  return sizes;
}
