/** What the ways of computing a product share. */
import type {Reader} from "./readers.ts";

/** WGSL for the lengths of a product. */
export interface SizeTexts {
  readonly z: string;
  readonly m: string;
  readonly n: string;
  readonly k: string;
}

export interface ProductText {
  readonly a: Reader;
  readonly b: Reader;
  readonly sizes: SizeTexts;
  /** Which neighbours of b share a word: two steps of k, two columns, or none. */
  readonly pairs: "k" | "n" | "none";
  /** Whether consecutive k, rather than n, are neighbours in b. */
  readonly alongK: boolean;
}

/** One way to compute a product. */
export interface Strategy {
  readonly name: string;
  /** Rows and columns of the result a workgroup computes. */
  readonly rows: number;
  readonly columns: number;
  /** Returns the main function. Expects `finish(z, m, n, sum)`. */
  readonly text: (product: ProductText) => string;
}

export const range = (count: number): number[] => Array.from({length: count}, (_, index) => index);

/** Returns statements that find the workgroup's part: `z`, `first_m` and `first_n`; others return. */
export const partText = (
  index: string,
  {rows, columns}: Pick<Strategy, "rows" | "columns">,
  sizes: SizeTexts
): string =>
  `let size_m = ${sizes.m};
  let size_n = ${sizes.n};
  let size_k = ${sizes.k};
  let tiles_n = (size_n + ${columns - 1}u) / ${columns}u;
  let tiles_m = (size_m + ${rows - 1}u) / ${rows}u;
  let part = ${index};
  let z = part / (tiles_n * tiles_m);
  if (z >= ${sizes.z}) { return; }
  let first_n = part % tiles_n * ${columns}u;
  let first_m = part / tiles_n % tiles_m * ${rows}u;`;
