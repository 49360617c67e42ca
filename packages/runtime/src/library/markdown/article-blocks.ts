/**
 * Blocks of an article in Markdown: `::: figure`, `::: table`, `::: appendix`, `::: bibliography`, `::: contents` (or
 * `[[toc]]`), `::: cite-this`, and code in BibTeX, which the article of the page takes for its bibliography.
 */
import type {MarkdownIt, StateCore, Token} from "markdown-it";
import {addAttributes, listAtEnd, listAtStart, readAttributes} from "./attribute-list.ts";
import type {Attributes} from "./attribute-list.ts";
import {captionTokens} from "./caption.ts";

/** What a container of that name becomes; what it says in its first line is its title. */
const sections: ReadonlyMap<string, readonly [tag: string, className: string]> = new Map(
  Object.entries({
    appendix: ["section", "article-appendix"],
    bibliography: ["section", "article-bibliography"],
    "cite-this": ["section", "article-cite-this"],
    contents: ["nav", "article-contents"]
  } as const)
);
const figures: ReadonlyMap<string, string> = new Map([
  ["figure", "article-figure"],
  ["table", "article-figure article-table"]
]);

export function articleBlocks(markdown: MarkdownIt): void {
  // Before callouts, which take every other container.
  markdown.core.ruler.after("block", "article_blocks", (state: StateCore) => {
    const open: {readonly token: Token; readonly index: number}[] = [];
    const {tokens} = state;
    for (let index = 0; index < tokens.length; index++) {
      const token = tokens[index]!;
      if (token.type === "inline" && token.content.trim() === "[[toc]]") contents(tokens, index);
      if (token.nesting === 1) open.push({token, index});
      const opener = token.nesting === -1 ? open.pop() : undefined;
      if (opener?.token.type === "container_block_open")
        index += container(state, opener.index, index);
    }
  });
  const {escapeHtml} = markdown.utils;
  const fence = markdown.renderer.rules["fence"]!;
  markdown.renderer.rules["fence"] = (tokens, index, ...rest) => {
    const {info, content} = tokens[index]!;
    return info.trim() === "bibtex"
      ? `<div class="article-bibtex"><pre>${escapeHtml(content)}</pre></div>\n`
      : fence(tokens, index, ...rest);
  };
}

/** A paragraph that says `[[toc]]` and nothing else is where the contents stand. */
function contents(tokens: readonly Token[], index: number): void {
  const [opening, text, closing] = tokens.slice(index - 1, index + 2);
  if (opening?.type !== "paragraph_open") return;
  Object.assign(opening, {tag: "nav", hidden: false});
  opening.attrJoin("class", "article-contents");
  text!.content = "";
  Object.assign(closing!, {tag: "nav", hidden: false});
}

/** Makes of a container what its name says; returns how many tokens there are more than before. */
function container(state: StateCore, from: number, to: number): number {
  const {tokens} = state;
  const [opening, closing] = [tokens[from]!, tokens[to]!];
  const info = opening.info.trim();
  const [, name = "", text = ""] = /^([a-z][-\w]*)?\s*(.*)$/is.exec(info)!;
  const {title, attributes} = split(text);
  const id = attributes.find(([each]) => each === "id")?.[1] ?? "";
  // As Pandoc has it, what is called fig: or tbl: is one.
  const byId = id.startsWith("fig:") ? "figure" : id.startsWith("tbl:") ? "table" : "";
  const kind = (name || byId).toLowerCase();
  const section = sections.get(kind);
  const classes = figures.get(kind) ?? section?.[1];
  if (classes === undefined) return 0;
  Object.assign(opening, {type: "article_open", tag: section?.[0] ?? "figure"});
  Object.assign(closing, {type: "article_close", tag: section?.[0] ?? "figure"});
  opening.attrJoin("class", classes);
  addAttributes(opening, attributes);
  if (!section) return caption(state, {from, to, text: title, first: kind === "table"});
  if (!title) return 0;
  tokens.splice(from + 1, 0, ...heading(state, title));
  return 3;
}

/** Returns a heading whose text is read as Markdown with the rest. */
function heading({Token: Make}: StateCore, content: string): readonly Token[] {
  const opening = new Make("heading_open", "h2", 1);
  const closing = new Make("heading_close", "h2", -1);
  opening.block = closing.block = true;
  return [opening, Object.assign(new Make("inline", "", 0), {content, children: []}), closing];
}

/** Returns the title and the attributes, which may stand before or after it. */
function split(text: string): {readonly title: string; readonly attributes: Attributes} {
  const start = listAtStart(text);
  if (start !== null)
    return {title: text.slice(start.length).trim(), attributes: readAttributes(start)};
  const end = listAtEnd(text);
  return end
    ? {title: end.before, attributes: readAttributes(end.written)}
    : {title: text.trim(), attributes: []};
}

interface Captioned {
  readonly from: number;
  readonly to: number;
  /** From the first line of the container; where it is empty the last paragraph is the caption. */
  readonly text: string;
  /** Whether it stands above. */
  readonly first: boolean;
}

function caption(state: StateCore, {from, to, text, first}: Captioned): number {
  const {tokens} = state;
  const last = tokens.slice(to - 3, to);
  const found =
    text === "" &&
    to - from > 4 &&
    last[0]?.type === "paragraph_open" &&
    !isMedia(last[1]!.content);
  const content = found ? last[1]!.content : text;
  if (found) tokens.splice(to - 3, 3);
  const end = found ? to - 3 : to;
  tokens.splice(first ? from + 1 : end, 0, ...captionTokens(state, content));
  return found ? 0 : 3;
}

/** Pictures, elements and values, without a word of their own: `\uE000` is a value before the notebook runs. */
const isMedia = (content: string): boolean =>
  /^(?:<[^>]*>|!\[[^\]]*\]\([^)]*\)(?:\{[^}]*\})?|\uE000\d+\uE001|\s)*$/.test(content);
