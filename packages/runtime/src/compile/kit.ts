/** What notebook-kit, whose version is pinned, makes of a cell of JavaScript, Markdown or HTML. */
import {parseJavaScript, transpile} from "@observablehq/notebook-kit";
import type {Diagnostic} from "./diagnostic.ts";
import {findParts, withTagCalls} from "./template-parts.ts";
import {ownName, withOwnTag} from "./template-tags.ts";

/** A function as text, and what it needs and gives. */
export interface Transpiled {
  /** `(inputs…) => {…}`, async where the cell awaits or imports. */
  readonly body: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Whether the value of the cell is shown: it is an expression that does not call `display` or `view`. */
  readonly autodisplay: boolean;
  /** What is wrong with parts of a text, which say so at their place. */
  readonly faults: readonly Diagnostic[];
}

export interface ImportNode {
  readonly start: number;
  readonly end: number;
  readonly specifier: string;
  /** `import x from "y"`, not `import("y")`. */
  readonly declaration: boolean;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly source?: {readonly value?: unknown} | null;
}

/** Returns what a cell compiles to. Throws SyntaxError, with the place in `loc` or in the message. */
export function transpileCell(text: string, mode: "js" | "md" | "html"): Transpiled {
  if (mode === "js") return transpileAs(text, mode);
  const own = ownName(text);
  const parts = findParts(text);
  const made = withTagCalls(text, parts, own);
  const other = mode === "md" ? "html" : "md";
  const transpiled = withOwnTag(transpileAs(made, mode), mode, own, (name) =>
    // As a template of the other kind, it reads that name in an expression or not at all.
    transpileAs(made, other).inputs.includes(name)
  );
  return {...transpiled, faults: parts.flatMap(({fault}) => (fault ? [fault] : []))};
}

function transpileAs(text: string, mode: "js" | "md" | "html"): Transpiled {
  const {
    body,
    inputs = [],
    outputs = [],
    autodisplay = false
  } = transpile({id: 0, value: text, mode} as never);
  return {body, inputs, outputs, autodisplay, faults: []};
}

/** Returns every import of JavaScript that names its module in plain text. Throws SyntaxError. */
export function findImports(text: string): readonly ImportNode[] {
  const found: ImportNode[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(walk);
    if (typeof value !== "object" || value === null) return;
    const node = value as Node;
    const specifier = node.source?.value;
    const declaration = node.type === "ImportDeclaration";
    if ((declaration || node.type === "ImportExpression") && typeof specifier === "string")
      found.push({start: node.start, end: node.end, specifier, declaration});
    Object.values(node).forEach(walk);
  };
  walk(parseJavaScript(text).body);
  return found;
}

/** Returns the syntax tree of JavaScript. Throws SyntaxError, and RangeError for what is nested too deeply. */
export const syntaxOf = (text: string): unknown => parseJavaScript(text).body;

/** Returns where the `${…}` of a text in Markdown or HTML stand. Throws as {@link syntaxOf} does. */
export const findExpressions = (text: string): readonly {start: number; end: number}[] =>
  findParts(text);
