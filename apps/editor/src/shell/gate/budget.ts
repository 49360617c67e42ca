/** How much of something may come: a supply that is used up, and grows again with time. */

export interface Allowance {
  /** What may come at once. */
  readonly burst: number;
  /** What may come for ever, each second. */
  readonly perSecond: number;
}

export class Budget {
  readonly #allowance: Allowance;
  #left: number;
  #time: number;

  /** *now* is a time in ms. */
  constructor(allowance: Allowance, now: number) {
    this.#allowance = allowance;
    this.#left = allowance.burst;
    this.#time = now;
  }

  /** Takes so much out; returns whether there was as much. */
  take(amount: number, now: number): boolean {
    const {burst, perSecond} = this.#allowance;
    this.#left = Math.min(burst, this.#left + ((now - this.#time) / 1000) * perSecond) - amount;
    this.#time = now;
    return this.#left >= 0;
  }
}
