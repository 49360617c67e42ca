/** The tags of cells whose text is in another language; of Markdown and HTML what is wrong with one part stands in its place. */
import * as htl from "htl";
import {loadDot} from "./dot.ts";
import {markdown} from "./markdown/markdown-tag.ts";
import {problemWithin} from "./problem-within.ts";
import {loadTexTag} from "./tex-tag.ts";

type Tag = (strings: TemplateStringsArray, ...values: readonly unknown[]) => unknown;

const ofParts = {
  /** Returns the value of a part, or what says why it has none. */
  part(work: () => unknown): unknown {
    try {
      return work();
    } catch (error) {
      // With its stack, for who looks there.
      console.error(error);
      return problemWithin(error);
    }
  },
  /** Returns what says why a part is not JavaScript. */
  fault: (message: string): Node => problemWithin(message)
};

/**
 * Returns the tag for the text of a cell, in which the compiler has put a backslash before each backtick: tags that read
 * texts as they stand would take it for part of them.
 */
const ofCell =
  (tag: (strings: TemplateStringsArray, ...values: readonly never[]) => unknown): Tag =>
  ({raw}, ...values) => {
    const texts = raw.map((text) => text.replaceAll("\\`", "`"));
    return tag(Object.assign(texts, {raw: texts}), ...(values as readonly never[]));
  };

export const markdownOfCell: Tag & typeof ofParts = Object.assign(
  (...given: Parameters<Tag>) => markdown(...given),
  ofParts
);
export const htmlOfCell: Tag & typeof ofParts = Object.assign(ofCell(htl.html as never), ofParts);

/** What brings the tags of cells of TeX and of graphs. */
export const loadTexOfCell = async (): Promise<Tag> => ofCell((await loadTexTag()).block);
export const loadDotOfCell = async (): Promise<Tag> => ofCell(await loadDot());
