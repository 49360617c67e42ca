/**
 * Callouts in Markdown, as GitHub writes them (`> [!NOTE]`) and as containers (`::: note Title {#id}`); some containers
 * become elements of their own (containers.ts), and any other is a `div` with that class or those attributes.
 */
import type {MarkdownIt, StateCore, Token} from "markdown-it";
import container from "markdown-it-container";
import {addAttributes, listAtEnd, listAtStart, readAttributes} from "./attribute-list.ts";
import {containerKinds} from "./containers.ts";

/** Kinds of callouts and what they are called where the author gives no title. */
const titles: ReadonlyMap<string, string> = new Map(
  Object.entries({
    note: "Note",
    tip: "Tip",
    important: "Important",
    warning: "Warning",
    caution: "Caution"
  })
);

const quoted = new RegExp(
  String.raw`^\[!(${[...titles.keys()].join("|")})\][ \t]*([^\n]*)(?:\n|$)`,
  "i"
);
/** `name`, then a title and attributes; or attributes alone. */
const contained = /^\s*(?:([a-z][-\w]*)(?:\s+(.*))?|(\{.*\}))\s*$/i;

export function callouts(markdown: MarkdownIt): void {
  markdown.use(container, "block", {validate: (info: string) => isContainer(info)});
  const {rules} = markdown.renderer;
  for (const name of ["container_block_open", "container_block_close"]) delete rules[name];
  markdown.core.ruler.after("block", "callouts", (state: StateCore) => {
    const ends = new Map<Token, Token>();
    const open: Token[] = [];
    for (const token of state.tokens) {
      if (token.nesting === 1) open.push(token);
      if (token.nesting === -1) ends.set(open.pop()!, token);
    }
    state.tokens = state.tokens.flatMap((token, index) => {
      if (token.type === "container_block_open") return opened(state, token, ends.get(token)!);
      if (token.type === "blockquote_open") return quote(state, index, ends.get(token)!);
      return [token];
    });
  });
}

function isContainer(info: string): boolean {
  const found = contained.exec(info);
  if (!found) return false;
  const list = found[3];
  return list === undefined || listAtStart(list) === list;
}

/** Returns the opening of a container, with its title. */
function opened(state: StateCore, token: Token, end: Token): readonly Token[] {
  const [, word = "", rest = "", list] = contained.exec(token.info)!;
  const atEnd = listAtEnd(rest);
  const written = list ?? atEnd?.written;
  const text = atEnd?.before ?? rest;
  const name = word.toLowerCase();
  const named = titles.get(name);
  const kind = containerKinds.get(name);
  const className = kind ? kind.className : named === undefined ? word : "";
  if (className) token.attrJoin("class", className);
  if (written !== undefined) addAttributes(token, readAttributes(written));
  if (named !== undefined) return callout(state, token, name, text || named);
  if (kind) {
    token.tag = kind.tag;
    end.tag = kind.tag;
    if (kind.role !== undefined) token.attrSet("role", kind.role);
    if (kind.summary !== undefined)
      return [token, ...title(state, "summary", text || kind.summary)];
  }
  return text ? [token, ...title(state, "p", text)] : [token];
}

/** Returns the opening of a quotation, which may be a callout. */
function quote(state: StateCore, index: number, end: Token): readonly Token[] {
  const token = state.tokens[index]!;
  const inline = state.tokens[index + 2];
  const found = inline?.type === "inline" ? quoted.exec(inline.content) : null;
  if (!found) return [token];
  inline!.content = inline!.content.slice(found[0].length);
  // Nothing else in that paragraph: it is not shown.
  if (inline!.content.trim() === "")
    for (const at of [index + 1, index + 3]) state.tokens[at]!.hidden = true;
  token.tag = "div";
  end.tag = "div";
  const kind = found[1]!.toLowerCase();
  return callout(state, token, kind, found[2]!.trim() || titles.get(kind)!);
}

function callout(state: StateCore, token: Token, kind: string, text: string): readonly Token[] {
  token.attrJoin("class", `callout callout-${kind}`);
  token.attrSet("role", "note");
  return [token, ...title(state, "p", text)];
}

/** Returns a title, whose text is read as Markdown with the rest. */
function title({Token: Make}: StateCore, tag: string, text: string): readonly Token[] {
  const opening = new Make("callout_title_open", tag, 1);
  opening.block = true;
  if (tag === "p") opening.attrSet("class", "callout-title");
  const inline = Object.assign(new Make("inline", "", 0), {content: text, children: []});
  const closing = new Make("callout_title_close", tag, -1);
  closing.block = true;
  return [opening, inline, closing];
}
