/** What is known of a cell while the notebook runs. */
import type {Place} from "../compile/diagnostic.ts";
import type {CellKind} from "../document/cell-types.ts";

/** waiting: for what it reads. */
export type CellState = "waiting" | "running" | "ok" | "error";

export interface CellProblem {
  readonly message: string;
  /** Where in the text of the cell; null when not known, or when the cell that failed is another one. */
  readonly place: Place | null;
  /** The cell that failed first, when it is another one. */
  readonly cause: {
    readonly id: number;
    /** What this cell reads of it. */
    readonly name: string;
    /** What messages call that cell. */
    readonly label: string;
  } | null;
  /** The type of cell that its text would run as; none by default. */
  readonly wouldRunAs?: CellKind;
}

/** What a run of a cell gave. */
export interface CellResult {
  readonly value: unknown;
  /** By the names it defines. */
  readonly outputs: ReadonlyMap<string, unknown>;
  /** Whether a name it defines has no value yet, and will have one without anything the reader does. */
  readonly awaited: boolean;
  /** What it shows: nodes, and values that the inspector writes. */
  readonly shown: readonly unknown[];
}

export interface CellStatus {
  readonly id: number;
  readonly state: CellState;
  /** What the last run took that came to its end, in ms; null before. */
  readonly milliseconds: number | null;
  /** Of state "error". */
  readonly problem: CellProblem | null;
}
