/** Runs in which single cells are replaced: many at once, each a row of the batch. */
import type {Tensor} from "../../backends/backend.ts";
import type {Encoded} from "../input.ts";
import {entriesName, rowsName, sourceName} from "./edits.ts";
import {askWith, editQuestion, repeated, rowsAtOnce, valuesOf} from "./reading.ts";
import type {Work} from "./reading.ts";

/** What is replaced in one run: some rows of one site, by their places in it, or one entry of them. */
export interface Cell {
  readonly site: string;
  readonly places: readonly number[];
  readonly entry?: number;
}

export interface Replacing {
  /** The input that is run. */
  readonly encoded: Encoded;
  /** What stands instead, by site [1, …]: every site that any cell names. */
  readonly sources: ReadonlyMap<string, Tensor>;
  readonly progress?: ((done: number) => void) | undefined;
}

/** Returns the target of each run. */
export async function valuesWith(
  work: Work,
  cells: readonly Cell[],
  {encoded, sources, progress}: Replacing
): Promise<number[]> {
  const values: number[] = [];
  const grain = cells.some(({entry}) => entry !== undefined) ? "entry" : "row";
  const question = editQuestion(work, [...sources.keys()], {grain});
  const batches = Math.ceil(cells.length / rowsAtOnce(work, question, encoded));
  const size = Math.ceil(cells.length / batches);
  for (let start = 0; start < cells.length; start += size) {
    const part = cells.slice(start, start + size);
    const feeds = feedsOf(
      part.map((cell) => [cell]),
      sources
    );
    const outputs = await askWith(work, question, repeated(encoded, part.length), feeds);
    for (const value of valuesOf(work, outputs)) values.push(value);
    progress?.(values.length);
  }
  return values;
}

/** Returns the feeds of every site; each row of the batch has cells of its own. */
export function feedsOf(
  rows: readonly (readonly Cell[])[],
  sources: ReadonlyMap<string, Tensor>
): Map<string, Tensor> {
  const feeds = new Map<string, Tensor>();
  for (const [site, source] of sources) {
    const inner = source.shape.slice(1, -1);
    const size = inner.reduce((product, length) => product * length, 1);
    const width = source.shape.at(-1)!;
    const put = new Float32Array(rows.length * size);
    const entries = new Float32Array(rows.length * width);
    for (const [row, cells] of rows.entries())
      for (const cell of cells) {
        if (cell.site !== site) continue;
        for (const place of cell.places) put[row * size + place] = 1;
        if (cell.entry !== undefined) entries[row * width + cell.entry] = 1;
      }
    feeds.set(rowsName(site), {shape: [rows.length, ...inner, 1], data: put});
    feeds.set(entriesName(site), {shape: [rows.length, 1, width], data: entries});
    feeds.set(sourceName(site), source);
  }
  return feeds;
}

/** Returns whether a cell's places hold the same numbers in both: then there is nothing to replace. */
export function isSame(a: Tensor, b: Tensor, places: readonly number[]): boolean {
  const width = a.shape.at(-1)!;
  return places.every((place) => {
    for (let at = place * width; at < (place + 1) * width; at++)
      if (a.data[at] !== b.data[at]) return false;
    return true;
  });
}
