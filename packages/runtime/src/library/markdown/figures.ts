/**
 * Figures of one picture, `![Caption](photo.png){#fig:photo}` in a paragraph of its own, and tables with a caption after
 * them, `: Caption {#tbl:sizes}`.
 */
import type {MarkdownIt, StateCore, Token} from "markdown-it";
import {listAtEnd, readAttributes} from "./attribute-list.ts";
import {captionTokens} from "./caption.ts";

export function figures(markdown: MarkdownIt): void {
  markdown.core.ruler.after("attributes", "figures", (state: StateCore) => {
    const {tokens} = state;
    for (let index = 0; index < tokens.length; index++) {
      const {type} = tokens[index]!;
      if (type === "paragraph_open") index += picture(state, index);
      if (type === "table_close") index += table(state, index);
    }
  });
}

function idOf(token: Token): string | null {
  const id = token.attrGet("id");
  return id === null ? null : String(id);
}

const written = ({children}: Token): readonly Token[] =>
  children!.filter(({type, content}) => type !== "text" || content.trim() !== "");

/** Makes a figure of a paragraph that is one picture with a name; returns how many tokens there are more. */
function picture(state: StateCore, at: number): number {
  const [opening, text, closing] = state.tokens.slice(at, at + 3) as [Token, Token, Token];
  const [image, ...others] = written(text);
  const id = image?.type === "image" ? idOf(image) : null;
  if (!id?.startsWith("fig:") || others.length > 0 || opening.hidden) return 0;
  image!.attrs = image!.attrs!.filter(([name]) => name !== "id" && name !== "class");
  asFigure(opening, closing, id, "article-figure");
  state.tokens.splice(at + 2, 0, ...captionTokens(state, image!.content, image!.children!));
  return 3;
}

/** Makes a figure of a table that has a name, or a caption; returns how many tokens there are more. */
function table(state: StateCore, at: number): number {
  const {tokens, Token: Make} = state;
  const before = tokens.length;
  let start = at;
  while (tokens[start]!.type !== "table_open") start--;
  const own = idOf(tokens[start]!);
  const caption = captionAfter(tokens, at) ?? captionInLastRow(tokens, at);
  const id = caption?.id ?? own;
  if (!caption && !own?.startsWith("tbl:")) return 0;
  tokens.splice(caption?.from ?? at + 1, caption?.count ?? 0);
  const end = tokens.findIndex(({type}, index) => index >= start && type === "table_close");
  const opening = new Make("figure_open", "figure", 1);
  const closing = new Make("figure_close", "figure", -1);
  tokens[start]!.attrs = (tokens[start]!.attrs ?? []).filter(([name]) => name !== "id");
  asFigure(opening, closing, id, "article-figure article-table");
  tokens.splice(end + 1, 0, closing);
  tokens.splice(
    start,
    0,
    opening,
    ...captionTokens(state, caption?.content ?? "", caption?.children)
  );
  return tokens.length - before;
}

interface Caption {
  readonly id: string | null;
  readonly content: string;
  readonly children: readonly Token[];
  /** The tokens it is made of, which go. */
  readonly from: number;
  readonly count: number;
}

/** `: caption {#tbl:name}` in the paragraph after a table. */
function captionAfter(tokens: readonly Token[], at: number): Caption | null {
  const [paragraph, text] = tokens.slice(at + 1, at + 3);
  if (paragraph?.type !== "paragraph_open" || !isCaption(text!)) return null;
  return {id: idOf(paragraph), ...withoutColon(text!), from: at + 1, count: 3};
}

/** The same, or its name alone, in the line after the last row: to Markdown a row. */
function captionInLastRow(tokens: readonly Token[], at: number): Caption | null {
  let from = at;
  while (tokens[from]!.type !== "tr_open") from--;
  const row = tokens.slice(from, at);
  const [first, ...others] = row.filter(({type}) => type === "inline");
  const list = first ? listAtEnd(first.content) : null;
  if (
    !first ||
    tokens[from - 1]?.type === "thead_open" ||
    others.some(({content}) => content !== "")
  )
    return null;
  const id = readAttributes(list?.written ?? "").find(([name]) => name === "id")?.[1] ?? null;
  if (!isCaption(first) && !(list?.before === "" && id?.startsWith("tbl:"))) return null;
  const last = first.children!.at(-1);
  if (list && last?.type === "text") last.content = listAtEnd(last.content)?.before ?? last.content;
  const count = row.findIndex(({type}) => type === "tr_close") + 1;
  return {id, ...withoutColon(first), from, count};
}

const isCaption = ({content, children}: Token): boolean =>
  /^:\s/.test(content) && children?.[0]?.type === "text";

function withoutColon({content, children}: Token): Pick<Caption, "content" | "children"> {
  const first = children![0];
  if (first?.type === "text") first.content = first.content.replace(/^:\s+/, "");
  return {content: content.replace(/^:\s+/, ""), children: children!};
}

function asFigure(opening: Token, closing: Token, id: string | null, classes: string): void {
  Object.assign(opening, {type: "figure_open", tag: "figure", block: true});
  Object.assign(closing, {type: "figure_close", tag: "figure", block: true});
  opening.attrJoin("class", classes);
  if (id !== null) opening.attrSet("id", id);
}
