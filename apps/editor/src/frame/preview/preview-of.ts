/** What a cell shows before it may run: its prose, recorded pictures, tables, and names for what is drawn later. */
import {drawRecorded, viewTags} from "@ecco/cells/preview";
import {cellTypes} from "@ecco/runtime/document";
import type {CellTypeRow} from "@ecco/runtime/document";
import {completeMarkdown, findCalls, findParts, markdownToHtml} from "@ecco/runtime/preview";
import type {CellText} from "../../protocol/messages.ts";
import {formulaLimits} from "./formula-limits.ts";
import {placeholder, safeCopy} from "./safe-copy.ts";
import {tablePreview} from "./table-preview.ts";

/** Longer texts are shown as they are written, in UTF-16 units: reading them must not hold up the page. */
const longest = {md: 100_000, html: 5_000_000, code: 100_000} as const;
/** Of an expression so much is shown. */
const words = 60;

/** Around the number of a `${…}`, in the text that is read: characters that mean nothing anywhere. */
const [open, close] = ["\uE000", "\uE001"];
const mark = new RegExp(`${open}(\\d+)${close}`);

const previews: {readonly [P in CellTypeRow["preview"]]: (cell: CellText) => Node | null} = {
  prose: ({text, type}) => prose(text, type === "md" ? "md" : "html"),
  formula: ({text}) => formula(text),
  text: ({text}) => asWritten(text),
  table: ({text, hidden}) => (hidden || text.length > longest.code ? null : tablePreview(text)),
  drawings,
  nothing: () => null
};

/** Returns what is shown; null where there is only code. */
export const previewOf = (cell: CellText): Node | null =>
  cell.type === "raw" ? null : previews[cellTypes[cell.type].preview](cell);

/** Returns a formula on a line of its own, set within the limits of those in Markdown; with values in it, as text. */
function formula(text: string): Node {
  const root = document.createElement("div");
  const made = root.appendChild(document.createElement("div"));
  made.textContent = text;
  made.className = text.includes("${") ? "" : "math display";
  completeMarkdown(root, formulaLimits);
  return root;
}

function prose(text: string, type: "md" | "html"): Node {
  if (text.length > longest[type] || spent > patience) return asWritten(text);
  const begun = performance.now();
  const shown = read(text, type);
  const took = performance.now() - begun;
  if (took > noticed) spent += took;
  return shown;
}

/** What texts have taken that take longer than a text of their length should, in ms; after so much, the rest is not read. */
let spent = 0;
const noticed = 50;
const patience = 3000;

/** Returns what is shown of a text in Markdown. */
export const safeMarkdown = (text: string): Node => prose(text, "md");

function read(text: string, type: "md" | "html"): Node {
  const {source, expressions} = withMarks(text);
  const html = type === "md" ? markdownToHtml(source) : source;
  const shown = safeCopy(html, {
    text: (each) => withExpressions(each, expressions),
    isOpen: (value) => mark.test(value),
    custom
  });
  if (type === "md") completeMarkdown(shown, formulaLimits);
  return shown;
}

function asWritten(text: string): Node {
  const pre = document.createElement("pre");
  pre.textContent = text.length > longest.html ? `${text.slice(0, longest.html)} …` : text;
  return pre;
}

/** Returns the text with a mark in the place of each `${…}`, and what stood there. */
function withMarks(text: string): {source: string; expressions: readonly string[]} {
  const clean = text.replaceAll(open, " ").replaceAll(close, " ");
  const expressions: string[] = [];
  let source = "";
  let done = 0;
  try {
    for (const {start, end} of findParts(clean)) {
      source += `${clean.slice(done, start)}${open}${expressions.length}${close}`;
      expressions.push(clean.slice(start, end));
      done = end;
    }
  } catch {
    // Not as cells are written: what is there is shown as text.
    return {source: clean, expressions: []};
  }
  return {source: (source + clean.slice(done)).replaceAll("\\${", "${"), expressions};
}

function withExpressions(text: string, expressions: readonly string[]): Node {
  const fragment = document.createDocumentFragment();
  // Every second part is the number between two marks.
  text.split(mark).forEach((part, index) => {
    if (index % 2 === 0) return fragment.append(part);
    const expression = expressions[Number(part)] ?? "";
    const code = document.createElement("code");
    code.className = "held";
    code.title = "a value, when the notebook runs";
    code.textContent =
      expression.length > words ? `${expression.slice(0, words - 2)} …}` : expression;
    fragment.append(code);
  });
  return fragment;
}

/** Elements that only hold others, and text. */
const around: ReadonlySet<string> = new Set([
  "ecco-model",
  "ecco-steps",
  "ecco-step",
  "ecco-exercise"
]);

/** Returns what stands in the place of an element of Ecco, or of anybody else with a name of its own. */
function custom(element: Element): Node | null {
  const tag = element.localName;
  // What is inside is shown as if it stood alone.
  if (around.has(tag)) return null;
  const record = element.querySelector(':scope > script[type="application/json"]');
  if (!viewTags.has(tag) || !record) return placeholder(tag, "view");
  const attributes = new Map(
    [...element.attributes]
      .filter(({value}) => !mark.test(value))
      .map(({name, value}) => [name, value])
  );
  try {
    return drawRecorded(tag, record.textContent, attributes);
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 300) : "it cannot be read";
    const said = placeholder(tag, "view");
    said.append(`: its record is not shown (${reason})`);
    return said;
  }
}

/** Returns the names of what code draws: `ecco.logitLens` for a lens. */
function drawings(cell: CellText): Node | null {
  if (cell.text.length > longest.code) return null;
  const names = new Set(
    findCalls(cell)
      .calls.map(({name}) => name)
      .filter((name) => drawn.has(name))
  );
  if (names.size === 0 || cell.hidden) return null;
  const fragment = document.createDocumentFragment();
  for (const name of names) fragment.append(placeholder(name, "view"));
  return fragment;
}

const drawn: ReadonlySet<string> = new Set(
  [...viewTags, "ecco-prompt"].map(
    (tag) =>
      `ecco.${tag.replace(/^ecco-/, "").replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}`
  )
);
