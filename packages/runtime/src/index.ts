export {compileCell} from "./compile/compile-cell.ts";
export type {
  CellSource,
  Compilation,
  CompiledCell,
  CompileOptions
} from "./compile/compile-cell.ts";
export type {Diagnostic, Place} from "./compile/diagnostic.ts";
export {createRuntime} from "./run/create-runtime.ts";
export type {BuiltCell, NotebookRuntime, RuntimeOptions} from "./run/create-runtime.ts";
export type {CellProblem, CellState, CellStatus} from "./run/status.ts";
export {goToCell} from "./run/problem-block.ts";
export type {Library} from "./library/standard-library.ts";
export {readNotebook} from "./document/read-notebook.ts";
export {emptyNotebook, writeNotebook} from "./document/write-notebook.ts";
export {NotebookError} from "./document/notebook.ts";
export type {Cell, CellType, Notebook} from "./document/notebook.ts";
export {
  deleteCell,
  insertCell,
  moveCell,
  setHidden,
  setPinned,
  setText,
  setTitle,
  setType
} from "./document/edits.ts";
export type {NewCell} from "./document/edits.ts";
export {History} from "./document/history.ts";
export type {ChangeOptions} from "./document/history.ts";
export {mergeNotebooks} from "./document/merge-notebooks.ts";
export type {Merge} from "./document/merge-notebooks.ts";
