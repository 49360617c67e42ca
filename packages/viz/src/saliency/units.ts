/** Tokens added up to words or sentences. */
import type {Attribution, ProducedAttributions, Token} from "../data.ts";
import {joinedText} from "../token/bytes.ts";
import {mergeTokens} from "../token/merge.ts";
import {sectionsOf} from "../token/turns.ts";

/** Of a conversation, none crosses a border between messages or between what is said and what its template writes. */
export type Unit = "token" | "word" | "sentence" | "message";
export const units = ["token", "word", "sentence", "message"] as const satisfies readonly Unit[];

/** What is drawn, and which tokens each of its places stands for. */
export interface Added {
  readonly data: ProducedAttributions;
  /** By place: positions of the tokens, in order. */
  readonly places: readonly (readonly number[])[];
}

/** Neighbours with the same mark belong together; null stands for itself. */
function runs(marks: readonly (number | null)[]): number[][] {
  const made: number[][] = [];
  marks.forEach((mark, index) => {
    if (mark !== null && index > 0 && marks[index - 1] === mark) made.at(-1)!.push(index);
    else made.push([index]);
  });
  return made;
}

/** Returns the number of each token's sentence, by the text's own boundaries (Unicode annex 29). */
function sentencesOf(tokens: readonly Token[]): (number | null)[] {
  let text = "";
  const starts = tokens.map(({text: own, special}) => {
    const start = text.length + Math.max(0, own?.search(/\S/) ?? 0);
    if (!special) text += own ?? "";
    return start;
  });
  const ends = [...new Intl.Segmenter(undefined, {granularity: "sentence"}).segment(text)].map(
    ({index, segment}) => index + segment.length
  );
  return tokens.map(({special, text: own}, i) =>
    special || own === null ? null : ends.filter((end) => end <= starts[i]!).length
  );
}

const partsOf: {
  readonly [U in Unit]: (tokens: readonly Token[]) => readonly (readonly number[])[];
} = {
  token: (tokens) => tokens.map((_, i) => [i]),
  word: (tokens) =>
    mergeTokens(tokens, "words").map(({first, last}) =>
      Array.from({length: last - first + 1}, (_, i) => first + i)
    ),
  sentence: (tokens) =>
    sectionsOf(tokens).flatMap((section) =>
      runs(sentencesOf(section.map((index) => tokens[index]!))).map((part) =>
        part.map((index) => section[index]!)
      )
    ),
  message: sectionsOf
};

/** What was scored as a whole is never split: its tokens have no scores of their own. */
function partsFrom({groups}: Attribution, length: number): readonly number[][] | undefined {
  if (!groups) return undefined;
  const marks: (number | null)[] = Array.from({length}, () => null);
  groups.forEach(({tokens}, group) =>
    tokens.forEach((index) => {
      if (index < length) marks[index] = group;
    })
  );
  return runs(marks);
}

/** Whether a unit is too long to be drawn as one mark in a text: its tokens all have its share instead. */
export const isLong = (unit: Unit): boolean => unit === "sentence" || unit === "message";

const sum = (list: readonly number[]): number => list.reduce((all, x) => all + x, 0);

function joined(tokens: readonly Token[], places: readonly number[]): Token {
  const parts = places.map((position) => tokens[position]!);
  const [first] = parts;
  if (parts.length === 1) return first!;
  const {bytes: _, ...rest} = first!;
  const unknown = parts.some(({text}) => text === null);
  return {...rest, text: unknown ? null : joinedText(parts), end: parts.at(-1)!.end};
}

/** Adds up the prompt's part of an attribution, *length* tokens; what was produced stands for itself. */
function addUp(
  attribution: Attribution,
  places: readonly (readonly number[])[],
  length: number
): Attribution {
  const {tokens, scores, norms, errors, encoderLength, groups, ...rest} = attribution;
  const add = (list: readonly number[]): number[] => [
    ...places.map((place) => sum(place.map((position) => list[position] ?? 0))),
    ...list.slice(length)
  ];
  return {
    ...rest,
    tokens: [...places.map((place) => joined(tokens, place)), ...tokens.slice(length)],
    encoderLength: encoderLength - length + places.length,
    scores: add(scores),
    norms: add(norms),
    // Parts that were drawn one by one may err together or against each other: only a whole's own error is known.
    ...(errors && (groups || places.every((place) => place.length === 1))
      ? {errors: add(errors)}
      : {})
  };
}

/**
 * Returns the attributions with the parts of each word, sentence or message of the text added up (of *index*, its
 * groups); parts whose tokens are all in *out* are left out.
 */
export function addedUp(
  data: ProducedAttributions,
  unit: Unit,
  index: number,
  out: ReadonlySet<number> = new Set()
): Added {
  const {tokens, produced, attributions} = data;
  const explained = attributions[index];
  const own = explained && !isLong(unit) ? partsFrom(explained, tokens.length) : undefined;
  const all = own ?? partsOf[unit](tokens);
  const places = out.size
    ? all.filter((place) => place.some((position) => !out.has(position)))
    : all;
  const rest = produced.map((_, i) => [tokens.length + i]);
  if (places.length === tokens.length) return {data, places: [...places, ...rest]};
  return {
    data: {
      tokens: places.map((place) => joined(tokens, place)),
      produced,
      attributions: attributions.map((one) => one && addUp(one, places, tokens.length))
    },
    places: [...places, ...rest]
  };
}
