/** Bars beside their names: what views hand to the one function that draws lists and waterfalls of signed numbers. */

export interface Bar {
  /** As it is drawn: `attention 3`. */
  readonly label: string;
  /** Where it begins and ends on the axis; a bar of a plain list begins at 0. */
  readonly from: number;
  readonly to: number;
  /** Its figure. */
  readonly text: string;
  /** The class that fills it (see bins.ts); "" is next to nothing. */
  readonly fill: string;
  /** What the bars before it add up to. */
  readonly total?: boolean;
  /** Room is left before it: it begins a group. */
  readonly apart?: boolean;
}

export interface BarsOptions {
  /** What the list is called: "Parts of the logit in order of computation". */
  readonly label: string;
  /** The bar that is pinned. */
  readonly pinned?: number | null;
  /** The row in the tab order. */
  readonly cursor?: number;
  /** The row of the first bar, where other marks stand before these; defaults to 0. */
  readonly first?: number;
  /** Each bar begins where the last one ended: lines join them, and ticks stand below. */
  readonly waterfall?: boolean;
  /** What the axis counts: `logit →`. Drawn with ticks only. */
  readonly axis?: string;
  /** The room in px, for the number of ticks; defaults to 540. */
  readonly width?: number;
}
