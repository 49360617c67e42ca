/** Files of a reader's computer, given to a page: dropped, chosen, or behind a handle. They never leave it. */
import {SourceError} from "../errors.ts";
import type {Files, OpenFile} from "./files.ts";
import {nameOfFile} from "./locate.ts";
import type {Location} from "./locate.ts";
import {isInnerFolder} from "./model-files.ts";

export type GivenFiles = readonly File[] | FileSystemDirectoryHandle | FileSystemFileHandle;

const single = /\.(?:gguf|safetensors)$/i;

/** Returns where the model of given files is. Throws SourceError for none, or two of one name. */
export async function locateGiven(source: GivenFiles): Promise<Location> {
  const given = await filesOf(source);
  if (given.files.length === 0)
    throw new SourceError(
      `${given.name || "no files"}: got no file, expected a .gguf file or a folder with config.json + *.safetensors + tokenizer.json`
    );
  const files = droppedFiles(given.files, given.name);
  const [only] = given.files;
  // One file alone: weights whose config is then said to be missing, or a GGUF, which holds all.
  return given.files.length === 1 && single.test(only!.name)
    ? {name: nameOfFile(only!.name, given.name), files, file: only!.name}
    : {name: files.location, files};
}

/** A file by its name in the model's folder. */
interface Named {
  readonly name: string;
  readonly file: File;
}

const asNamed = (file: File): Named => ({name: file.name, file});

/** What lies on top of a folder, and in the folders of modules and templates; what lies in others below is another's. */
async function filesOf(
  source: GivenFiles
): Promise<{readonly name: string; readonly files: readonly Named[]}> {
  if (isList(source)) {
    const parts = source.map(({webkitRelativePath: path}) => path.split("/"));
    const top = parts.reduce((least, {length}) => Math.min(least, length), Infinity);
    const folder = parts[0]?.[top - 2] ?? "";
    const files = source.flatMap((file, i): Named[] => {
      const own = parts[i]!.slice(top - 1);
      if (own.length === 1) return [asNamed(file)];
      return own.length === 2 && isInnerFolder(own[0]!) ? [{name: own.join("/"), file}] : [];
    });
    return {name: folder, files};
  }
  if (source.kind === "file") return {name: "", files: [asNamed(await source.getFile())]};
  const files: Named[] = [];
  for await (const inner of innersOf(source as FileSystemDirectoryHandle)) {
    if (inner.kind === "file") files.push(asNamed(await (inner as FileSystemFileHandle).getFile()));
    else if (isInnerFolder(inner.name))
      for await (const below of innersOf(inner as FileSystemDirectoryHandle))
        if (below.kind === "file")
          files.push({
            name: `${inner.name}/${below.name}`,
            file: await (below as FileSystemFileHandle).getFile()
          });
  }
  return {name: source.name, files};
}

const innersOf = (
  folder: FileSystemDirectoryHandle
): AsyncIterable<FileSystemDirectoryHandle | FileSystemFileHandle> =>
  (
    folder as FileSystemDirectoryHandle & {
      values(): AsyncIterable<FileSystemDirectoryHandle | FileSystemFileHandle>;
    }
  ).values();

const isList = (source: GivenFiles): source is readonly File[] => Array.isArray(source);

function droppedFiles(given: readonly Named[], folder: string): Files {
  const location = folder || "the given files";
  const byName = new Map(given.map(({name, file}) => [name, file]));
  if (byName.size < given.length) {
    const twice = given.find(({name, file}) => byName.get(name) !== file)!.name;
    throw new SourceError(
      `${location}: two files are called ${twice}, expected those of one folder; drop the folder itself`
    );
  }
  return {
    location,
    open: (name, signal) => {
      const file = byName.get(name);
      return Promise.resolve(file ? blobFile(file, signal) : null);
    },
    list: (within = "") => {
      const below = within === "" ? "" : `${within}/`;
      const names = [...byName.keys()].filter((name) => name.startsWith(below));
      const inner = names.map((name) => name.slice(below.length));
      return Promise.resolve(inner.filter((name) => !name.includes("/")).sort());
    }
  };
}

/** Returns a file or blob of the page as one that is read in parts. */
export function blobFile(file: Blob, signal?: AbortSignal): OpenFile {
  return {
    size: file.size,
    async *read() {
      const reader = file.stream().getReader();
      try {
        for (;;) {
          signal?.throwIfAborted();
          const {done, value} = await read(reader);
          if (done) return;
          yield value;
        }
      } finally {
        await reader.cancel().catch(() => {});
      }
    },
    close: () => Promise.resolve()
  };
}

/** A file that was changed or removed since it was chosen fails in the browser's own words. */
async function read(
  reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>
): Promise<ReadableStreamReadResult<Uint8Array<ArrayBuffer>>> {
  try {
    return await reader.read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SourceError(`a chosen file cannot be read any more (${reason}); choose it again`, {
      cause: error
    });
  }
}
