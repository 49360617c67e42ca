/** `[some words]{.class}` in Markdown: words with attributes of their own. */
import type {MarkdownIt, StateInline} from "markdown-it";
import {addAttributes, listAtStart, longest, readAttributes} from "./attribute-list.ts";

export function spans(markdown: MarkdownIt): void {
  markdown.inline.ruler.after("link", "span", span);
}

/** Where the last `]{` of a text is: few texts have one, and without it no label's end is looked for. */
const last = new WeakMap<StateInline, number>();

function lastOf(state: StateInline): number {
  let at = last.get(state);
  if (at === undefined) last.set(state, (at = state.src.lastIndexOf("]{")));
  return at;
}

function span(state: StateInline, silent: boolean): boolean {
  const {src, pos, posMax} = state;
  if (src[pos] !== "[" || lastOf(state) < pos) return false;
  const end = state.md.helpers.parseLinkLabel(state, pos);
  state.pos = pos;
  if (end < 0 || src[end + 1] !== "{") return false;
  const written = listAtStart(src.slice(end + 1, Math.min(posMax, end + 1 + longest)));
  if (written === null) return false;
  if (!silent) {
    addAttributes(state.push("span_open", "span", 1), readAttributes(written));
    state.pos = pos + 1;
    state.posMax = end;
    state.md.inline.tokenize(state);
    state.push("span_close", "span", -1);
  }
  state.pos = end + 1 + written.length;
  state.posMax = posMax;
  return true;
}
