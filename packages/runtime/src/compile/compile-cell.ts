/** From the text of a cell to a function the runtime can define. */
import {transform} from "sucrase";
import {diagnosticOf} from "./diagnostic.ts";
import type {Diagnostic} from "./diagnostic.ts";
import {missingModules, redirectImports} from "./imports.ts";
import type {Mode} from "./kit.ts";
import {lineMap} from "./lines.ts";
import {transpileCell} from "./transpile-cell.ts";

export interface CellSource {
  readonly id: number;
  /** js, ts, md, html; anything else is not run. */
  readonly type: string;
  readonly text: string;
  /** Runs, but does not show its value. */
  readonly hidden?: boolean;
}

export interface CompiledCell {
  readonly id: number;
  /** Text of a function of the inputs, which imports through `$load`. */
  readonly body: string;
  /** Names the cell reads: of other cells, or of the library. */
  readonly inputs: readonly string[];
  /** Names the cell defines. */
  readonly outputs: readonly string[];
  /** Whether its value is shown without `display`. */
  readonly autodisplay: boolean;
  /** The cell's line for each line of `body`, both from 1. */
  readonly lines: readonly (number | undefined)[];
}

export interface CompileOptions {
  /** Names of the modules a cell can import; none by default. */
  readonly modules?: readonly string[];
}

export type Compilation =
  // Of a cell that runs: parts of its text that are not JavaScript, and say so at their place.
  | {readonly cell: CompiledCell; readonly diagnostics: readonly Diagnostic[]}
  | {readonly cell: null; readonly diagnostics: readonly Diagnostic[]};

/** How the body of an expression begins. */
const head = " => {\nreturn (\n";

/** What each type of cell is before it is compiled; TypeScript loses its types (they are not checked). */
const kinds: {
  readonly [type: string]: {readonly mode: Mode; readonly prepare?: (text: string) => string};
} = {
  js: {mode: "js"},
  ts: {
    mode: "js",
    prepare: (text) =>
      transform(text, {
        transforms: ["typescript"],
        disableESTransforms: true,
        keepUnusedImports: true
      }).code
  },
  md: {mode: "md"},
  html: {mode: "html"}
};

/**
 * Returns the function a cell stands for, or what is wrong with its text and where. Never throws for what somebody has
 * typed; throws for a type that does not run.
 */
export function compileCell(source: CellSource, {modules = []}: CompileOptions = {}): Compilation {
  const kind = kinds[source.type];
  if (!kind)
    throw new Error(
      `a cell of type ${source.type} does not run; got cell ${source.id}, expected ${Object.keys(kinds).join(", ")}`
    );
  let {text} = source;
  try {
    text = kind.prepare?.(text) ?? text;
  } catch (error) {
    return {cell: null, diagnostics: [diagnosticOf(error, text, 1)]};
  }
  try {
    const {body, inputs, outputs, autodisplay, faults} = transpileCell(text, kind.mode);
    const code = kind.mode === "js" ? text : "";
    const missing = missingModules(code, modules);
    if (missing.length > 0) return {cell: null, diagnostics: missing};
    const lines =
      kind.mode === "js"
        ? lineMap(text, body, {expression: body.includes(head), outputs})
        : templateLines(text, body);
    return {
      cell: {
        id: source.id,
        body: redirectImports(body, code),
        inputs,
        outputs,
        autodisplay: autodisplay && !source.hidden,
        lines
      },
      diagnostics: faults
    };
  } catch (error) {
    return {cell: null, diagnostics: [diagnosticOf(error, source.text, 0)]};
  }
}

/** Returns the lines of a template: three lines stand before it, counting from 0, and it keeps its own. */
const templateLines = (text: string, body: string): readonly (number | undefined)[] =>
  body.includes(head)
    ? [undefined, undefined, undefined, ...text.split("\n").map((_, index) => index + 1)]
    : [];
