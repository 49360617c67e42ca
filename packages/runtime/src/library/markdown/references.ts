/**
 * References and citations in Markdown: `@fig:lens` and `[@fig:a; @fig:b]` become links to what is numbered,
 * `@vaswani2017` and `[@vaswani2017, p. 3; @elhage2021]` stay as they are written, in an element that the article of the
 * page fills: only the page knows the numbers and the bibliography.
 */
import type {MarkdownIt, StateInline} from "markdown-it";
import {citeKey, kindsOfNames} from "../../article/names.ts";

const key = new RegExp(`^@${citeKey}`, "u");
/** What follows a key that is part of a sentence: `@vaswani2017 [p. 3]`. */
const place = /^ \[[^[\]@{}\n]{1,100}\](?![([{])/;
const item = new RegExp(String.raw`^\s*(?:[^@]*\s)?-?@${citeKey}(?![\p{L}\p{N}])[^@]*$`, "u");
const numbered = new RegExp(String.raw`^(?:${Object.keys(kindsOfNames).join("|")}):`);
/** Longer lists of citations are text. */
const longest = 2000;

export function references(markdown: MarkdownIt): void {
  markdown.inline.ruler.after("link", "citations", several);
  markdown.inline.ruler.after("citations", "citation", one);
  const {escapeHtml} = markdown.utils;
  markdown.renderer.rules["reference"] = (tokens, index) => {
    const name = tokens[index]!.content;
    return `<a class="article-ref" href="#${escapeHtml(name)}">${escapeHtml(name)}</a>`;
  };
  markdown.renderer.rules["citation"] = (tokens, index) =>
    `<span class="article-cite">${escapeHtml(tokens[index]!.content)}</span>`;
}

function add(state: StateInline, type: "reference" | "citation", content: string): void {
  Object.assign(state.push(type, "", 0), {content});
}

/** `@key` within a sentence. */
function one(state: StateInline, silent: boolean): boolean {
  const {src, pos, posMax} = state;
  if (src[pos] !== "@" || state.linkLevel > 0) return false;
  // As in an address of mail.
  if (pos > 0 && /[\p{L}\p{N}_.@/-]/u.test(src[pos - 1]!)) return false;
  const [found] = key.exec(src.slice(pos, Math.min(posMax, pos + longest))) ?? [];
  if (found === undefined) return false;
  const name = found.slice(1);
  const isNumbered = numbered.test(name);
  const rest = isNumbered ? "" : (place.exec(src.slice(pos + found.length, posMax))?.[0] ?? "");
  if (!silent) add(state, isNumbered ? "reference" : "citation", isNumbered ? name : found + rest);
  state.pos = pos + found.length + rest.length;
  return true;
}

/** `[@a, p. 3; see @b]`. */
function several(state: StateInline, silent: boolean): boolean {
  const {src, pos, posMax} = state;
  if (src[pos] !== "[" || state.linkLevel > 0) return false;
  const end = src.indexOf("]", pos);
  if (end < 0 || end >= posMax || end - pos > longest || !src.slice(pos, end).includes("@"))
    return false;
  const items = src.slice(pos + 1, end).split(";");
  if ("({".includes(src[end + 1] ?? " ") || !items.every((each) => item.test(each))) return false;
  state.pos = end + 1;
  if (silent) return true;
  const names = items.map((each) => each.trim().slice(1));
  if (!names.every((name) => numbered.test(name) && new RegExp(`^${citeKey}$`, "u").test(name))) {
    add(state, "citation", src.slice(pos, end + 1));
    return true;
  }
  names.forEach((name, index) => {
    if (index > 0) Object.assign(state.push("text", "", 0), {content: ", "});
    add(state, "reference", name);
  });
  return true;
}
