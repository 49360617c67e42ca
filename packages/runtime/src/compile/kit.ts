/** The one door to notebook-kit, whose version is pinned: what it makes of JavaScript and of texts in other languages. */
import {parseJavaScript, parseTemplate, transpile} from "@observablehq/notebook-kit";
import {parseCell} from "@observablehq/parser";

export type Mode = "js" | "ojs" | TemplateMode;
/** Languages whose texts have `${…}` in them. */
export type TemplateMode = "md" | "html" | "tex" | "dot" | "sql";

/** What notebook-kit reads off the attributes of a cell. */
export interface KitAttributes {
  readonly hidden?: boolean;
  /** Of SQL: `var:name` is a database that a cell defines. */
  readonly database?: string;
}

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
  /** What it names, where that is plain text; null where it is computed. */
  readonly specifier: string | null;
  /** Where that is written. */
  readonly source: {readonly start: number; readonly end: number};
  /** `import x from "y"`, not `import("y")`. */
  readonly declaration: boolean;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly source?: {readonly value?: unknown; readonly start: number; readonly end: number} | null;
}

/** Returns what a text compiles to. Throws SyntaxError, with the place in `loc` or in the message. */
export function transpileAs(text: string, mode: Mode, attributes: KitAttributes = {}): Transpiled {
  const {
    body,
    inputs = [],
    outputs = [],
    autodisplay = false
  } = transpile({id: 0, value: text, mode, ...attributes} as never);
  return {body, inputs, outputs, autodisplay};
}

/** Returns every import of JavaScript. Throws SyntaxError. */
export const findImports = (text: string): readonly ImportNode[] =>
  text.includes("import") ? importsIn(syntaxOf(text)) : [];

function importsIn(tree: unknown): readonly ImportNode[] {
  const found: ImportNode[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(walk);
    if (typeof value !== "object" || value === null) return;
    const {type, start, end, source} = value as Node;
    const declaration = type === "ImportDeclaration";
    if ((declaration || type === "ImportExpression") && source)
      found.push({
        start,
        end,
        specifier: typeof source.value === "string" ? source.value : null,
        source: {start: source.start, end: source.end},
        declaration
      });
    Object.values(value).forEach(walk);
  };
  walk(tree);
  return found;
}

/** Returns where JavaScript says `import.meta`. Throws SyntaxError. */
export function findMeta(text: string): readonly {readonly start: number; readonly end: number}[] {
  if (!text.includes("import")) return [];
  const found: Node[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(walk);
    if (typeof value !== "object" || value === null) return;
    if ((value as Node).type === "MetaProperty" && text.startsWith("import", (value as Node).start))
      found.push(value as Node);
    Object.values(value).forEach(walk);
  };
  walk(parseJavaScript(text).body);
  return found.map(({start, end}) => ({start, end}));
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

/** A name in a cell of Observable JavaScript: of a value, of the input behind it, or of a value that cells can change. */
export interface ObservableName {
  readonly kind: "value" | "view" | "mutable";
  readonly name: string;
}

interface ImportedName {
  readonly view: boolean;
  readonly mutable: boolean;
  readonly imported: {readonly name: string};
  readonly local: {readonly name: string};
}

/** `import {…} with {…} from "…"`. */
export interface ObservableImport {
  readonly source: string;
  readonly names: readonly ImportedName[];
  readonly injections: readonly ImportedName[];
}

/** A cell of Observable JavaScript as its parser reads it. */
export interface ObservableCell {
  readonly name: ObservableName | null;
  /** Its first character that is not its name; null for an empty cell. */
  readonly start: number | null;
  readonly declares: ObservableImport | null;
  /** What it imports within expressions. */
  readonly imports: readonly ImportNode[];
  /** Its syntax tree. */
  readonly tree: unknown;
}

interface ParsedName {
  readonly type: string;
  readonly name?: string;
  readonly id?: {readonly name: string};
}

interface ParsedCell {
  readonly id: ParsedName | null;
  readonly body:
    | (Node & {
        readonly specifiers?: readonly ImportedName[];
        readonly injections?: readonly ImportedName[];
      })
    | null;
}

const observableKinds: Readonly<Record<string, ObservableName["kind"]>> = {
  ViewExpression: "view",
  MutableExpression: "mutable"
};

/** Returns a cell of Observable JavaScript. Throws SyntaxError, with the place in `loc`. */
export function readObservable(text: string): ObservableCell {
  const {id, body} = parseCell(text) as ParsedCell;
  const isImport = body?.type === "ImportDeclaration";
  return {
    name: id && {
      kind: observableKinds[id.type] ?? "value",
      name: id.id?.name ?? id.name!
    },
    start: body?.start ?? null,
    declares: isImport
      ? {
          source: String(body.source?.value),
          names: body.specifiers ?? [],
          injections: body.injections ?? []
        }
      : null,
    imports: isImport ? [] : importsIn(body),
    tree: body
  };
}
