/** A grid of marks: what every view with rows and columns hands to the one function that draws them. */
import type {Spot} from "../view/walk.ts";

/** The name of a row or a column. */
export interface GridHead {
  /** As it is drawn: `layer 3`, ` city`. */
  readonly text: string;
  /** As it is said; defaults to the text. */
  readonly spoken?: string;
  /** Whether it is text of a token: drawn in mono, cut where it is too long. */
  readonly token?: boolean;
  /** Marked as changed or patched: bold with a line under it. */
  readonly marked?: boolean;
  /** Room is left before it: it begins a group. */
  readonly apart?: boolean;
  /** Less than the others: what a conversation's template has written. */
  readonly dim?: boolean;
}

/** One mark. */
export interface GridCell {
  /** The class that fills it (see bins.ts); "" is no fill. */
  readonly fill: string;
  /** Its figure or word; none by default. */
  readonly text?: string;
  /** Its value in words, behind the names of row and column. */
  readonly spoken: string;
  /** Bold: rank 1, a settled answer. */
  readonly strong?: boolean;
  /** A dot in the corner: the answer stays the same from here on. */
  readonly dot?: boolean;
}

export interface Grid {
  /** What the grid is called: "Top token by layer and position". */
  readonly label: string;
  /** A class of the view's own, for its style sheet. */
  readonly kind?: string;
  /** What rows are: "layer"; read by assistive technology at the corner, by everybody where column names stand below. */
  readonly corner: string;
  readonly rows: readonly GridHead[];
  readonly columns: readonly GridHead[];
  /** What stands there: undefined where nothing can (a token that comes later), null where a value is not known yet. */
  readonly cell: (row: number, column: number) => GridCell | null | undefined;
}

export interface GridOptions {
  readonly pinned?: Spot | null;
  /** The column (or row) that is selected here or in another view. */
  readonly selected?: number | null;
  /** The column that is pointed at in another view. */
  readonly highlight?: number | null;
  readonly highlightRow?: number | null;
  readonly cursor?: Spot;
  /** The room in px: column names stand upright and figures are left out where there is little. Defaults to 800. */
  readonly width?: number;
  /** A column is never narrower than this, in px; the grid scrolls instead. Defaults to 14. */
  readonly narrowest?: number;
  /** Column names stand below the grid. */
  readonly below?: boolean;
  /** Makes cells square where there is room. */
  readonly square?: boolean;
  /** A grid of more cells is painted on a canvas. Defaults to 1500. */
  readonly mostElements?: number;
}
