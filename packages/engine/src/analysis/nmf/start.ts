/** Where a factorisation begins. */
import {InputError, ShapeError} from "../../errors.ts";
import type {Breath} from "../breath.ts";
import {RandomState} from "../random-state.ts";
import {checkTable, normOf, transposed, zeros} from "../dense.ts";
import type {Dense} from "../dense.ts";
import {randomisedSvd} from "./randomised-svd.ts";

/** What somebody can begin with instead: both are copied. */
export interface GivenFactors {
  /** [n, k] */
  readonly w: Dense;
  /** [k, m] */
  readonly h: Dense;
}
export type StartName = "random" | "nndsvd" | "nndsvda";
export const starts: readonly StartName[] = ["random", "nndsvd", "nndsvda"];

/** W [n, k] and Hᵀ [m, k], to be changed in place. */
export interface Start {
  readonly w: Dense;
  readonly ht: Dense;
}

/** Numbers below are 0 in the start, as in scikit-learn. */
const NOTHING = 1e-6;

function meanOf({data}: Dense): number {
  let sum = 0;
  for (const value of data) sum += value;
  return sum / data.length;
}

/** Returns the start of this name, or a copy of the given factors once they are checked. */
export async function startOf(
  x: Dense,
  factors: number,
  init: StartName | GivenFactors,
  seed: number,
  breath: Breath
): Promise<Start> {
  if (typeof init === "object") return copied(x, factors, init);
  if (!starts.includes(init))
    throw new InputError(`init: got ${String(init)}, expected ${starts.join(", ")} or {w, h}`);
  if (init === "random") return drawn(x, factors, seed);
  const most = Math.min(x.rows, x.columns);
  if (factors > most)
    throw new InputError(
      `init: ${init} has at most ${most} factors for ${x.rows} × ${x.columns}, got ${factors}; choose fewer, or "random"`
    );
  const made = await fromSingularVectors(x, factors, seed, breath);
  if (init === "nndsvda") {
    const mean = meanOf(x);
    for (const {data} of [made.w, made.ht])
      data.forEach((value, at) => {
        if (value === 0) data[at] = mean;
      });
  }
  return made;
}

function copied(x: Dense, factors: number, {w, h}: GivenFactors): Start {
  const expected = {w: [x.rows, factors], h: [factors, x.columns]};
  for (const [name, table] of Object.entries({w, h})) {
    checkTable(name, table);
    const [rows, columns] = expected[name as "w" | "h"] as [number, number];
    if (table.rows !== rows || table.columns !== columns)
      throw new ShapeError(
        `${name}: got ${table.rows} × ${table.columns}, expected ${rows} × ${columns}`
      );
    if (table.data.some((value) => value < 0))
      throw new InputError(`${name}: got negative numbers, expected at least 0`);
  }
  return {w: {...w, data: w.data.slice()}, ht: transposed(h)};
}

/** Half-normal numbers, as large as makes WH as large as x; H's are drawn first. */
function drawn(x: Dense, factors: number, seed: number): Start {
  const random = new RandomState(seed);
  const size = Math.sqrt(meanOf(x) / factors);
  const draw = (rows: number, columns: number): Dense => {
    const made = zeros(rows, columns);
    for (let at = 0; at < made.data.length; at++) made.data[at] = Math.abs(size * random.normal());
    return made;
  };
  const h = draw(factors, x.columns);
  return {w: draw(x.rows, factors), ht: transposed(h)};
}

/**
 * NNDSVD (Boutsidis & Gallopoulos 2008): of each pair of singular vectors the positive or the negative parts,
 * whichever weigh more; of the first, which has one sign, its size. A pair's sign is free and makes no difference.
 */
async function fromSingularVectors(
  x: Dense,
  factors: number,
  seed: number,
  breath: Breath
): Promise<Start> {
  const {u, values, v} = await randomisedSvd(x, factors, new RandomState(seed), breath);
  const made = {w: zeros(x.rows, factors), ht: zeros(x.columns, factors)};
  for (let t = 0; t < factors; t++) {
    const [left, right] = [columnOf(u, t), columnOf(v, t)];
    const sided = [1, -1].map((sign) => {
      const part = (column: Float64Array): Float64Array =>
        column.map((value) => (t === 0 ? Math.abs(value) : Math.max(sign * value, 0)));
      const parts = [part(left), part(right)] as const;
      const norms = [normOf(parts[0]), normOf(parts[1])] as const;
      return {parts, norms, weight: norms[0] * norms[1]};
    });
    const {parts, norms, weight} = sided[0]!.weight > sided[1]!.weight ? sided[0]! : sided[1]!;
    if (weight === 0) continue;
    const size = Math.sqrt(values[t]! * weight);
    for (const [table, part, norm] of [
      [made.w, parts[0], norms[0]],
      [made.ht, parts[1], norms[1]]
    ] as const)
      part.forEach((value, row) => {
        const entry = (size * value) / norm;
        table.data[row * factors + t] = entry < NOTHING ? 0 : entry;
      });
  }
  return made;
}

const columnOf = ({rows, columns, data}: Dense, column: number): Float64Array =>
  Float64Array.from({length: rows}, (_, row) => data[row * columns + column]!);
