/**
 * Figures of one picture, `![Caption](photo.png){#fig:photo}` in a paragraph of its own, and tables with a caption after
 * them, `: Caption {#tbl:sizes}`.
 */
import type {MarkdownIt, StateCore, Token} from "markdown-it";
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

/** Makes a figure of a table that has a name, or a caption after it; returns how many tokens there are more. */
function table(state: StateCore, at: number): number {
  const {tokens, Token: Make} = state;
  let start = at;
  while (tokens[start]!.type !== "table_open") start--;
  const [paragraph, text] = tokens.slice(at + 1, at + 3);
  const follows = paragraph?.type === "paragraph_open" && /^:\s/.test(text!.content);
  const first = text?.children?.[0];
  const captioned = follows && first?.type === "text" && /^:\s/.test(first.content);
  const id = (captioned ? idOf(paragraph) : null) ?? idOf(tokens[start]!);
  if (!captioned && !id?.startsWith("tbl:")) return 0;
  if (captioned) first.content = first.content.replace(/^:\s+/, "");
  const opening = new Make("figure_open", "figure", 1);
  const closing = new Make("figure_close", "figure", -1);
  tokens[start]!.attrs = (tokens[start]!.attrs ?? []).filter(([name]) => name !== "id");
  asFigure(opening, closing, id, "article-figure article-table");
  const content = captioned ? text!.content.replace(/^:\s+/, "") : "";
  const caption = captionTokens(state, content, captioned ? text!.children! : []);
  tokens.splice(at + 1, captioned ? 3 : 0, closing);
  tokens.splice(start, 0, opening, ...caption);
  return captioned ? 2 : 5;
}

function asFigure(opening: Token, closing: Token, id: string | null, classes: string): void {
  Object.assign(opening, {type: "figure_open", tag: "figure", block: true});
  Object.assign(closing, {type: "figure_close", tag: "figure", block: true});
  opening.attrJoin("class", classes);
  if (id !== null) opening.attrSet("id", id);
}
