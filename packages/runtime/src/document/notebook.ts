/** A notebook as it is written in a file, byte by byte, and as it is read. */
import {cellKinds, cellTypes} from "./cell-types.ts";
import type {CellKind} from "./cell-types.ts";
import {decodeEntities} from "./entities.ts";

/** raw: of a type that does not run here; kept as it is. */
export type CellType = CellKind | "raw";

export interface Cell {
  /** Unique within the notebook; as in the file, unless the file uses it twice. */
  readonly id: number;
  readonly type: CellType;
  /** Without the four spaces of indentation, with `\n` between lines. */
  readonly text: string;
  /** Whether its code is shown whole. */
  readonly pinned: boolean;
  /** Whether its value is not shown. */
  readonly hidden: boolean;
  /** Type as in the file: `text/x-python` of a raw cell. */
  readonly mime: string;
  /** Name of its value, where an attribute says so; null otherwise. */
  readonly output: string | null;
  /** Attributes besides id, type, pinned and hidden. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** A stretch of the file. */
export type Part =
  | {readonly kind: "text"; readonly source: string}
  | {readonly kind: "title"; readonly open: string; readonly body: string; readonly close: string}
  | {
      readonly kind: "cell";
      readonly cell: Cell;
      /** White space that goes where the cell goes. */
      readonly lead: string;
      readonly open: string;
      readonly body: string;
      readonly close: string;
    };

export type CellPart = Extract<Part, {kind: "cell"}>;

export interface Notebook {
  readonly title: string;
  /** Whether its author wants it to be read only. */
  readonly readonly: boolean;
  readonly cells: readonly Cell[];
  /** The file: joined, these are its bytes. */
  readonly parts: readonly Part[];
  /** `\n` or `\r\n`, as in most of the file. */
  readonly newline: "\n" | "\r\n";
}

/** The file is not a notebook. */
export class NotebookError extends Error {
  override readonly name = "NotebookError";
  readonly code = "source";
}

/** Types of cells as files name them. */
export const mimes = Object.fromEntries(
  cellKinds.map((kind) => [kind, cellTypes[kind].mime])
) as Readonly<Record<CellKind, string>>;

/** Returns the notebook of these parts. */
export function fromParts(
  parts: readonly Part[],
  rest: Pick<Notebook, "readonly" | "newline">
): Notebook {
  const title = parts.find((part) => part.kind === "title");
  return {
    ...rest,
    title: title ? decodeEntities(title.body).trim() : "",
    cells: parts.filter((part) => part.kind === "cell").map(({cell}) => cell),
    parts
  };
}
