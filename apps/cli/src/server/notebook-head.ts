/** What the beginning of a file says about the notebook in it. */
import {readSync} from "node:fs";
import {NotebookError, readTitle} from "@ecco/runtime/document";
import {largest} from "./notebook-file.ts";

/** null: not a notebook. */
export type Head = {
  /** null: it has none, or not within its first million bytes. */
  readonly title: string | null;
  /** Why it does not open. */
  readonly problem?: string;
} | null;

/** Bytes in which a title is looked for: first in few, then in more. */
const heads = [32_768, 1_000_000];
const beginning = /<notebook(?=[\t\n\f\r />])/i;

/** Returns what is said of an open file of so many bytes. */
export function readHead(file: number, size: number): Head {
  for (const most of heads) {
    const bytes = readUpTo(file, most);
    const isWhole = bytes.length < most;
    if (isWide(bytes)) return {title: null, problem: "not written in UTF-8"};
    let title: ReturnType<typeof readTitle>;
    let text: string;
    try {
      text = new TextDecoder("utf-8", {fatal: true}).decode(bytes, {stream: !isWhole});
      title = readTitle(text, isWhole);
    } catch (error) {
      const isNotebook = beginning.test(bytes.toString("latin1"));
      const problem = error instanceof NotebookError ? "damaged" : "not written in UTF-8";
      return isNotebook ? {title: null, problem} : null;
    }
    if (title === "unsure" && most !== heads.at(-1)) continue;
    if (title === null) return null;
    const isNotebook = title !== "unsure" || beginning.test(text) || holdsNotebook(file, most);
    if (!isNotebook) return null;
    const found = title === "unsure" ? null : shorten(title.title);
    if (size <= largest) return {title: found};
    const [has, may] = [(size / 1e6).toFixed(1), largest / 1e6];
    return {title: found, problem: `${has} MB; notebooks open up to ${may} MB`};
  }
  return null;
}

/** Whether a notebook begins later in the file. */
function holdsNotebook(file: number, from: number): boolean {
  const size = 1_000_000;
  let last = "";
  for (let at = from; at < largest; at += size) {
    const bytes = Buffer.allocUnsafe(size);
    const read = readSync(file, bytes, 0, size, at);
    const text = last + bytes.toString("latin1", 0, read);
    if (beginning.test(text)) return true;
    if (read === 0) return false;
    last = text.slice(-20);
  }
  return false;
}

/** Lists show a line. */
const shorten = (title: string | null): string | null =>
  title && title.length > 200 ? `${title.slice(0, 199)}…` : title;

/** Whether it is a notebook with two bytes a letter. */
function isWide(bytes: Buffer): boolean {
  if (!bytes.includes(0)) return false;
  const text = bytes.toString("latin1");
  return !beginning.test(text) && beginning.test(text.replaceAll("\0", ""));
}

function readUpTo(file: number, most: number): Buffer {
  const bytes = Buffer.allocUnsafe(most);
  let size = 0;
  while (size < most) {
    const read = readSync(file, bytes, size, most - size, size);
    if (read === 0) break;
    size += read;
  }
  return bytes.subarray(0, size);
}
