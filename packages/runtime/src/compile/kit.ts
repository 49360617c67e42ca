/** The one door to notebook-kit, whose version is pinned: what it makes of JavaScript and of texts in Markdown and HTML. */
import {parseJavaScript, parseTemplate, transpile} from "@observablehq/notebook-kit";

export type Mode = "js" | "md" | "html";

/** A function as text, and what it needs and gives. */
export interface Transpiled {
  /** `(inputs…) => {…}`, async where the cell awaits or imports. */
  readonly body: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Whether the value of the cell is shown: it is an expression that does not call `display` or `view`. */
  readonly autodisplay: boolean;
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

/** Returns what a text compiles to. Throws SyntaxError, with the place in `loc` or in the message. */
export function transpileAs(text: string, mode: Mode): Transpiled {
  const {
    body,
    inputs = [],
    outputs = [],
    autodisplay = false
  } = transpile({id: 0, value: text, mode} as never);
  return {body, inputs, outputs, autodisplay};
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

export interface Reference {
  readonly name: string;
  readonly start: number;
}

/** Returns where JavaScript mentions names that it does not define. Throws SyntaxError. */
export const findReferences = (text: string): readonly Reference[] =>
  parseJavaScript(text).references;

export interface Template {
  readonly quasis: readonly {readonly start: number; readonly end: number}[];
  readonly expressions: readonly unknown[];
}

/** Returns the syntax tree of a text in Markdown or HTML. Throws as {@link syntaxOf} does. */
export const syntaxOfTemplate = (text: string): Template =>
  parseTemplate(text) as unknown as Template;
