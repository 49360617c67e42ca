/** What is taken out at once: tokens, words, sentences, messages, or groups the caller has made. */
import {InputError} from "../../errors.ts";
import type {Token} from "../../results.ts";
import {keptPositions} from "../without.ts";
import type {Without} from "../without.ts";
import type {Unit} from "./options.ts";

/** Indices of explained tokens. */
export type Players = readonly (readonly number[])[];

/**
 * Returns the players of the explained tokens, the encoder's first. Those that hold a token which is left out are none:
 * they always stay. No player crosses a border between messages, or between what is said and the template.
 */
export function playersOf(
  stacks: readonly (readonly Token[])[],
  unit: Unit,
  groups: Players | undefined,
  without?: Without
): Players {
  const count = stacks.reduce((sum, tokens) => sum + tokens.length, 0);
  if (groups) return checked(groups, count);
  const make = units[unit];
  if (!make)
    throw new InputError(`unknown unit: ${String(unit)}; one of ${Object.keys(units).join(", ")}`);
  const kept = new Set(keptPositions(stacks.flat(), without));
  let start = 0;
  const players = stacks.flatMap((tokens) => {
    const made = sectionsOf(tokens).flatMap((section) =>
      make(section.map((index) => tokens[index]!)).map((group) =>
        group.map((index) => start + section[index]!)
      )
    );
    start += tokens.length;
    return made;
  });
  const left = players.filter((group) => group.every((index) => kept.has(index)));
  if (left.length > 0) return left;
  throw new InputError(
    `without: every ${unit} holds a token that is left out; choose smaller units, or leave out less`
  );
}

function checked(groups: Players, count: number): Players {
  const seen = new Set<number>();
  for (const index of groups.flat()) {
    if (!Number.isInteger(index) || index < 0 || index >= count)
      throw new InputError(
        `groups: got token ${index}, expected whole numbers from 0 to ${count - 1}`
      );
    if (seen.has(index)) throw new InputError(`groups: token ${index} is in two of them`);
    seen.add(index);
  }
  if (groups.length === 0 || groups.some(({length}) => length === 0))
    throw new InputError("groups: got an empty one, expected at least one token in each");
  return groups;
}

/** Indices within the given tokens, which are of one section. */
const units: {readonly [U in Unit]: (tokens: readonly Token[]) => Players} = {
  token: (tokens) => tokens.map((_, index) => [index]),
  word: (tokens) => runs(tokens.map(({word}) => word)),
  sentence: (tokens) => runs(sentencesOf(tokens)),
  message: (tokens) => [[...tokens.keys()]]
};

/** Returns the indices of tokens that one message says, or its template writes, together; of a plain text, all. */
function sectionsOf(tokens: readonly Token[]): Players {
  const made: number[][] = [];
  tokens.forEach(({turn, template}, index) => {
    const before = tokens[index - 1];
    if (before && before.turn === turn && before.template === template) made.at(-1)!.push(index);
    else made.push([index]);
  });
  return made;
}

/** Neighbours of one number belong together; null stands for itself. */
function runs(marks: readonly (number | null)[]): Players {
  const made: number[][] = [];
  marks.forEach((mark, index) => {
    if (mark !== null && index > 0 && marks[index - 1] === mark) made.at(-1)!.push(index);
    else made.push([index]);
  });
  return made;
}

/** Returns the number of each token's sentence, by the text's own boundaries (Unicode annex 29). */
function sentencesOf(tokens: readonly Token[]): (number | null)[] {
  const starts: number[] = [];
  let text = "";
  for (const token of tokens) {
    starts.push(text.length + (token.text?.search(/\S/) ?? 0));
    if (!token.special) text += token.text ?? "";
  }
  const ends = [...new Intl.Segmenter(undefined, {granularity: "sentence"}).segment(text)].map(
    ({index, segment}) => index + segment.length
  );
  return tokens.map(({special, text: own}, index) =>
    special || own === null ? null : ends.filter((end) => end <= starts[index]!).length
  );
}
