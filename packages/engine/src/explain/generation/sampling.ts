/**
 * From a row of logits to the token that is taken, in the order of transformers' generate: repetition penalty (Keskar
 * et al. 2019), temperature, top-k (Fan et al. 2018), top-p (Holtzman et al. 2020), min-p (Nguyen et al. 2024).
 */
import {InputError} from "../../errors.ts";
import type {Row} from "../distribution.ts";

export interface Sampling {
  /** 0 takes the likeliest. */
  readonly temperature: number;
  /** Keeps so many of the likeliest; Infinity all. */
  readonly topK: number;
  /** Keeps the fewest of the likeliest that hold this share; 1 all. */
  readonly topP: number;
  /** Keeps what is at least this share of the likeliest's probability; 0 all. */
  readonly minP: number;
  /** Divides positive logits of tokens that were there before, multiplies negative ones; 1 leaves them. */
  readonly repetitionPenalty: number;
}

type Bounds = readonly [name: string, from: number, to: number, what: string];
const bounds: {readonly [K in keyof Sampling]: Bounds} = {
  temperature: ["temperature", 0, Infinity, "a number of at least 0"],
  topK: ["topK", 1, Infinity, "a number of at least 1"],
  topP: ["topP", Number.MIN_VALUE, 1, "a number above 0, at most 1"],
  minP: ["minP", 0, 1, "a number from 0 to 1"],
  repetitionPenalty: ["repetitionPenalty", Number.MIN_VALUE, Infinity, "a number above 0"]
};

/** Returns the options with their defaults: the likeliest token, always. Throws InputError for one out of range. */
export function samplingOf(options: Partial<Sampling>): Sampling {
  const sampling: Sampling = {
    temperature: options.temperature ?? 0,
    topK: options.topK ?? Infinity,
    topP: options.topP ?? 1,
    minP: options.minP ?? 0,
    repetitionPenalty: options.repetitionPenalty ?? 1
  };
  for (const key of Object.keys(bounds) as (keyof Sampling)[]) {
    const [name, from, to, what] = bounds[key];
    const value = sampling[key];
    if (!(value >= from && value <= to))
      throw new InputError(`${name}: got ${value}, expected ${what}`);
  }
  return sampling;
}

/** Returns the logits with what was there before made less likely. */
export function penalized(logits: Row, before: Iterable<number>, penalty: number): Row {
  if (penalty === 1) return logits;
  const changed = logits.slice();
  for (const id of new Set(before)) {
    const logit = logits[id]!;
    changed[id] = logit < 0 ? logit * penalty : logit / penalty;
  }
  return changed;
}

/** A token that may be drawn. */
export interface Chance {
  readonly id: number;
  readonly probability: number;
}

/** Returns what may be drawn, likeliest first; the probabilities sum to 1. */
export function chancesOf(logits: Row, sampling: Sampling): Chance[] {
  const {temperature, topK, topP, minP} = sampling;
  const ids = Array.from(logits, (_, id) => id).sort((a, b) => logits[b]! - logits[a]! || a - b);
  const first = logits[ids[0]!]!;
  const weigh = (id: number): number => Math.exp((logits[id]! - first) / temperature);
  // Those as likely as the last of the k stay too.
  const least = topK < ids.length ? logits[ids[Math.floor(topK) - 1]!]! : -Infinity;
  let chances = normalized(
    ids
      .filter((id) => logits[id]! >= least)
      .map((id) => ({id, probability: weigh(id)}))
      .filter(({probability}) => probability > 0)
  );
  if (topP < 1) {
    let sum = 0;
    const end = chances.findIndex(({probability}) => (sum += probability) >= topP);
    if (end >= 0) chances = normalized(chances.slice(0, end + 1));
  }
  if (minP > 0) {
    const bar = minP * chances[0]!.probability;
    chances = normalized(chances.filter(({probability}) => probability >= bar));
  }
  return chances;
}

function normalized(chances: readonly Chance[]): Chance[] {
  const sum = chances.reduce((total, {probability}) => total + probability, 0);
  return chances.map(({id, probability}) => ({id, probability: probability / sum}));
}

/** Returns the one that a number in [0, 1) falls on. */
export function drawn(chances: readonly Chance[], at: number): Chance {
  let sum = 0;
  for (const chance of chances) {
    sum += chance.probability;
    if (at < sum) return chance;
  }
  return chances.at(-1)!;
}
