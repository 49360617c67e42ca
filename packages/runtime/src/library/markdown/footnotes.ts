/** Footnotes in Markdown: `[^name]` with `[^name]: text` anywhere in the cell, or `^[text]` in one. */
import type {MarkdownIt, StateInline} from "markdown-it";
import plugin from "markdown-it-footnote";

/** So many notes within a text are read; each has its end looked for. */
const most = 1000;
const tries = new WeakMap<object, number>();

export function footnotes(markdown: MarkdownIt): void {
  markdown.use(plugin);
  const {rules} = markdown.renderer;
  const inlineNote = ruleOf(markdown, "footnote_inline");
  let within = false;
  markdown.inline.ruler.at("footnote_inline", (state: StateInline, silent: boolean) => {
    // A note has no notes.
    if (within || !state.src.startsWith("^[", state.pos)) return false;
    const count = (tries.get(state.env as object) ?? 0) + 1;
    tries.set(state.env as object, count);
    if (count > most) return false;
    within = true;
    try {
      return inlineNote(state, silent);
    } finally {
      within = false;
    }
  });
  rules["footnote_block_open"] = () =>
    '<section class="footnotes" role="doc-endnotes" aria-label="Footnotes">\n<ol>\n';
  rules["footnote_caption"] = (tokens, index) =>
    String((tokens[index]!.meta as {readonly id: number}).id + 1);
  const back = rules["footnote_anchor"]!;
  rules["footnote_anchor"] = (...given) =>
    back(...given).replace("<a ", '<a aria-label="Back to the text" ');
}

type InlineRule = (state: StateInline, silent: boolean) => boolean;

function ruleOf(markdown: MarkdownIt, name: string): InlineRule {
  let found: InlineRule | undefined;
  // The ruler gives its rules without their names: the one that goes with the name is.
  const before = new Set(markdown.inline.ruler.getRules(""));
  markdown.inline.ruler.disable(name);
  const after = new Set(markdown.inline.ruler.getRules(""));
  markdown.inline.ruler.enable(name);
  for (const rule of before) if (!after.has(rule)) found = rule as InlineRule;
  return found!;
}
