/** Non-negative matrix factorisation (Lee & Seung 1999): a table as a sum of few parts, none of which takes away. */
import {InputError} from "../../errors.ts";
import {Breath} from "../breath.ts";
import {checkTable, normOf, transposed} from "../dense.ts";
import type {Dense} from "../dense.ts";
import {nonNegative} from "./non-negative.ts";
import type {Negative} from "./non-negative.ts";
import {scaled} from "./scaled.ts";
import type {Factorised} from "./scaled.ts";
import {startOf} from "./start.ts";
import type {GivenFactors, StartName} from "./start.ts";
import {sweep} from "./sweep.ts";

export interface NmfOptions {
  /** How many parts: K, at least 1. */
  readonly factors: number;
  /**
   * Where it begins: half-normal numbers (`random`), non-negative parts of singular vectors (`nndsvd`), the same with
   * the mean in place of its zeros (`nndsvda`), or factors of one's own. Defaults to nndsvda, or to random where K is
   * more than the table's rows or columns.
   */
  readonly init?: StartName | GivenFactors;
  /** Of the random start, and of the search for singular vectors: as scikit-learn's random_state. Defaults to 0. */
  readonly seed?: number;
  /** Ends when a sweep's violation of the optimality conditions is at most so much of the first's; defaults to 1e-4. */
  readonly tolerance?: number;
  /** Most sweeps; defaults to 200. */
  readonly iterations?: number;
  /** What becomes of negative numbers; without it they are an error. */
  readonly negative?: Negative;
  readonly signal?: AbortSignal | undefined;
  /** Called after each sweep, with the most there can be. */
  readonly progress?: ((done: number, total: number) => void) | undefined;
}

/** X ≈ WH, its parts by strength; the columns of W have length 1. */
export interface Factorisation extends Factorised {
  /** |X − WH|, Frobenius. */
  readonly error: number;
  /** error / |X|; 0 where X is. */
  readonly relativeError: number;
  /** How many sweeps were made. */
  readonly iterations: number;
  /** Whether the tolerance was reached before the sweeps ran out. */
  readonly converged: boolean;
  /** W [n, K] and H [K, m] as the solver left them: neither sorted nor scaled. */
  readonly raw: GivenFactors;
}

function checked({
  factors,
  tolerance = 1e-4,
  iterations = 200
}: NmfOptions): Required<Pick<NmfOptions, "factors" | "tolerance" | "iterations">> {
  for (const [name, value] of Object.entries({factors, iterations}))
    if (!Number.isInteger(value) || value < 1)
      throw new InputError(`${name}: got ${value}, expected a whole number of at least 1`);
  if (!(tolerance >= 0 && tolerance < 1))
    throw new InputError(`tolerance: got ${tolerance}, expected a number from 0 up to 1`);
  return {factors, tolerance, iterations};
}

/**
 * Returns W [n, K] and H [K, m], both ≥ 0, whose product is near X [n, m]: minimises |X − WH|² by coordinate descent
 * (Cichocki & Phan 2009), sweep for sweep as scikit-learn's solver `cd`. Works in slices of 20 ms.
 *
 * Throws InputError for negative numbers unless `negative` says what becomes of them, ShapeError for a start of
 * another size, and the signal's reason when aborted.
 */
export async function nmf(x: Dense, options: NmfOptions): Promise<Factorisation> {
  const {factors, tolerance, iterations} = checked(options);
  const breath = new Breath(options.signal);
  checkTable("X", x);
  const table = nonNegative(x, options.negative);
  if (breath.due) await breath.take();
  const usual = factors <= Math.min(table.rows, table.columns) ? "nndsvda" : "random";
  const {init = usual, seed = 0} = options;
  const {w, ht} = await startOf(table, factors, init, seed, breath);
  let [done, converged, first] = [0, false, 0];
  while (done < iterations && !converged) {
    const violation = await sweep(table, w, ht, breath);
    done++;
    if (done === 1) first = violation;
    converged = first === 0 || violation / first <= tolerance;
    options.progress?.(done, iterations);
  }
  const raw = {w, h: transposed(ht)};
  const error = await errorOf(table, w, ht, breath);
  const norm = normOf(table.data);
  return {
    ...scaled(raw),
    error,
    relativeError: norm === 0 ? 0 : error / norm,
    iterations: done,
    converged,
    raw
  };
}

/** Returns |X − WH|. */
async function errorOf(x: Dense, w: Dense, ht: Dense, breath: Breath): Promise<number> {
  const k = w.columns;
  let sum = 0;
  for (let i = 0; i < x.rows; i++) {
    if (breath.due) await breath.take();
    for (let j = 0; j < x.columns; j++) {
      let rest = x.data[i * x.columns + j]!;
      for (let t = 0; t < k; t++) rest -= w.data[i * k + t]! * ht.data[j * k + t]!;
      sum += rest * rest;
    }
  }
  return Math.sqrt(sum);
}
