/** From the text of a cell to a function the runtime can define. */
import {cellKinds, cellTypes, isKind} from "../document/cell-types.ts";
import type {CellTypeRow} from "../document/cell-types.ts";
import {compileCsv, compileJson} from "./compile-data.ts";
import {compileObservable} from "./compile-observable.ts";
import {compileJavaScript, compileTypeScript} from "./compile-script.ts";
import {compileTemplate} from "./compile-template.ts";
import {refused} from "./compilation.ts";
import type {CellSource, Compilation, Compile, CompileOptions} from "./compilation.ts";
import {diagnosticOf} from "./diagnostic.ts";

const compilers: {readonly [C in CellTypeRow["compiler"]]: Compile} = {
  javascript: compileJavaScript,
  typescript: compileTypeScript,
  template: compileTemplate,
  observable: compileObservable,
  json: compileJson,
  csv: compileCsv
};

/**
 * Returns the function a cell stands for, or what is wrong with its text and where. Never throws for what somebody has
 * typed; throws for a type that does not run.
 */
export function compileCell(
  source: CellSource,
  {modules = [], folder = false}: CompileOptions = {}
): Compilation {
  const {type} = source;
  if (!isKind(type))
    throw new Error(
      `a cell of type ${type} does not run; got cell ${source.id}, expected ${cellKinds.join(", ")}`
    );
  try {
    return compilers[cellTypes[type].compiler]({...source, type}, {modules, folder});
  } catch (error) {
    return refused(diagnosticOf(error, source.text, 0));
  }
}
