/** Notebooks of the folder that cells import from: of each the cells that are needed, in a module of the runtime of its own. */
import type {Module as Variables, Runtime} from "@observablehq/runtime";
import type {CellSource, Compilation, CompiledCell} from "../compile/compilation.ts";
import type {ImportedName, Injection, NotebookImport} from "../compile/notebook-imports.ts";
import {spoken} from "../compile/spoken-name.ts";
import {isKind} from "../document/cell-types.ts";
import {readNotebook} from "../document/read-notebook.ts";
import {FileAttachment} from "../library/files/file-attachment.ts";
import {defineCell} from "./define-cell.ts";
import type {CellDefinition, CellObserver} from "./define-cell.ts";
import {Definers} from "./definers.ts";

export interface NotebookText {
  /** From the opened folder. */
  readonly path: string;
  readonly text: string;
  /** Path of the notebook that imports it. */
  readonly by: string;
  /** Address beside which its files are; null where none are. */
  readonly url: string | null;
}

export interface ImportedNotebooksOptions {
  readonly runtime: Runtime;
  /** Variables of the notebook that is open. */
  readonly main: Variables;
  /** Returns a notebook of the folder. Rejects with words for the reader. */
  readonly read: (specifier: string, by: number | string) => Promise<NotebookText>;
  readonly compile: (source: CellSource) => Compilation;
  /** Returns the function of a cell of a notebook. */
  readonly evaluate: (cell: CompiledCell, path: string) => CellDefinition["body"];
}

/** A notebook that is imported, with what it is given in place of its own. */
interface Instance {
  readonly path: string;
  readonly text: string;
  readonly variables: Variables;
  readonly cells: Map<number, CompiledCell>;
  readonly definers: Definers;
  /** Cells of it that run. */
  readonly defined: Set<number>;
  readonly ends: (() => void)[];
  /** How many imports read it. */
  readers: number;
}

export interface Reading {
  readonly variables: Variables;
  /** The import is over. */
  readonly end: () => void;
}

/** Of a cell that is not on the page: it shows nothing. */
const unseen: CellObserver = {
  tell: () => undefined,
  during: (run) => run(),
  show: () => undefined,
  fulfilled: () => undefined,
  rejected: () => undefined,
  awaited: () => undefined,
  changed: () => undefined,
  output: () => undefined
};

export class ImportedNotebooks {
  readonly #options: ImportedNotebooksOptions;
  readonly #instances = new Map<string, Instance>();
  #count = 0;

  constructor(options: ImportedNotebooksOptions) {
    this.#options = options;
  }

  /** Returns the variables in which the names of an import are defined. Rejects with words for the reader. */
  take(wanted: NotebookImport, by: number): Promise<Reading> {
    return this.#take(wanted, by, {chain: [], giver: this.#options.main});
  }

  /** *chain* are the notebooks that import each other, up to this import; *giver* has what is given to the other one. */
  async #take(
    {specifier, names, injections}: NotebookImport,
    by: number | string,
    {chain: before, giver}: {readonly chain: readonly string[]; readonly giver: Variables}
  ): Promise<Reading> {
    const given = await this.#options.read(specifier, by);
    const {path, by: importer} = given;
    const chain = before.length > 0 ? before : [importer];
    if (chain.includes(path))
      throw new Error(
        `notebooks import each other in a circle: ${[...chain.slice(chain.indexOf(path)), path].join(" → ")}; put what they share into a third one`
      );
    const instance = this.#instanceOf(given, injections, giver);
    instance.readers++;
    try {
      for (const {imported} of names) await this.#need(instance, imported, [...chain, path]);
    } catch (error) {
      this.#release(instance);
      throw error;
    }
    return {variables: instance.variables, end: () => this.#release(instance)};
  }

  #instanceOf(
    {path, text, url}: NotebookText,
    injections: readonly Injection[],
    giver: Variables
  ): Instance {
    // What is given differs from import to import.
    const key = injections.length === 0 ? path : `${path} ${++this.#count}`;
    const known = this.#instances.get(key);
    if (known?.text === text) return known;
    const instance = this.#read(path, text);
    // Its files lie beside it, not beside the notebook that imports it.
    if (url !== null && instance.definers.all("FileAttachment").length === 0)
      instance.variables.variable().define(
        "FileAttachment",
        [],
        () =>
          (place: string, base: string | URL = url) =>
            FileAttachment(place, base)
      );
    for (const {own, theirs} of injections) {
      const variable = instance.variables.variable();
      variable.import(own, theirs, giver);
      instance.ends.push(() => variable.delete());
      for (const id of instance.definers.all(theirs)) {
        const cell = instance.cells.get(id);
        const isOne = cell?.gives !== undefined && cell.gives !== "names";
        const outputs = isOne ? [] : cell!.outputs.filter((name) => name !== theirs);
        if (isOne) instance.cells.delete(id);
        else instance.cells.set(id, {...cell!, outputs});
        instance.definers.set(id, outputs);
      }
    }
    // They are there, and no cell of its own defines them.
    instance.definers.set(
      0,
      injections.map((each) => each.theirs)
    );
    this.#instances.set(key, instance);
    return instance;
  }

  #read(path: string, text: string): Instance {
    const cells = new Map<number, CompiledCell>();
    const definers = new Definers();
    for (const {id, type, text: source, hidden, output, attributes} of readNotebook(text).cells) {
      if (!isKind(type)) continue;
      const database = attributes["database"] ?? null;
      const {cell} = this.#options.compile({id, type, text: source, hidden, output, database});
      if (!cell) continue;
      cells.set(id, cell);
      definers.set(id, cell.outputs);
    }
    return {
      path,
      text,
      variables: this.#options.runtime.module(),
      cells,
      definers,
      defined: new Set(),
      ends: [],
      readers: 0
    };
  }

  /** Has the cell run that defines a name, and those whose names it reads. */
  async #need(instance: Instance, name: string, chain: readonly string[]): Promise<void> {
    const {definers, path, cells} = instance;
    if (definers.all(name).length === 0) {
      const has = [...cells.values()].flatMap(({outputs}) => outputs).filter(isPlain);
      throw new Error(
        `${path} defines no ${spoken(name)}; it defines ${has.slice(0, 20).join(", ") || "nothing"}`
      );
    }
    const waiting = [...definers.all(name)];
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const cell = cells.get(id);
      if (!cell || instance.defined.has(id)) continue;
      instance.defined.add(id);
      waiting.push(...cell.inputs.flatMap((input) => definers.all(input)));
      await this.#define(instance, cell, chain);
    }
  }

  async #define(instance: Instance, cell: CompiledCell, chain: readonly string[]): Promise<void> {
    const {variables, path, ends} = instance;
    for (const wanted of cell.imports ?? []) {
      const {end, variables: from} = await this.#take(wanted, path, {chain, giver: variables});
      ends.push(end, ...importNames(variables, from, wanted.names));
    }
    const outputs = ownOutputs(cell);
    const body = this.#options.evaluate(cell, path);
    ends.push(defineCell(variables, {...cell, outputs, body}, unseen).remove);
  }

  #release(instance: Instance): void {
    if (--instance.readers > 0) return;
    for (const [key, each] of this.#instances) if (each === instance) this.#instances.delete(key);
    for (const end of instance.ends.splice(0)) end();
  }
}

const isPlain = (name: string): boolean => /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name);

/** Returns what a cell defines by itself, and does not import. */
export const ownOutputs = ({
  outputs,
  imports = []
}: Pick<CompiledCell, "outputs" | "imports">): readonly string[] =>
  outputs.filter((name) => !imports.some(({names}) => names.some(({local}) => local === name)));

function importNames(
  to: Variables,
  from: Variables,
  names: readonly ImportedName[]
): readonly (() => void)[] {
  return names.map(({imported, local}) => {
    const variable = to.variable();
    variable.import(imported, local, from);
    return () => {
      variable.dispose();
      variable.delete();
    };
  });
}
