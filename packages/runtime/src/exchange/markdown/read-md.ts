/** `.md` is what its text says: written from a notebook, MyST Markdown, or Markdown with code that runs. */
import {normalLines} from "../../document/cell-text.ts";
import type {Imported} from "../foreign.ts";
import {readFramework} from "./framework.ts";
import {frontOf} from "./front-matter.ts";
import {isMyst, readMyst} from "./myst.ts";
import {isOwn, readOwn} from "./read-own.ts";

export function readMd(text: string, stem: string): Imported {
  const front = frontOf(normalLines(text));
  if (isOwn(front)) return readOwn(front, stem);
  return isMyst(front) ? readMyst(front, stem) : readFramework(front, stem);
}
