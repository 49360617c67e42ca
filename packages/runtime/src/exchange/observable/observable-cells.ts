/** From a text of Observable JavaScript to its cells. */
import {CellParser} from "@observablehq/parser";
import {normalLines} from "../../document/cell-text.ts";
import {mimes} from "../../document/notebook.ts";
import type {ForeignCell, Imported} from "../foreign.ts";
import {headingOf} from "../heading-of.ts";
import {typeOfLanguage} from "../languages.ts";
import {writeForeign} from "../write-foreign.ts";

type Tell = (line: number, what: string) => void;

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

interface CellNode extends Node {
  readonly id: Node | null;
  readonly body: Node | null;
}

interface Template extends Node {
  readonly quasis: readonly (Node & {readonly value: {readonly raw: string}})[];
  readonly expressions: readonly Node[];
}

interface TaggedTemplate extends Node {
  readonly tag: Node & {readonly name?: string};
  readonly quasi: Template;
}

/** Reads one cell after another, to the end or to the first that is no JavaScript. */
class ManyCells extends CellParser {
  readonly cells: CellNode[] = [];

  parseTopLevel(node: object): object {
    while (this.type.label !== "eof") this.cells.push(this.parseCell(this.startNode()) as CellNode);
    return node;
  }
}

/** Returns the cells of a text whose first line has that number. What is no JavaScript is one cell, to the end. */
export function observableCells(text: string, first: number, tell: Tell): readonly ForeignCell[] {
  const parser = new ManyCells({}, text);
  try {
    parser.parse();
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof RangeError)) throw error;
    const {message, loc} = error as SyntaxError & {readonly loc?: {readonly line: number}};
    const reason = message.replace(/ \(\d+:\d+\)$/, "");
    tell(
      first + (loc?.line ?? 1) - 1,
      `this is not Observable JavaScript: ${reason}; it is one cell with all that follows`
    );
  }
  const cells: ForeignCell[] = [];
  let from = 0;
  for (const node of parser.cells) {
    const end = lineEnd(text, node.end);
    const lead = text.slice(from, node.start);
    const whole = text.slice(from, end).trim();
    from = end;
    if (!node.body && !whole.replace(/;/g, "").trim()) continue;
    cells.push((lead.trim() === "" ? templateOf(text, node) : null) ?? observable(whole));
  }
  const rest = text.slice(from).trim();
  return rest ? [...cells, observable(rest)] : cells;
}

const observable = (text: string): ForeignCell => ({
  mime: typeOfLanguage("ojs"),
  text,
  pinned: false
});

/** A comment behind a cell, in its line, belongs to it. */
function lineEnd(text: string, at: number): number {
  const [comment] = /^[ \t]*\/\/[^\n]*/.exec(text.slice(at, at + 2000)) ?? [];
  return at + (comment?.length ?? 0);
}

/** Tags whose texts have cells of their own type. */
const typeOfTag: Readonly<Record<string, string>> = {md: mimes.md, html: mimes.html};

/** Returns the cell of Markdown or HTML that a template of it is; null for other code. */
function templateOf(text: string, {id, body}: CellNode): ForeignCell | null {
  if (id || body?.type !== "TaggedTemplateExpression") return null;
  const {tag, quasi} = body as TaggedTemplate;
  const mime = Object.hasOwn(typeOfTag, tag.name ?? "") ? typeOfTag[tag.name!]! : null;
  const codes = quasi.expressions.map(({start, end}) => text.slice(start, end));
  if (mime === null || codes.some((code) => /\b(?:viewof|mutable)\b/.test(code))) return null;
  const texts = quasi.quasis.map(({value}) => plainOf(value.raw));
  if (texts.includes(null)) return null;
  const written = texts
    .map((each, index) => (index === 0 ? each! : `\${${codes[index - 1]!}}${each!}`))
    .join("");
  return {mime, text: withoutIndent(written)};
}

/** Returns a text without the backslashes that a template needs; null where they stand for something else. */
function plainOf(raw: string): string | null {
  if (/\\[^`\\${]/.test(raw.replace(/\\\\/g, ""))) return null;
  return raw.replace(/\\([`\\])/g, "$1");
}

const withoutIndent = (text: string): string => {
  const lines = text.replace(/^[ \t]*\n|\n[ \t]*$/g, "").split("\n");
  const indents = lines.filter((line) => line.trim()).map((line) => /^ */.exec(line)![0].length);
  const least = Math.min(...indents, 20);
  return lines.map((line) => line.slice(Math.min(least, line.length))).join("\n");
};

/** Returns the notebook of a file of Observable JavaScript. */
export function readOjs(text: string, stem: string): Imported {
  const notices: {readonly line: number; readonly what: string}[] = [];
  const cells = observableCells(normalLines(text), 1, (line, what) => notices.push({line, what}));
  return {source: writeForeign({title: headingOf(cells) || stem, cells}), notices};
}
