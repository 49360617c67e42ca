export {Article} from "./article/article.ts";
export type {ArticleOptions} from "./article/article.ts";
export {whyRefused} from "./compile/imports.ts";
export {compileCell} from "./compile/compile-cell.ts";
export type {CellSource, Compilation, CompiledCell, CompileOptions} from "./compile/compilation.ts";
export type {Diagnostic, Place} from "./compile/diagnostic.ts";
export {createRuntime} from "./run/create-runtime.ts";
export type {
  BuiltCell,
  NotebookRuntime,
  RunningCell,
  RuntimeOptions
} from "./run/create-runtime.ts";
export type {FolderModules, Importer, Module} from "./run/imports.ts";
export type {NotebookText} from "./run/imported-notebooks.ts";
export {Definers} from "./run/definers.ts";
export type {CellProblem, CellResult, CellState, CellStatus} from "./run/status.ts";
export {changeCellType, goToCell} from "./run/problem-block.ts";
export {markdown} from "./library/markdown/markdown-tag.ts";
export type {Library} from "./library/standard-library.ts";
export * from "./document/index.ts";
