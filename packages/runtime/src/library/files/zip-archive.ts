/** Archives of the kind ZIP: each file in one is unpacked when it is asked for. */
import {unzip} from "fflate";
import type {UnzipFileInfo} from "fflate";
import {tooLarge} from "./file-methods.ts";
import {readableFile} from "./readable-file.ts";
import type {ReadableFile} from "./readable-file.ts";

/** Most bytes that a file of an archive unpacks to, and files that one has. */
const most = {bytes: 500e6, files: 100_000} as const;

export interface ZipArchive {
  /** Of its files, with their folders. */
  readonly filenames: readonly string[];
  /** Returns a file of it. Throws when it is not in it. */
  file(path: string): ZipEntry;
}

/** A file of an archive: all ways of reading it, and nothing is unpacked before one of them is called. */
export type ZipEntry = Pick<ReadableFile, "name" | Reader>;

const readers = [
  "arrayBuffer",
  "arrow",
  "arquero",
  "blob",
  "csv",
  "dsv",
  "html",
  "image",
  "json",
  "parquet",
  "text",
  "tsv",
  "url",
  "xlsx",
  "xml",
  "zip"
] as const;
type Reader = (typeof readers)[number];

/** Returns the archive of these bytes. */
export async function readZip(name: string, bytes: Uint8Array): Promise<ZipArchive> {
  const found = new Map<string, UnzipFileInfo>();
  await unpack(name, bytes, (info) => {
    if (found.size > most.files) throw new Error(`it has more than ${most.files} files`);
    if (!info.name.endsWith("/")) found.set(info.name, info);
    return false;
  });
  const filenames = [...found.keys()];
  return {
    filenames,
    file(path) {
      const info = found.get(String(path));
      if (!info) {
        const has = filenames.slice(0, 10).join(", ") + (filenames.length > 10 ? ", …" : "");
        throw new Error(`${path} is not in ${name}; it has ${has || "no files"}`);
      }
      const unpacked = once(async () => {
        if (info.originalSize > most.bytes)
          throw tooLarge(path, info.originalSize, most.bytes, "zip");
        const all = await unpack(name, bytes, (each) => each.name === info.name);
        return readableFile(new File([all[info.name]! as Uint8Array<ArrayBuffer>], path));
      });
      const entry = {name: path};
      for (const key of readers)
        Object.defineProperty(entry, key, {
          value: async (...given: never[]) =>
            ((await unpacked())[key] as (...given: never[]) => unknown)(...given)
        });
      return entry as ZipEntry;
    }
  };
}

const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
};

function unpack(
  name: string,
  bytes: Uint8Array,
  filter: (info: UnzipFileInfo) => boolean
): Promise<Record<string, Uint8Array>> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void =>
      reject(
        new Error(`${name}: not an archive that can be read: ${(error as Error).message}`, {
          cause: error
        })
      );
    try {
      unzip(bytes, {filter}, (error, files) => (error ? fail(error) : resolve(files)));
    } catch (error) {
      fail(error);
    }
  });
}
