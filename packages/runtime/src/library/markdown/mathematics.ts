/**
 * Formulas in Markdown, as Pandoc finds them: `$x$` within a line, with no space inside the dollars and no digit after
 * them; `$$x$$` on its own or within a paragraph. `\$` is a dollar.
 */
import type {MarkdownIt, StateBlock, StateInline} from "markdown-it";
import {addAttributes, listAtStart, readAttributes} from "./attribute-list.ts";

const dollar = 36;
const backslash = 92;

/** Adds formulas to Markdown: elements of class `math` that hold the text in TeX. */
export function mathematics(markdown: MarkdownIt): void {
  markdown.inline.ruler.after("escape", "math_inline", inline);
  markdown.block.ruler.after("fence", "math_block", block, {
    alt: ["paragraph", "reference", "blockquote", "list"]
  });
  const {escapeHtml} = markdown.utils;
  markdown.renderer.rules["math_inline"] = (tokens, index, _options, _env, self) => {
    const token = tokens[index]!;
    token.attrJoin("class", token.markup === "$$" ? "math display" : "math");
    return `<span${self.renderAttrs(token)}>${escapeHtml(token.content)}</span>`;
  };
  markdown.renderer.rules["math_block"] = (tokens, index, _options, _env, self) => {
    const token = tokens[index]!;
    const text = escapeHtml(token.content);
    // One with a name is numbered, beside the formula.
    if (String(token.attrGet("id")).startsWith("eq:")) {
      token.attrJoin("class", "article-equation");
      return `<div${self.renderAttrs(token)}><div class="math display">${text}</div></div>\n`;
    }
    token.attrJoin("class", "math display");
    return `<div${self.renderAttrs(token)}>${text}</div>\n`;
  };
}

/** Where in a paragraph no two dollars follow any more. */
const unclosed = new WeakMap<StateInline, number>();

function inline(state: StateInline, silent: boolean): boolean {
  const {src, pos, posMax} = state;
  if (src.charCodeAt(pos) !== dollar) return false;
  const length = src.charCodeAt(pos + 1) === dollar ? 2 : 1;
  const start = pos + length;
  const end = length === 1 ? closingOne(src, start, posMax) : closingTwo(state, start);
  if (end === null || src.slice(start, end).trim() === "") return false;
  if (!silent) {
    const token = state.push("math_inline", "span", 0);
    token.markup = "$".repeat(length);
    token.content = src.slice(start, end).trim();
  }
  state.pos = end + length;
  return true;
}

/** Returns where the next dollar is, if it closes a formula: $5 and $6 is money. */
function closingOne(text: string, from: number, to: number): number | null {
  const at = nextDollar(text, from);
  if (at === null || at >= to || at === from) return null;
  const [first, last, after] = [text[from]!, text[at - 1]!, text[at + 1] ?? ""];
  return /\s/.test(first) || /\s/.test(last) || /\d/.test(after) ? null : at;
}

function closingTwo(state: StateInline, from: number): number | null {
  const {src, posMax} = state;
  if (from >= (unclosed.get(state) ?? Infinity)) return null;
  for (let at = nextDollar(src, from); at !== null; at = nextDollar(src, at + 1))
    if (src.charCodeAt(at + 1) === dollar && at + 1 < posMax) return at;
  unclosed.set(state, from);
  return null;
}

function nextDollar(text: string, from: number): number | null {
  let at = text.indexOf("$", from);
  while (at >= 0 && isEscaped(text, at)) at = text.indexOf("$", at + 1);
  return at < 0 ? null : at;
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(at - 1 - slashes) === backslash) slashes++;
  return slashes % 2 === 1;
}

/** A formula that begins a line with two dollars and ends one with them; attributes may follow: `$$x$$ {#eq:x}`. */
function block(state: StateBlock, first: number, last: number, silent: boolean): boolean {
  const lineOf = (line: number): string =>
    state.src.slice(state.bMarks[line]! + state.tShift[line]!, state.eMarks[line]).trimEnd();
  if (state.sCount[first]! - state.blkIndent >= 4) return false;
  const opening = lineOf(first);
  if (!opening.startsWith("$$")) return false;
  const lines = [opening.slice(2)];
  let line = first;
  while (!ends(lines.at(-1)!)) {
    // An empty line ends it: what was begun is not a formula.
    if (++line >= last || state.isEmpty(line) || state.sCount[line]! < state.blkIndent)
      return false;
    lines.push(lineOf(line));
  }
  const list = attributesAfter(lines.at(-1)!);
  const content = lines.join("\n").slice(0, -2 - list.length);
  if (content.trim() === "" || content.includes("$$")) return false;
  if (silent) return true;
  const token = state.push("math_block", "div", 0);
  token.block = true;
  token.markup = "$$";
  token.content = content.trim();
  addAttributes(token, readAttributes(list));
  token.map = [first, line + 1];
  state.line = line + 1;
  return true;
}

/** Returns what stands after the last two dollars of a line, if that is a list of attributes. */
function attributesAfter(line: string): string {
  const after = line.slice(line.lastIndexOf("$$") + 2);
  return listAtStart(after.trim()) === after.trim() ? after : "";
}

function ends(whole: string): boolean {
  const line = whole.slice(0, whole.length - attributesAfter(whole).length);
  return (
    line.endsWith("$$") && !isEscaped(line, line.length - 2) && !/^\s*\$\$$/.test(line.slice(0, -2))
  );
}
