/** Names that a cell imports from other notebooks: each is a variable that follows the other notebook's. */
import type {Module} from "@observablehq/runtime";
import type {NotebookImport} from "../compile/notebook-imports.ts";
import type {CellObserver, DefinedCell} from "./define-cell.ts";
import {ImportProblem} from "./import-problem.ts";
import type {Reading} from "./imported-notebooks.ts";

/** Defines the names of an import. */
export function defineImport(
  module: Module,
  {names, specifier, place}: NotebookImport,
  take: () => Promise<Reading>,
  observer: Pick<CellObserver, "awaited" | "output">
): Pick<DefinedCell, "remove" | "outputs"> {
  let gone = false;
  let end = (): void => undefined;
  const problem = (error: unknown): ImportProblem =>
    new ImportProblem(
      `${specifier}: ${error instanceof Error ? error.message : String(error)}`,
      place,
      error
    );
  const reading = take();
  const variables = names.map(({local}) => {
    observer.awaited(local);
    return module
      .variable({
        fulfilled: () => observer.output(local, null),
        rejected: (error) =>
          observer.output(local, error instanceof ImportProblem ? error : problem(error))
      })
      .define(local, [], () => reading.catch((error: unknown) => Promise.reject(problem(error))));
  });
  reading.then(
    (taken) => {
      if (gone) return taken.end();
      end = taken.end;
      for (const [at, {imported, local}] of names.entries())
        variables[at]!.import(imported, local, taken.variables);
    },
    () => undefined
  );
  return {
    remove() {
      gone = true;
      for (const each of variables) {
        each.dispose();
        each.delete();
      }
      end();
    },
    outputs: () => new Map(names.map(({local}, at) => [local, variables[at]!._value]))
  };
}
