/** What lies in a place where a file of a model was expected, by its first bytes. */

const looked = 512;

const kinds: readonly (readonly [test: (begin: string) => boolean, what: string])[] = [
  [
    (begin) => begin.startsWith("version https://git-lfs"),
    "got a Git LFS pointer (the note that stands for a large file), not the file itself; run git lfs pull in that folder, or download the file"
  ],
  [
    (begin) => /^\s*(?:<!doctype html|<html|<head|<\?xml)/i.test(begin),
    "got a web page, not the file itself (a page of an error or a log-in, perhaps); download the file again from its own address"
  ],
  [
    // A safetensors file whose header has 640 bytes begins with 80 02 too, and zeros behind it.
    (begin) => begin.startsWith("PK\u0003\u0004") || /^\u0080\u0002[^\0]/.test(begin),
    "got a checkpoint in PyTorch's own format (pickle), which may run code when it is read; convert it: model.save_pretrained(folder, safe_serialization=True)"
  ]
];

/** Returns what the bytes are instead of a model's file, and what to do; null where they do not look like anything else. */
export function notTheFile(bytes: Uint8Array): string | null {
  const begin = Array.from(bytes.subarray(0, looked), (byte) => String.fromCharCode(byte)).join("");
  return kinds.find(([test]) => test(begin))?.[1] ?? null;
}
