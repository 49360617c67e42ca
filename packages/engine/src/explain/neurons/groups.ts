/** Neurons grouped by how they fire, however strongly: k-means of their activations at length 1. */
import {kmeans} from "../../analysis/kmeans.ts";
import {rowAt, zeros} from "../../analysis/dense.ts";
import {InputError} from "../../errors.ts";
import {firing, spread} from "./table.ts";
import type {Fired, Table} from "./table.ts";
import type {NeuronGroup} from "./results.ts";

interface GroupOptions {
  readonly clusters: number;
  readonly seed: number;
  readonly top: number;
  readonly signal: AbortSignal | undefined;
}

/** Returns groups of the neurons that fire, the largest first. Throws InputError for more groups than neurons. */
export async function groupsOf(
  table: Table,
  fired: readonly Fired[],
  {clusters, seed, top, signal}: GroupOptions
): Promise<readonly NeuronGroup[]> {
  const {x, activations} = table;
  if (!Number.isInteger(clusters) || clusters < 1 || clusters > fired.length)
    throw new InputError(
      `clusters: got ${clusters}, expected a whole number from 1 to ${fired.length}, one a neuron that fires`
    );
  const sides = x.rows / activations.rows;
  const points = zeros(fired.length, sides * x.columns);
  for (const [index, {row, strength}] of fired.entries())
    for (let side = 0; side < sides; side++)
      rowAt(points, index).set(
        rowAt(x, side * activations.rows + row).map((value) => value / strength),
        side * x.columns
      );
  const {labels} = await kmeans(points, {clusters, seed, signal});
  return Array.from({length: clusters}, (_, cluster): NeuronGroup => {
    const own = fired.filter((_, index) => labels[index] === cluster);
    const loadings = Array.from({length: x.columns}, () => 0);
    for (const {row} of own)
      for (let side = 0; side < sides; side++)
        rowAt(x, side * activations.rows + row).forEach((value, token) => {
          loadings[token]! += value / own.length;
        });
    return {
      size: own.length,
      loadings: spread(table, loadings),
      neurons: own.slice(0, top).map(({row, strength}) => firing(table, row, strength))
    };
  }).toSorted((a, b) => b.size - a.size);
}
