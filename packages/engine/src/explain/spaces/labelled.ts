/** From examples to what a probe is trained on: which states, and what they are said to be. */
import {InputError} from "../../errors.ts";
import type {Token} from "../../results.ts";
import {member} from "../attribution/settings.ts";
import type {States} from "./states.ts";
import type {ProbeExample, ProbeLabel, ProbeOptions, ProbePool} from "./options.ts";

/** One sample: the mean of the states at some positions of a text. */
export interface Sample {
  readonly example: number;
  readonly positions: readonly number[];
  readonly label: string;
  /** What a control task's label sticks to: the word, or the whole text. */
  readonly type: string;
}

export const pools = ["token", "mean", "last", "first"] as const;

/** Returns the pool asked for, or the one that the examples are made for. */
export const poolOf = (examples: readonly ProbeExample[], {pool}: ProbeOptions): ProbePool =>
  member(
    "pool",
    pool ??
      (examples.some(({labels, position}) => labels !== undefined || position !== undefined)
        ? "token"
        : "mean"),
    pools
  );

const plain = (tokens: readonly Token[]): number[] =>
  [...tokens.keys()].filter((at) => !tokens[at]!.special);

/** Which positions a pool takes, of those that are not left out. */
const pooled: {
  readonly [P in Exclude<ProbePool, "token">]: (
    tokens: readonly Token[],
    kept: readonly number[]
  ) => readonly number[];
} = {
  mean: (tokens, kept) => {
    const own = kept.filter((at) => !tokens[at]!.special);
    return own.length > 0 ? own : kept;
  },
  last: (_, kept) => kept.slice(-1),
  first: (_, kept) => kept.slice(0, 1)
};

/** Returns the text of the word a token is part of; its id where it has none. */
function typeOf(tokens: readonly Token[], at: number): string {
  const {word, id} = tokens[at]!;
  if (word === null) return `#${id}`;
  return tokens
    .filter((token) => token.word === word)
    .map(({text}) => text)
    .join("")
    .trim();
}

const bad = (example: number, message: string): InputError =>
  new InputError(`example ${example + 1}: ${message}`);

function checkLabel(label: ProbeLabel, example: number): string {
  if (["string", "number", "boolean"].includes(typeof label)) return String(label);
  throw bad(example, `label: got ${JSON.stringify(label)}, expected a text, number or boolean`);
}

/**
 * Returns the samples of one example, whose tokens are these, some of them left out. Throws InputError where labels do
 * not fit them.
 */
export function samplesIn(
  {label, labels, position}: ProbeExample,
  example: number,
  {tokens, out}: Pick<States, "tokens" | "out">,
  pool: ProbePool
): Sample[] {
  if (pool !== "token") {
    if (labels !== undefined || position !== undefined)
      throw bad(example, `labels of tokens are not used when pool is ${pool}; take pool "token"`);
    if (label === undefined) throw bad(example, "label is missing");
    const type = tokens.map(({id}) => id).join();
    const kept = [...tokens.keys()].filter((at) => !out[at]);
    const positions = pooled[pool](tokens, kept);
    return [{example, positions, label: checkLabel(label, example), type}];
  }
  if (labels !== undefined && (label !== undefined || position !== undefined))
    throw bad(example, "got labels and a label or position, expected one of them");
  const at = labels === undefined ? [placeOf(position, example, tokens)] : null;
  const all = at ? [label] : labels!;
  const places = at ?? placesOf(labels!.length, example, tokens);
  return places.flatMap((place, index): Sample[] => {
    const own = all[index];
    if (own === null || out[place]) return [];
    if (own === undefined) throw bad(example, "label is missing");
    return [
      {
        example,
        positions: [place],
        label: checkLabel(own, example),
        type: typeOf(tokens, place)
      }
    ];
  });
}

function placeOf(
  position: number | undefined,
  example: number,
  {length}: readonly Token[]
): number {
  if (position === undefined)
    throw bad(example, 'pool is "token": expected a position with the label, or labels of tokens');
  const place = position < 0 ? length + position : position;
  if (Number.isInteger(place) && place >= 0 && place < length) return place;
  throw bad(example, `position ${position} is not in the text, expected 0 to ${length - 1}`);
}

/** Labels are one a token, of all tokens or of those that are not special. */
function placesOf(count: number, example: number, tokens: readonly Token[]): number[] {
  if (count === tokens.length) return [...tokens.keys()];
  const own = plain(tokens);
  if (count === own.length) return own;
  const texts = tokens.map(({text, id}) => text ?? `#${id}`).join("|");
  throw bad(
    example,
    `labels: got ${count} for ${tokens.length} tokens (${own.length} of them not special): ${texts}; give one a token, null where it has none`
  );
}
