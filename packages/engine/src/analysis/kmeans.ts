/** k-means: points in groups, each around its mean (Lloyd 1982), begun as k-means++ (Arthur & Vassilvitskii 2007). */
import {InputError, ShapeError} from "../errors.ts";
import {Breath} from "./breath.ts";
import {checkTable, rowAt, zeros} from "./dense.ts";
import type {Dense} from "./dense.ts";
import {RandomState} from "./random-state.ts";

export interface KmeansOptions {
  /** How many groups, at least 1 and at most one a point. */
  readonly clusters: number;
  /** First centres [clusters, columns]; defaults to points drawn as k-means++ does. */
  readonly start?: Dense;
  /** Of that draw; defaults to 0. */
  readonly seed?: number;
  /** Most passes; defaults to 300. */
  readonly iterations?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Clusters {
  /** Of each row of X the index of its centre. */
  readonly labels: readonly number[];
  /** [clusters, columns] */
  readonly centres: Dense;
  /** Sum of the squared distances of all points to their centres. */
  readonly inertia: number;
  /** How many passes were made; the last changed no label. */
  readonly iterations: number;
  /** Whether the labels had stopped changing. */
  readonly converged: boolean;
}

function squaredDistance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at]! - b[at]!) ** 2;
  return sum;
}

/**
 * Returns groups of the rows of x [n, m], each row with the centre nearest to it, when no label changes any more; a
 * group that loses all its points takes the one farthest from its centre. Works in slices of 20 ms. Throws InputError
 * for a number of groups that cannot be, ShapeError for a start of another size, and the signal's reason when aborted.
 */
export async function kmeans(x: Dense, options: KmeansOptions): Promise<Clusters> {
  const {clusters, start, seed = 0, iterations: most = 300} = options;
  checkTable("X", x);
  if (!Number.isInteger(clusters) || clusters < 1 || clusters > x.rows)
    throw new InputError(
      `clusters: got ${clusters}, expected a whole number from 1 to ${x.rows}, one a row`
    );
  if (!Number.isInteger(most) || most < 1)
    throw new InputError(`iterations: got ${most}, expected a whole number of at least 1`);
  const breath = new Breath(options.signal);
  const centres = start ? copied(x, clusters, start) : await drawn(x, clusters, seed, breath);
  const labels = new Int32Array(x.rows).fill(-1);
  const distances = new Float64Array(x.rows);
  let [iterations, converged] = [0, false];
  while (iterations < most && !converged) {
    converged = !(await assign(x, centres, labels, distances, breath));
    iterations++;
    if (!converged) move(x, centres, labels, distances);
  }
  // Where the passes ran out the centres have moved since.
  if (!converged) await assign(x, centres, labels, distances, breath);
  return {
    labels: Array.from(labels),
    centres,
    inertia: distances.reduce((sum, distance) => sum + distance, 0),
    iterations,
    converged
  };
}

function copied(x: Dense, clusters: number, start: Dense): Dense {
  checkTable("start", start);
  if (start.rows !== clusters || start.columns !== x.columns)
    throw new ShapeError(
      `start: got ${start.rows} × ${start.columns}, expected ${clusters} × ${x.columns}`
    );
  return {...start, data: start.data.slice()};
}

/** Returns points as centres, each drawn by its squared distance to the nearest one drawn before. */
async function drawn(x: Dense, clusters: number, seed: number, breath: Breath): Promise<Dense> {
  const random = new RandomState(seed);
  const centres = zeros(clusters, x.columns);
  const distances = new Float64Array(x.rows).fill(1);
  for (let cluster = 0; cluster < clusters; cluster++) {
    const total = distances.reduce((sum, distance) => sum + distance, 0);
    let rest = random.uniform() * total;
    let chosen = 0;
    // Where all points are drawn or equal to one that is, any will do.
    while (chosen < x.rows - 1 && (rest -= distances[chosen]!) >= 0) chosen++;
    const centre = rowAt(centres, cluster);
    centre.set(rowAt(x, chosen));
    for (let row = 0; row < x.rows; row++) {
      if (breath.due) await breath.take();
      const distance = squaredDistance(rowAt(x, row), centre);
      distances[row] = cluster === 0 ? distance : Math.min(distances[row]!, distance);
    }
  }
  return centres;
}

/** Gives each row its nearest centre and returns whether a label changed. */
async function assign(
  x: Dense,
  centres: Dense,
  labels: Int32Array,
  distances: Float64Array,
  breath: Breath
): Promise<boolean> {
  let changed = false;
  for (let row = 0; row < x.rows; row++) {
    if (breath.due) await breath.take();
    const point = rowAt(x, row);
    let [nearest, least] = [0, Infinity];
    for (let cluster = 0; cluster < centres.rows; cluster++) {
      const distance = squaredDistance(point, rowAt(centres, cluster));
      if (distance < least) [nearest, least] = [cluster, distance];
    }
    changed ||= labels[row] !== nearest;
    labels[row] = nearest;
    distances[row] = least;
  }
  return changed;
}

/** Puts each centre into the middle of its rows. */
function move(x: Dense, centres: Dense, labels: Int32Array, distances: Float64Array): void {
  const counts = new Int32Array(centres.rows);
  for (const label of labels) counts[label]!++;
  for (const [cluster, count] of counts.entries()) {
    if (count > 0) continue;
    const farthest = distances.reduce(
      (best, distance, row) =>
        counts[labels[row]!]! > 1 && (best < 0 || distance > distances[best]!) ? row : best,
      -1
    );
    counts[labels[farthest]!]!--;
    labels[farthest] = cluster;
    distances[farthest] = 0;
    counts[cluster] = 1;
  }
  centres.data.fill(0);
  for (const [row, label] of labels.entries()) {
    const centre = rowAt(centres, label);
    rowAt(x, row).forEach((value, at) => (centre[at]! += value / counts[label]!));
  }
}
