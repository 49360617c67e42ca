/** The types of cells: one row a type, of which the file format, the compiler and the editor are made. */

export interface CellTypeRow {
  /** What files call it: the type of the script. */
  readonly mime: string;
  /** What menus and messages call it. */
  readonly label: string;
  /** The key that makes a selected cell one of this type; null: by its menu only. */
  readonly key: string | null;
  /** How its text becomes a function; see compile/compile-cell.ts. */
  readonly compiler: "javascript" | "typescript" | "template" | "observable" | "json" | "csv";
  /** In what its text is written, for colours and for what the keyboard does. */
  readonly language:
    | "javascript"
    | "typescript"
    | "markdown"
    | "html"
    | "tex"
    | "dot"
    | "sql"
    | "json"
    | "text";
  /** Whether the line between two cells offers it by itself; the others are behind "More". */
  readonly offered: boolean;
  /** Whether a new one shows its code whole. */
  readonly pinned: boolean;
  /** Whether what it shows stands in the place of its code. */
  readonly replacesCode: boolean;
  /** Whether its name can stand in `name` or `id`, and not in `output` only. */
  readonly isData: boolean;
  /** What can be shown of it before its notebook may run. */
  readonly preview: "prose" | "formula" | "text" | "table" | "drawings" | "nothing";
}

const row = (
  mime: string,
  label: string,
  language: CellTypeRow["language"],
  compiler: CellTypeRow["compiler"],
  rest: Partial<CellTypeRow> = {}
): CellTypeRow => ({
  mime,
  label,
  language,
  compiler,
  key: null,
  offered: false,
  pinned: false,
  replacesCode: false,
  isData: false,
  preview: "nothing",
  ...rest
});

/** In the order in which they are offered. */
const rows = {
  js: row("module", "JavaScript", "javascript", "javascript", {
    key: "j",
    offered: true,
    pinned: true,
    preview: "drawings"
  }),
  md: row("text/markdown", "Markdown", "markdown", "template", {
    key: "m",
    offered: true,
    replacesCode: true,
    preview: "prose"
  }),
  html: row("text/html", "HTML", "html", "template", {
    key: "h",
    offered: true,
    replacesCode: true,
    preview: "prose"
  }),
  ts: row("text/x-typescript", "TypeScript", "typescript", "typescript", {
    key: "t",
    offered: true,
    pinned: true,
    preview: "drawings"
  }),
  tex: row("application/x-tex", "TeX", "tex", "template", {
    replacesCode: true,
    preview: "formula"
  }),
  dot: row("text/vnd.graphviz", "Graph (DOT)", "dot", "template", {
    replacesCode: true,
    preview: "text"
  }),
  ojs: row(
    "application/vnd.observable.javascript",
    "Observable JavaScript",
    "javascript",
    "observable",
    {pinned: true, preview: "drawings"}
  ),
  sql: row("application/sql", "SQL", "sql", "template", {pinned: true}),
  json: row("application/json", "JSON", "json", "json", {isData: true}),
  csv: row("text/csv", "CSV", "text", "csv", {isData: true, preview: "table"})
} as const;

/** A type of cells that run. */
export type CellKind = keyof typeof rows;

export const cellTypes: Readonly<Record<CellKind, CellTypeRow>> = rows;

/** The types in the order in which they are offered. */
export const cellKinds = Object.keys(rows) as readonly CellKind[];

const byMime: ReadonlyMap<string, CellKind> = new Map(
  cellKinds.map((kind) => [cellTypes[kind].mime, kind])
);

/** Returns the type that a file calls so; undefined for one that does not run here. */
export const kindOf = (mime: string): CellKind | undefined => byMime.get(mime.trim().toLowerCase());

/** Returns whether cells of that type run; those of other types are kept as they are. */
export const isKind = (type: string): type is CellKind => Object.hasOwn(rows, type);

/** Languages that other programs run, by what files call them. */
const elsewhere: ReadonlyMap<string, string> = new Map([
  ["application/vnd.node.javascript", "JavaScript for Node"],
  ["text/x-python", "Python"],
  ["text/x-r", "R"],
  ["text/x-julia", "Julia"]
]);

/** Returns what messages call the language of a cell that does not run here. */
export const languageOf = (mime: string): string =>
  elsewhere.get(mime.trim().toLowerCase()) ?? (mime.trim() || "a script without a type");
