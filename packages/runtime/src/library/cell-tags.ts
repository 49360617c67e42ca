/** The tags of cells of Markdown and HTML: what is wrong with one part of a text is shown in the place of that part. */
import * as htl from "htl";
import {markdown} from "./markdown/markdown-tag.ts";
import {problemWithin} from "./problem-within.ts";

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

/** In the text of a cell the compiler has put a backslash before each backtick; htl reads texts as they stand. */
const html: Tag = ({raw}, ...values) =>
  htl.html({raw: raw.map((text) => text.replaceAll("\\`", "`"))} as never, ...(values as never[]));

export const markdownOfCell: Tag & typeof ofParts = Object.assign(
  (...given: Parameters<Tag>) => markdown(...given),
  ofParts
);
export const htmlOfCell: Tag & typeof ofParts = Object.assign(html, ofParts);
