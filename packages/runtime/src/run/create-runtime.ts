/** A running notebook. */
import {Runtime} from "@observablehq/runtime";
import {compileCell} from "../compile/compile-cell.ts";
import type {CellSource, Compilation, CompiledCell} from "../compile/compilation.ts";
import type {Diagnostic} from "../compile/diagnostic.ts";
import {importer} from "../compile/imports.ts";
import {placeOfName} from "../compile/place-of-name.ts";
import {cellLabel} from "../document/cell-label.ts";
import {isKind, languageOf} from "../document/cell-types.ts";
import {requireBy} from "../library/require.ts";
import {optionalLibrary, standardLibrary} from "../library/standard-library.ts";
import type {Library} from "../library/standard-library.ts";
import {CellRun} from "./cell-run.ts";
import {defineCell} from "./define-cell.ts";
import {defineImport} from "./define-imports.ts";
import {ImportedNotebooks, ownOutputs} from "./imported-notebooks.ts";
import type {CellDefinition} from "./define-cell.ts";
import {Definers} from "./definers.ts";
import {importsOf} from "./imports.ts";
import type {FolderModules, Load, Module} from "./imports.ts";
import type {During} from "./policy.ts";
import {fileOf} from "./problems.ts";
import type {CellResult, CellStatus} from "./status.ts";

/** A cell whose code is part of the page already: nothing is evaluated. */
export type BuiltCell = Omit<CompiledCell, "body" | "imports"> &
  Partial<Pick<CompiledCell, "imports">> &
  Pick<CellDefinition, "body">;

export interface RuntimeOptions {
  /** Names every cell knows besides the standard ones, and how each is made when a cell first asks. */
  readonly library?: Library;
  /** Modules cells can import besides the packages that come with Ecco. */
  readonly modules?: Readonly<Record<string, () => Promise<Module>>>;
  /** What cells can import of the notebook's folder; without it nothing. */
  readonly folder?: FolderModules;
  /** Where the notebook is shown; `width` is its width. */
  readonly root?: Element;
  /** Called whenever something is new about a cell. */
  readonly status?: (status: CellStatus) => void;
}

export interface RunningCell {
  readonly cell: number;
  /** Another one for every run. */
  readonly run: object;
  /** Aborts when the run is over: its inputs have changed, or the cell is gone. */
  readonly signal: AbortSignal;
}

export interface NotebookRuntime {
  /** Returns what a cell would be, without running it. */
  compile(cell: CellSource): Compilation;
  /**
   * Compiles a cell and runs it, in place of the cell of the same number. With errors in its text the cell keeps what
   * it was, and what is wrong is returned and shown. *place* is where it is shown; the first call decides. Of a cell of
   * a type that does not run here, what it would define is remembered, for who reads that.
   */
  define(cell: CellSource, place?: Element): readonly Diagnostic[];
  /** Runs a cell that is compiled. */
  defineBuilt(cell: BuiltCell, place?: Element): void;
  /** Takes a cell out; what reads it hears that it is not defined. */
  remove(id: number): void;
  /** Makes what the library lacked anew, for who reads it: a package may have been installed. */
  lookAgain(): void;
  /** Returns the value of a name, once it has one. */
  value(name: string): Promise<unknown>;
  /** Returns what the last run of a cell gave that came to its end; null while there is none, or when it failed. */
  result(id: number): CellResult | null;
  /** Which cell is running at this very moment; null outside of cells. */
  scope(): RunningCell | null;
  dispose(): void;
}

/** Returns a notebook without cells. Runs in a page, and in Node without places to show anything. */
export function createRuntime(options: RuntimeOptions = {}): NotebookRuntime {
  const imports = importsOf(options);
  const importable = {modules: imports.names, folder: imports.hasFolder};
  /** Names of the library that could not be made. */
  const failed = new Set<string>();
  const optional = imports.installed
    ? optionalLibrary(imports.installed, (name) => failed.add(name))
    : {};
  const runtime = new Runtime({
    ...standardLibrary(options.root),
    require: () => requireBy(imports.load),
    ...optional,
    ...options.library
  });
  const main = runtime.module();
  const cells = new Map<number, CellRun>();
  const definers = new Definers();
  let scope: RunningCell | null = null;

  const neighbours = {
    definers: (name: string) => definers.all(name),
    problem: (id: number) => cells.get(id)?.problem ?? null,
    label: (id: number) => {
      const text = compiled.get(id)?.source.text ?? inert.get(id)?.text;
      return text === undefined ? `cell ${id}` : cellLabel(text);
    },
    placeOf: (id: number, name: string) => {
      const source = compiled.get(id)?.source;
      return source ? placeOfName(source, name) : null;
    },
    elsewhere: (name: string) => {
      const cell = [...inert.values()].find(({output}) => output === name);
      return cell ? {id: cell.id, language: languageOf(cell.mime ?? cell.type)} : null;
    },
    suspects: (name: string) =>
      [...cells.values()].filter((cell) => cell.isSuspect(name)).map(({id}) => id)
  };
  function cellOf(id: number, place: Element | undefined): CellRun {
    const known = cells.get(id);
    if (known) return known;
    const cell = new CellRun(id, place, options.status ?? (() => undefined));
    cells.set(id, cell);
    return cell;
  }

  function defineBuilt(built: BuiltCell, place?: Element): void {
    const {id} = built;
    const cell = cellOf(id, place);
    cell.defined?.remove();
    cell.renew(built);
    definers.set(id, built.outputs);
    const during: During = (run, invalidation) => {
      const controller = new AbortController();
      void invalidation.then(() => controller.abort());
      scope = {cell: id, run: {}, signal: controller.signal};
      try {
        return run();
      } finally {
        scope = null;
      }
    };
    const observer = cell.observer(neighbours, during);
    const wanted = built.imports ?? [];
    const outputs = ownOutputs({imports: wanted, outputs: built.outputs});
    const own = defineCell(main, {...built, outputs}, observer);
    const imported = wanted.map((each) =>
      defineImport(main, each, () => notebooks.take(each, id), observer)
    );
    cell.defined = {
      ...own,
      outputs: () => new Map([own, ...imported].flatMap((each) => [...each.outputs()])),
      remove() {
        for (const each of [own, ...imported]) each.remove();
      }
    };
  }

  const notebooks = new ImportedNotebooks({
    runtime,
    main,
    read: (specifier, by) => options.folder!.notebook(specifier, by),
    compile: (source) => compileCell(source, importable),
    evaluate: (cell, path) => evaluate(cell, imports.forNotebook(path))
  });

  /** What each cell was compiled from last, and to what: a text is asked about more often than it changes. */
  const compiled = new Map<number, {readonly source: CellSource; readonly to: Compilation}>();
  const compile = (source: CellSource): Compilation => {
    const last = compiled.get(source.id);
    if (last && decisive.every((key) => last.source[key] === source[key])) return last.to;
    const to = compileCell(source, importable);
    compiled.set(source.id, {source: {...source}, to});
    return to;
  };
  /** Cells of types that do not run here. */
  const inert = new Map<number, CellSource>();

  return {
    compile,
    define(source, place) {
      if (!isKind(source.type)) {
        inert.set(source.id, source);
        return [];
      }
      const {cell, diagnostics} = compile(source);
      if (cell) defineBuilt({...cell, body: evaluate(cell, imports.forCell(cell.id))}, place);
      else {
        const [{message, place: at, wouldRunAs}] = diagnostics as readonly [Diagnostic];
        const problem = {message, place: at, cause: null, ...(wouldRunAs && {wouldRunAs})};
        cellOf(source.id, place).fail(problem, source.text);
      }
      return diagnostics;
    },
    defineBuilt,
    remove(id) {
      cells.get(id)?.defined?.remove();
      cells.delete(id);
      definers.delete(id);
      compiled.delete(id);
      inert.delete(id);
    },
    lookAgain() {
      for (const [name, make] of Object.entries(optional))
        if (failed.delete(name)) runtime._builtin.redefine(name, [], make);
    },
    value: (name) => main.value(name),
    result: (id) => cells.get(id)?.result ?? null,
    scope: () => scope,
    dispose: () => runtime.dispose()
  };
}

/** What decides what a cell compiles to. */
const decisive = ["type", "text", "hidden", "output", "database"] as const;

/** Returns the function a compiled cell stands for; in errors its file has the cell's number. */
function evaluate({id, body}: CompiledCell, load: Load): CellDefinition["body"] {
  // Indirect, so that it sees nothing but globals.
  // As an address: what a policy refuses is told with the address of the code that asked.
  const place = globalThis.location ? `${location.origin}/` : "";
  const code = `((${importer}) => (${body}\n))\n//# sourceURL=${place}${fileOf(id)}`;
  // oxlint-disable-next-line no-eval -- running what is typed is what a notebook does
  return (0, eval)(code)(load) as CellDefinition["body"];
}
