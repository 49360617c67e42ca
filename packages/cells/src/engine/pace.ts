/** How long programs take to be prepared, from those that were prepared on this page before. */
import type {Preparing} from "@ecco/engine";

/** What is prepared, with what is known of its time. */
export interface Readying extends Preparing {
  /** Since it began, in ms. */
  readonly elapsed: number;
  /** All it takes, in ms, as far as earlier ones tell; null where there were none. */
  readonly expected: number | null;
  /** Whether it is the model's own patterns that hold everything up, perhaps for ever. */
  readonly late?: boolean;
}

/** Shorter ones tell of other things than their nodes, in ms. */
const shortest = 50;
/** How much the last one counts. */
const weight = 0.5;

/** Nodes in a ms where nothing was measured: WebAssembly on a slow processor. */
const usual = 2.5;

export class Pace {
  #measured: {readonly nodes: number; readonly rate: number} | null = null;

  /** Takes in that a program of so many nodes took so many ms. */
  measured(nodes: number, milliseconds: number): void {
    const before = this.#measured;
    // Small programs tell more of what each costs beside its nodes.
    if (milliseconds < shortest || nodes === 0 || nodes < (before?.nodes ?? 0) / 2) return;
    const rate = nodes / milliseconds;
    const known = before && before.nodes >= nodes / 2;
    this.#measured = {
      nodes: Math.max(nodes, before?.nodes ?? 0),
      rate: known ? weight * rate + (1 - weight) * before.rate : rate
    };
  }

  /** Returns the ms that so many nodes take; null before anything was measured. */
  expected(nodes: number): number | null {
    return this.#measured === null ? null : nodes / this.#measured.rate;
  }
}

/** Returns the ms it takes, as well as that is known. */
export const guessOf = ({nodes, expected}: Pick<Readying, "nodes" | "expected">): number =>
  expected ?? nodes / usual;

const paces = new Map<string, Pace>();

/** Returns the pace of a backend on this page. */
export function paceOf(backend: string): Pace {
  const pace = paces.get(backend) ?? new Pace();
  paces.set(backend, pace);
  return pace;
}

/** Returns the share of something that takes about *expected* ms: it slows down before the end, and never is whole. */
export function shareAfter(elapsed: number, expected: number): number {
  const part = elapsed / Math.max(1, expected);
  return Math.min(0.99, part < 0.8 ? part : 1 - 0.2 * Math.exp(-(part - 0.8) / 0.2));
}
