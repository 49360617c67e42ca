/** From a text in Markdown to cells, whatever its blocks of code are called. */
import {mimes} from "../../document/notebook.ts";
import {headingOf} from "../heading-of.ts";
import type {ForeignCell, Imported, Notice} from "../foreign.ts";
import {writeForeign} from "../write-foreign.ts";
import {blocksOf} from "./blocks.ts";
import type {Block, Fence} from "./blocks.ts";
import {wholeContainers} from "./containers.ts";
import {titleOf} from "./front-matter.ts";
import type {Front} from "./front-matter.ts";

/** Called with what is not understood, and its line in the file. */
export type Tell = (line: number, what: string) => void;

/** A kind of Markdown. */
export interface Flavour {
  /** Returns what a block of code is: cells, Markdown that stands in its place, or null for code that is only shown. */
  fence(fence: Fence, tell: Tell): readonly ForeignCell[] | string | null;
  /** Returns other text in our Markdown. */
  prose(text: string, line: number, tell: Tell): string;
  /** Returns code that is only shown in our Markdown. */
  listing(source: string): string;
}

/** Returns how many empty lines a block begins with. */
const emptyLines = (block: Block): number =>
  block.kind === "prose" ? /^(?:[ \t]*\n)*/.exec(block.text)![0].split("\n").length - 1 : 0;

/** Returns the notebook of a text. */
export function readMarkdown(front: Front, flavour: Flavour, stem: string): Imported {
  const notices: Notice[] = [...front.notices];
  const tell: Tell = (line, what) => void notices.push({line, what});
  const cells: ForeignCell[] = [];
  // An empty line follows front matter.
  let prose: string[] = front.source
    ? [front.source, ...(front.rest.startsWith("\n") ? [] : [""])]
    : [];
  let line = 1;
  const flush = (): void => {
    const text = prose.join("\n").replace(/^(?:[ \t]*\n)+|\s+$/g, "");
    if (text) cells.push({mime: mimes.md, text, line});
    prose = [];
  };
  for (const block of blocksOf(front.rest, front.line)) {
    if (prose.length === 0) line = block.line + emptyLines(block);
    if (block.kind === "prose") {
      prose.push(flavour.prose(block.text, block.line, tell));
      continue;
    }
    const made = flavour.fence(block, tell);
    if (made === null) prose.push(flavour.listing(block.source));
    else if (typeof made === "string") prose.push(made);
    else {
      flush();
      cells.push(...made);
    }
  }
  flush();
  const whole = wholeContainers(cells, tell);
  return {
    source: writeForeign({title: titleOf(front) || headingOf(whole) || stem, cells: whole}),
    notices: notices.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0))
  };
}
