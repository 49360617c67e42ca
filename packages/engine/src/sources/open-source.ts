import type {Tokenizer} from "../tokenizers/tokenizer.ts";
import type {Weights} from "../weights/weights.ts";
import {chosenIn} from "./chat-choice.ts";
import {locateGiven} from "./dropped.ts";
import {keepingFiles} from "./keep-files.ts";
import {locateSource} from "./locate.ts";
import type {Location} from "./locate.ts";
import {openFolder} from "./open-folder.ts";
import {openGguf} from "./open-gguf.ts";
import {planFiles} from "./plan-files.ts";
import type {FetchProgress} from "./remote/cached-model.ts";
import {isRemote, withRemote} from "./remote/remote-source.ts";
import type {RemoteOptions} from "./remote/remote-model.ts";
import type {SentenceFiles} from "./sentence-files.ts";

/**
 * Where a model is: an embedded name, a folder, .gguf or .safetensors file (Node), an address,
 * hf:owner/name[@revision][/file.gguf], or files a reader of a page has dropped or chosen; those never leave it. Behind
 * a text may stand #chat-template=NAME, for one of several.
 */
export type ModelSource =
  | string
  | readonly File[]
  | FileSystemDirectoryHandle
  | FileSystemFileHandle;

export interface SourceOptions extends Omit<RemoteOptions, "progress"> {
  /** URL or folder that holds the embedded models; defaults to Ecco's own (Node) or `models/` below the page. */
  readonly models?: string | URL | undefined;
  /** Bytes of all files so far, and in all (null until every host has said); of downloads also how fast. */
  readonly progress?: FetchProgress | undefined;
  /** Called with each file that came from a host and is kept nowhere: given as the source, they load without it. */
  readonly fetched?: ((file: File) => void) | undefined;
}

/** A model's files, read. */
export interface Source {
  readonly name: string;
  /** config.json as it is. */
  readonly config: unknown;
  /** What generation_config.json says. */
  readonly generation?: Readonly<Record<string, unknown>>;
  readonly weights: Weights;
  /** Null when there is none, or none that is read here. */
  readonly tokenizer: Tokenizer | null;
  /** Why it is null: which files were looked for, or what they have that is not read, and what to do. */
  readonly noTokenizer?: string | undefined;
  /** What lies beside a sentence encoder; null or absent where there is no modules.json. */
  readonly sentence?: SentenceFiles | null;
  /** Of all files read. */
  readonly bytes: number;
  readonly revision: string | null;
  /** What a reader should know of them: what had to be guessed because a file does not say it. Defaults to nothing. */
  readonly notices?: readonly string[];
}

/**
 * Returns the model of a source. What lies elsewhere is downloaded once and kept.
 *
 * Throws SourceError when it is not found, incomplete or malformed, and the signal's reason when aborted.
 */
export async function openSource(given: ModelSource, options: SourceOptions = {}): Promise<Source> {
  const {source, template} =
    typeof given === "string" ? chosenIn(given) : {source: given, template: null};
  let downloaded = false;
  const {progress} = options;
  const counted: SourceOptions = {
    ...options,
    progress: (...told) => {
      downloaded = true;
      progress?.(...told);
    }
  };
  const read = (location: Location): Promise<Source> =>
    // What was downloaded just now has been counted already.
    readLocated(location, template, downloaded ? {...options, progress: undefined} : options);
  if (typeof source !== "string") return read(await locateGiven(source));
  if (!isRemote(source)) return read(await locateSource(source, options.models));
  return withRemote(source, counted, ({record: {name, file, revision}, files}) =>
    read({name, files, revision, ...(file === null ? {} : {file})})
  );
}

async function readLocated(
  located: Location,
  template: string | null,
  options: SourceOptions
): Promise<Source> {
  const {fetched} = options;
  const location =
    fetched && /^https?:/.test(located.files.location)
      ? {...located, files: keepingFiles(located.files, fetched)}
      : located;
  const {name, files, revision = null} = location;
  const plan = await planFiles(location, options.signal);
  const opened =
    plan.kind === "gguf"
      ? await openGguf(name, {files, template, ...plan}, options)
      : await openFolder(name, {files, template, weights: plan.weights}, options);
  return {...opened, revision};
}
