/** Whether a worker that does not come back from what was stopped is better ended: its model has to be loaded again. */

export interface Situation {
  /** What it takes to load the model again, in ms. */
  readonly reload: number;
  /** Since the first of the questions that have not ended was stopped, or since the worker said something, in ms. */
  readonly waited: number;
  /** How long the worker is held up from now on, in ms; null when nobody knows. */
  readonly left: number | null;
  /** Whether it may be one of the stopped questions that holds it up. */
  readonly holdsUp: boolean;
  /** Questions that are still wanted, which would be asked again: what was done for them, in ms, and how often that was. */
  readonly lost: readonly {readonly work: number; readonly again: number}[];
}

/** An engine that can be broken off says so within this time, in ms. */
const soon = 300;
/** Where nobody knows how long it takes, it is given so long, in ms. */
const grace = 800;
/** A model that is here again within this time is not worth more patience, in ms. */
const quick = 4000;
/** After so many ms it is looked at anew. */
export const lookAgain = 100;

/**
 * Returns whether to end the worker. What is known to take longer than loading again ends at once; what nobody knows
 * has most of a second; where loading takes long, as long as that, so that at most twice the shorter way is taken.
 */
export function isWorthIt({reload, waited, left, holdsUp, lost}: Situation): boolean {
  // Twice asked again, a question would never be answered.
  if (!holdsUp || waited < soon || lost.some(({again}) => again > 0)) return false;
  const cost = reload + Math.max(0, ...lost.map(({work}) => work));
  return left === null ? waited >= (cost <= quick ? grace : cost) : left > cost;
}
