export {cellLabel} from "./cell-label.ts";
export {cellKinds, cellTypes, isKind, languageOf} from "./cell-types.ts";
export type {CellKind, CellTypeRow} from "./cell-types.ts";
export {readNotebook} from "./read-notebook.ts";
export {readTitle} from "./read-title.ts";
export type {TitleFound} from "./read-title.ts";
export {emptyNotebook, writeNotebook} from "./write-notebook.ts";
export {NotebookError} from "./notebook.ts";
export type {Cell, CellType, Notebook} from "./notebook.ts";
export {
  deleteCell,
  insertCell,
  moveCell,
  setHidden,
  setPinned,
  setText,
  setTitle,
  setType
} from "./edits.ts";
export type {NewCell} from "./edits.ts";
export {History} from "./history.ts";
export type {ChangeOptions} from "./history.ts";
export {mergeNotebooks} from "./merge-notebooks.ts";
export type {Merge} from "./merge-notebooks.ts";
