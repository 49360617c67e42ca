/** Two models' states of the same texts, brought to the same rows. */
import type {Samples} from "../../analysis/samples.ts";
import {InputError} from "../../errors.ts";
import type {Token} from "../../results.ts";
import {keptStates, pickRows} from "./states.ts";
import type {States} from "./states.ts";

export interface Aligned {
  readonly by: "token" | "word";
  readonly first: readonly States[];
  readonly second: readonly States[];
}

/** Whether two tokens stand for the same piece of the text; tokens that were given as ids have none. */
const same = (a: Token, b: Token): boolean =>
  a.special === b.special &&
  a.start === b.start &&
  a.end === b.end &&
  (a.start !== null || a.special || a.id === b.id);

const lineUp = (a: readonly Token[], b: readonly Token[]): boolean =>
  a.length === b.length && a.every((token, at) => same(token, b[at]!));

const plain = (states: States): States =>
  pickRows(
    states,
    [...states.tokens.keys()].filter((at) => !states.tokens[at]!.special)
  );

/** Returns the mean of each group of rows. */
function meansOf({columns, data}: Samples, groups: readonly (readonly number[])[]): Samples {
  const means = new Float64Array(groups.length * columns);
  for (const [at, group] of groups.entries())
    for (const row of group)
      for (let column = 0; column < columns; column++)
        means[at * columns + column]! += data[row * columns + column]! / group.length;
  return {rows: groups.length, columns, data: means};
}

/** Returns the tokens of each word. */
function wordsOf({tokens}: States): Map<number, number[]> {
  const words = new Map<number, number[]>();
  tokens.forEach(({word}, at) => {
    if (word !== null) words.set(word, [...(words.get(word) ?? []), at]);
  });
  return words;
}

/** Returns words that both have, each with the mean of its tokens' states. */
function byWord(a: States, b: States): readonly [States, States] {
  const [first, second] = [wordsOf(a), wordsOf(b)];
  const common = [...first.keys()].filter((word) => second.has(word));
  const of = ({tokens, positions, out, spaces}: States, words: Map<number, number[]>): States => {
    const groups = common.map((word) => words.get(word)!);
    return {
      positions: groups.map((group) => positions[group[0]!]!),
      // A word is left out with any of its tokens: what is left of it would be no word.
      out: groups.map((group) => group.some((at) => out[at])),
      tokens: groups.map((group) => {
        const own = group.map((at) => tokens[at]!);
        return {...own[0]!, text: own.map(({text}) => text).join(""), end: own.at(-1)!.end};
      }),
      spaces: spaces.map((space) => meansOf(space, groups))
    };
  };
  return [of(a, first), of(b, second)];
}

/**
 * Returns both models' states row by row: token by token where the tokens line up (special ones left out where only
 * they do not), else the means of words. What is left out in one model is left out in both. Throws InputError where texts have no words, as those given by ids.
 */
export function aligned(first: readonly States[], second: readonly States[]): Aligned {
  const {by, first: own, second: theirs} = linedUp(first, second);
  const both = own.map(({out}, text) => out.map((left, at) => left || theirs[text]!.out[at]!));
  const kept = (all: readonly States[]): readonly States[] =>
    keptStates(all.map((states, text) => ({...states, out: both[text]!})));
  return {by, first: kept(own), second: kept(theirs)};
}

function linedUp(first: readonly States[], second: readonly States[]): Aligned {
  const all = (a: readonly States[], b: readonly States[]): boolean =>
    a.every(({tokens}, at) => lineUp(tokens, b[at]!.tokens));
  if (all(first, second)) return {by: "token", first, second};
  const [own, other] = [first.map(plain), second.map(plain)];
  if (all(own, other)) return {by: "token", first: own, second: other};
  const pairs = first.map((states, at) => byWord(states, second[at]!));
  if (pairs.some(([{tokens}]) => tokens.length === 0))
    throw new InputError(
      "with: the two models split the input into different tokens, and it has no words to compare instead; give a text"
    );
  return {by: "word", first: pairs.map(([a]) => a), second: pairs.map(([, b]) => b)};
}
