import type {Attribution, AttributionTarget, ProducedAttributions, Token} from "../data.ts";
import {isDimmed} from "../token/without.ts";
import type {Without} from "../token/without.ts";
import {wordFor} from "./methods.ts";

/** One attribution laid over the tokens of the view. */
export interface Shares {
  /** The attribution itself. */
  readonly attribution: Attribution;
  /** By position of the view: the score as computed; undefined where the target could not see. */
  readonly scores: readonly (number | undefined)[];
  /** By position: |score| / Σ|score|. */
  readonly shares: readonly (number | undefined)[];
  /** By position: whether it is in sight only, and out of the scale; none without it. */
  readonly dimmed?: readonly boolean[];
}

/** Whether what is drawn is one attribution, or one for each produced token. */
export const isSingle = (data: Attribution | ProducedAttributions): data is Attribution =>
  "scores" in data;

/** Returns what is explained as views call it: a token, or where it is of none, its text or kind. */
export const calledOf = ({
  id,
  text,
  of
}: Omit<AttributionTarget, "value">): {id: number; text: string | null} => ({
  id: id ?? -1,
  text: text ?? (id === null ? wordFor(of) : null)
});

const asToken = ({target}: Attribution): Token => ({
  ...calledOf(target),
  word: null,
  start: null,
  end: null,
  special: false
});

/** Returns the data in the form with produced tokens; of one attribution the target is the produced token. */
export function toProduced(data: Attribution | ProducedAttributions): ProducedAttributions {
  if (!isSingle(data)) return data;
  const {tokens, encoderLength, target} = data;
  const decoder = tokens.slice(encoderLength);
  // A target that was read inside the text (a mask) does not continue it; a decoder's counts its own positions.
  const {architecture} = data.provenance;
  const decodes = decoder.length > 0 || /t5|bart|marian|pegasus/.test(architecture);
  const inside =
    target.id === null ||
    (!decodes && (target.position < tokens.length - 1 || /bert/.test(architecture)));
  return {
    tokens: tokens.slice(0, encoderLength),
    produced: inside ? [] : [...decoder, asToken(data)],
    attributions: inside ? [data] : [...decoder.map(() => null), data]
  };
}

/** Returns which produced token is explained unless the reader picks one: the first that is a word and has been computed. */
export function firstReal({produced, attributions}: ProducedAttributions): number {
  const real = ({special, text}: Token): boolean =>
    !special && (text === null || text.trim() !== "");
  const computed = produced.findIndex((token, i) => real(token) && attributions[i]);
  if (computed >= 0) return computed;
  const any = attributions.findIndex(Boolean);
  return any >= 0 ? any : Math.max(0, produced.findIndex(real));
}

/** Returns the attribution of produced token *index*, laid over the view's positions; undefined while it is not known. */
export function sharesOf(
  data: ProducedAttributions,
  index: number,
  without?: Without | null
): Shares | undefined {
  const attribution = data.attributions[index];
  if (!attribution) return undefined;
  const length = data.tokens.length;
  const {scores} = attribution;
  // An encoder–decoder's start token is in the attribution but not among the produced tokens.
  const skipped = Math.max(0, scores.length - length - index);
  const total = scores.reduce((sum, score) => sum + Math.abs(score), 0);
  const placed = Array.from(
    {length: length + data.produced.length},
    (_, position) => scores[position < length ? position : position + skipped]
  );
  const dimmed = data.tokens.map((token) => isDimmed(token, without));
  return {
    attribution,
    ...(dimmed.includes(true) ? {dimmed} : {}),
    scores: placed,
    shares: placed.map((s) => (s === undefined ? s : total > 0 ? Math.abs(s) / total : 0))
  };
}
