/** Uniform manifold approximation and projection: near samples stay near (McInnes, Healy & Melville 2018). */
import {InputError} from "../errors.ts";
import {pausesOf} from "./pauses.ts";
import {centred, rowOf, samplesOf} from "./samples.ts";
import type {Samples} from "./samples.ts";

export interface UmapOptions {
  /** Yields numbers in [0, 1); the same ones give the same picture. */
  readonly random: () => number;
  /** Of the picture; defaults to 2. */
  readonly dimensions?: number;
  /** How many neighbours count as near, the sample itself among them; defaults to 15, or one less than there are samples. */
  readonly neighbours?: number;
  /** How near each other samples may lie in the picture; defaults to 0.1. */
  readonly minDist?: number;
  /** Called after each epoch. */
  readonly progress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal | undefined;
}

const numberIn = (
  what: string,
  value: number,
  least: number,
  most: number,
  whole: boolean
): void => {
  if (value >= least && value <= most && (!whole || Number.isInteger(value))) return;
  throw new InputError(
    `${what}: got ${value}, expected a ${whole ? "whole " : ""}number from ${least} to ${most}`
  );
};

/**
 * Returns a place for each of *samples* [samples, features], by Euclidean distance [samples, dimensions]. Distances
 * between far groups and sizes of groups mean nothing.
 *
 * Throws InputError for fewer than 3 samples and for options out of range, and the signal's reason when aborted.
 */
export async function umap(
  samples: Samples,
  {random, dimensions = 2, neighbours, minDist = 0.1, progress, signal}: UmapOptions
): Promise<Samples> {
  const {rows, columns} = samples;
  if (rows < 3) throw new InputError(`umap: got ${rows} samples, expected at least 3; give more`);
  numberIn("dimensions", dimensions, 1, columns, true);
  const near = neighbours ?? Math.min(15, rows - 1);
  numberIn("neighbours", near, 2, rows - 1, true);
  numberIn("minDist", minDist, 0, 1, false);
  const moved = centred(samples);
  // 40 kB that most pages never need.
  const {UMAP} = await import("umap-js");
  const work = new UMAP({
    random,
    nComponents: dimensions,
    nNeighbors: near,
    minDist
  });
  const list = Array.from({length: rows}, (_, row) => [...rowOf(moved, row)]);
  const total = work.initializeFit(list);
  const pause = pausesOf(signal);
  for (let epoch = 1; epoch <= total; epoch++) {
    await pause();
    work.step();
    progress?.(epoch, total);
  }
  return samplesOf(work.getEmbedding());
}
