/** From the bytes of a file to its text. */
import {NotebookError} from "../document/notebook.ts";

/** How a file says which encoding it has, by its first bytes. */
const marks: readonly (readonly [encoding: string, ...bytes: readonly number[]])[] = [
  ["utf-16le", 0xff, 0xfe],
  ["utf-16be", 0xfe, 0xff],
  ["utf-8", 0xef, 0xbb, 0xbf]
];

/** Returns the text, without a byte order mark. Throws NotebookError for what is no text. */
export function decodeFile(bytes: Uint8Array): string {
  const [encoding] = marks.find(([, ...mark]) => mark.every((byte, at) => bytes[at] === byte)) ?? [
    "utf-8"
  ];
  let text: string;
  try {
    text = new TextDecoder(encoding, {fatal: true}).decode(bytes);
  } catch {
    throw new NotebookError(
      "this is not text in UTF-8 or, with a byte order mark, UTF-16; save it as UTF-8"
    );
  }
  if (text.includes("\0"))
    throw new NotebookError(
      "this is not text: it has characters with the number 0; check that it is the right file, and save it as UTF-8"
    );
  return text;
}
