/**
 * Attributes in Markdown: at the end of a heading or paragraph, right after an image, a link, code, a formula or marked
 * words, after the language of a block of code, and on a line of their own for the block before it.
 */
import type {MarkdownIt, StateCore, Token} from "markdown-it";
import {addAttributes, listAtEnd, listAtStart, readAttributes} from "./attribute-list.ts";

export function attributes(markdown: MarkdownIt): void {
  markdown.core.ruler.after("inline", "attributes", ({tokens}: StateCore) => {
    for (const [index, token] of tokens.entries()) {
      if (token.type === "fence") ofCode(token);
      if (token.type !== "inline" || !token.content.includes("{")) continue;
      ofParts(token.children!);
      if (tokens[index - 1]?.type === "heading_open") ofText(token.children!, tokens[index - 1]!);
      if (tokens[index - 1]?.type !== "paragraph_open") continue;
      if (isAlone(token)) ofBlockBefore(tokens, index);
      else ofText(token.children!, ownerOf(tokens, index - 1));
    }
  });
}

function ofCode(token: Token): void {
  const found = listAtEnd(token.info);
  if (!found) return;
  token.info = found.before;
  addAttributes(token, readAttributes(found.written));
}

/** What attributes can follow at once. */
const parts: ReadonlySet<string> = new Set(["image", "code_inline", "math_inline"]);

function ofParts(children: readonly Token[]): void {
  const open: Token[] = [];
  children.forEach((child, index) => {
    if (child.nesting === 1) open.push(child);
    const opener = child.nesting === -1 ? open.pop() : undefined;
    const target = opener ?? (parts.has(child.type) ? child : undefined);
    const next = children[index + 1];
    const written = target && next?.type === "text" ? listAtStart(next.content) : null;
    if (written === null) return;
    next!.content = next!.content.slice(written.length);
    addAttributes(target!, readAttributes(written));
  });
}

function ofText(children: readonly Token[], target: Token): void {
  const last = children.at(-1);
  const found = last?.type === "text" ? listAtEnd(last.content) : null;
  if (!found || (found.before === "" && children.length === 1)) return;
  last!.content = found.before;
  addAttributes(target, readAttributes(found.written));
}

/** The paragraph; in a list without empty lines, where it is not shown, its item. */
const ownerOf = (tokens: readonly Token[], at: number): Token =>
  tokens[at]!.hidden && tokens[at - 1]?.type === "list_item_open" ? tokens[at - 1]! : tokens[at]!;

const isAlone = ({children, content}: Token): boolean =>
  children!.length === 1 &&
  children![0]!.type === "text" &&
  listAtStart(content.trim()) === content.trim();

/** Gives the block before a paragraph its attributes, and takes the paragraph out of the text. */
function ofBlockBefore(tokens: readonly Token[], at: number): void {
  const [opening, text, closing] = tokens.slice(at - 1, at + 2) as [Token, Token, Token];
  let before = at - 2;
  const end = tokens[before];
  if (!end || end.level !== opening.level || end.nesting === 1) return;
  if (end.nesting === -1)
    while (tokens[before]!.level !== end.level || tokens[before]!.nesting !== 1) before--;
  addAttributes(tokens[before]!, readAttributes(text.content));
  text.children = [];
  opening.hidden = true;
  closing.hidden = true;
}
