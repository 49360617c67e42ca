/** Files in llama.cpp's format, where a folder has some. */
import {SourceError} from "../errors.ts";

export const isGguf = (name: string): boolean => /\.gguf$/i.test(name);

/** Returns what to say of several GGUF files: one is to be named, or they are parts of one. */
export function severalGguf(names: readonly string[]): string {
  const parts = names.every((name) => /-\d{5}-of-\d{5}\.gguf$/i.test(name));
  return parts
    ? `has a GGUF file in ${names.length} parts, expected one file; merge them (llama-gguf-split --merge)`
    : `has ${names.length} GGUF files, expected one; name one of ${names.join(", ")}`;
}

/** Throws SourceError for one part of a file that was split; `where` names its place. */
export function refusePart(where: string, name: string): void {
  const [, part, count] = /-(\d{5})-of-(\d{5})\.gguf$/i.exec(name) ?? [];
  if (Number(count) > 1)
    throw new SourceError(
      `${where}: ${name} is part ${Number(part)} of ${Number(count)} of a GGUF file, expected one file; get all parts and merge them (llama-gguf-split --merge)`
    );
}
