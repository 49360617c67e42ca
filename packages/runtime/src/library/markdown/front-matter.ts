/** `---`, lines of YAML, `---` at the head of a text in Markdown: what the article is called, who wrote it and when. */
import type {MarkdownIt, StateBlock} from "markdown-it";

/** As the first line of YAML that says something. */
const says = /^(?:#.*|[\p{L}"'][^:]*:(?:\s.*)?)$/u;

/** Adds the block: an element that holds the YAML as text. The article of the page reads it and draws the title. */
export function frontMatter(markdown: MarkdownIt): void {
  markdown.block.ruler.before("hr", "front_matter", block);
  const {escapeHtml} = markdown.utils;
  markdown.renderer.rules["front_matter"] = (tokens, index) =>
    `<div class="article-front-matter"><pre>${escapeHtml(tokens[index]!.content)}</pre></div>\n`;
}

function block(state: StateBlock, first: number, last: number, silent: boolean): boolean {
  const lineOf = (line: number): string =>
    state.src.slice(state.bMarks[line], state.eMarks[line]).trimEnd();
  if (state.tokens.length > 0 || state.parentType !== "root" || lineOf(first) !== "---")
    return false;
  let line = first + 1;
  while (line < last && !/^(?:---|\.\.\.)$/.test(lineOf(line))) line++;
  if (line >= last) return false;
  const text = state.getLines(first + 1, line, 0, false);
  const beginning = text.split("\n").find((each) => each.trim()) ?? "";
  if (!says.test(beginning.trimEnd())) return false;
  if (silent) return true;
  const token = state.push("front_matter", "", 0);
  token.block = true;
  token.content = text;
  token.map = [first, line + 1];
  state.line = line + 1;
  return true;
}
