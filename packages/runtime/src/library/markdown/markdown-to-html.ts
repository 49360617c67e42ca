/** The HTML of a text in Markdown. */
import Markdown from "markdown-it";
import type {MarkdownIt} from "markdown-it";
import definitionLists from "markdown-it-deflist";
import {articleBlocks} from "./article-blocks.ts";
import {attributes} from "./attributes.ts";
import {callouts} from "./callouts.ts";
import {figures} from "./figures.ts";
import {footnotes} from "./footnotes.ts";
import {frontMatter} from "./front-matter.ts";
import {headingIds} from "./heading-ids.ts";
import {layout} from "./layout.ts";
import {mathematics} from "./mathematics.ts";
import {references} from "./references.ts";
import {spans} from "./spans.ts";
import {taskLists} from "./task-lists.ts";

/**
 * What Markdown has beyond CommonMark, tables and struck-through text, in the order in which it is added: headings get
 * their ids after attributes, which may give them one.
 */
const extensions: readonly ((markdown: MarkdownIt) => void)[] = [
  frontMatter,
  mathematics,
  footnotes,
  definitionLists,
  callouts,
  // Each takes what it knows before the one above does.
  articleBlocks,
  taskLists,
  references,
  spans,
  attributes,
  figures,
  headingIds,
  layout
];

let renderer: MarkdownIt | undefined;

/**
 * Returns the HTML of a text in Markdown, with whatever HTML stands in it. Formulas and code are text in it:
 * `completeMarkdown` sets and colours them.
 */
export function markdownToHtml(text: string): string {
  renderer ??= extensions.reduce(
    (markdown, extension) => markdown.use(extension),
    new Markdown({html: true, linkify: true, typographer: true})
  );
  return renderer.render(text, {docId: shortHash(text)});
}

/** Notes of two cells that have the same number do not have the same address. */
function shortHash(text: string): string {
  let hash = 0;
  for (let index = 0; index < text.length; index++)
    hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return (hash >>> 0).toString(36);
}
