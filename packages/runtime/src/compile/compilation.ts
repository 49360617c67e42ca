/** A cell before and after it is compiled. */
import type {CellKind} from "../document/cell-types.ts";
import type {Diagnostic} from "./diagnostic.ts";
import type {NotebookImport} from "./notebook-imports.ts";

export interface CellSource {
  readonly id: number;
  /** One of the table of types; anything else is not run. */
  readonly type: string;
  readonly text: string;
  /** Runs, but does not show its value. */
  readonly hidden?: boolean;
  /** Name of its value, where an attribute says so. */
  readonly output?: string | null;
  /** Of SQL: what answers it; `var:name` is what a cell calls `name`. */
  readonly database?: string | null;
  /** What the file calls its type. */
  readonly mime?: string;
}

/** What the function of a cell returns, which decides what its names are. */
export type Gives =
  /** An object with a value for each name. */
  | "names"
  /** The value of its one name. */
  | "value"
  /** An input: `viewof$x` is the input, `x` its value. */
  | "view"
  /** What `x` is at first; who reads `mutable$x` can change it. */
  | "mutable";

export interface CompiledCell {
  readonly id: number;
  /** Text of a function of the inputs, which imports through `$load`. */
  readonly body: string;
  /** Names the cell reads: of other cells, or of the library. */
  readonly inputs: readonly string[];
  /** Names the cell defines, those that it imports from other notebooks too. */
  readonly outputs: readonly string[];
  /** What it imports from other notebooks; nothing by default. */
  readonly imports?: readonly NotebookImport[];
  /** "names" by default. */
  readonly gives?: Gives;
  /** Whether its value is shown without `display`. */
  readonly autodisplay: boolean;
  /** Name that is shown before the value; none by default. */
  readonly label?: string | null;
  /** The cell's line for each line of `body`, both from 1. */
  readonly lines: readonly (number | undefined)[];
  /** What to say of names that the cell reads and no cell defines; by default that nobody does. */
  readonly absent?: Readonly<Record<string, string>>;
}

export interface CompileOptions {
  /** Names of the modules a cell can import; none by default. */
  readonly modules?: readonly string[];
  /** Whether it can import files and installed packages of a folder besides; false by default. */
  readonly folder?: boolean;
}

export type Compilation =
  // Of a cell that runs: parts of its text that are not JavaScript, and say so at their place.
  | {readonly cell: CompiledCell; readonly diagnostics: readonly Diagnostic[]}
  | {readonly cell: null; readonly diagnostics: readonly Diagnostic[]};

/** Returns what a cell compiles to that has its type. Throws SyntaxError, with the place in `loc` or in the message. */
export type Compile = (
  source: CellSource & {readonly type: CellKind},
  options: Required<CompileOptions>
) => Compilation;

/** Returns what says that the text of a cell does not compile. */
export const refused = (...diagnostics: readonly Diagnostic[]): Compilation => ({
  cell: null,
  diagnostics
});
