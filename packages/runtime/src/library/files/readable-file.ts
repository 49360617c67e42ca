/** Gives a file that a reader has chosen, or one out of an archive, the methods that notebooks read files with. */
import {kindOf} from "./content-kind.ts";
import {fileMethods, tooLarge} from "./file-methods.ts";
import type {FileMethods} from "./file-methods.ts";

/** A file with Observable's ways to read it. */
export interface ReadableFile extends Omit<File, keyof FileMethods>, FileMethods {
  readonly mimeType: string;
  blob(): Promise<Blob>;
}

/** Returns the same file with these methods. An address that `url` gives lasts as long as the page. */
export function readableFile(file: File): ReadableFile {
  let address: string | undefined;
  const {name} = file;
  const own = file.arrayBuffer.bind(file);
  const methods = {
    ...fileMethods({
      name,
      read: async (most, use) => {
        if (file.size > most) throw tooLarge(name, file.size, most, use);
        return own();
      },
      url: () => Promise.resolve((address ??= URL.createObjectURL(file))),
      whyNoImage: async () => noImage(name, new Uint8Array(await file.slice(0, 512).arrayBuffer()))
    }),
    mimeType: file.type || "application/octet-stream",
    blob: () => Promise.resolve(file)
  };
  for (const [key, value] of Object.entries(methods))
    Object.defineProperty(file, key, {value, configurable: true});
  return file as unknown as ReadableFile;
}

/** Returns the error of a file that is there and whose image is not shown. */
export function noImage(name: string, bytes: Uint8Array): Error {
  const kind = kindOf(bytes);
  const is = kind === null ? "" : `; it is ${kind}`;
  return new Error(`${name}: not an image that this browser shows${is}`);
}
