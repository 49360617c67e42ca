/** The one door to notebook-kit, whose version is pinned: what its transpiler makes of a cell of JavaScript, Markdown or HTML. */
import {parseJavaScript, parseTemplate, transpile} from "@observablehq/notebook-kit";
import {withOwnTag} from "./template-tags.ts";

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

/** Returns what a cell compiles to. Throws SyntaxError, with the place in `loc` or in the message. */
export function transpileCell(text: string, mode: "js" | "md" | "html"): Transpiled {
  const {
    body,
    inputs = [],
    outputs = [],
    autodisplay
  } = transpile({id: 0, value: text, mode} as never);
  const transpiled = {body, inputs, outputs, autodisplay: autodisplay ?? false};
  if (mode === "js") return transpiled;
  const other = mode === "md" ? "html" : "md";
  return withOwnTag(transpiled, mode, text, (name) => {
    // As a template of the other kind, it reads that name in an expression or not at all.
    const {inputs: read = []} = transpile({id: 0, value: text, mode: other} as never);
    return read.includes(name);
  });
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
export function findExpressions(text: string): readonly {start: number; end: number}[] {
  const {quasis} = parseTemplate(text) as unknown as {quasis: {start: number; end: number}[]};
  return quasis.slice(1).map(({start}, index) => ({start: quasis[index]!.end, end: start}));
}
