/** How likely the model finds what is asked about: what the header of an answer says. */
import {candidate, probability} from "../distribution.ts";
import type {Distribution} from "../distribution.ts";
import {isIdOf, resolveToken} from "../input.ts";
import {labelOf} from "../next.ts";
import type {Session} from "../session.ts";
import type {RankedToken} from "./results.ts";

/** How many times as likely another spelling must be to be told. */
const FAR_LIKELIER = 10;

/** Returns the other ways to set a space before a word. */
const spellings = (text: string): readonly string[] =>
  text.startsWith(" ") ? [text.trimStart()] : [` ${text}`];

/** Returns the id of a text that is one token; null for others. */
function idOf(session: Session, text: string): number | null {
  const tokens = text === "" ? [] : (session.tokenizer?.tokenOf(text) ?? []);
  const [token] = tokens;
  const known = token?.id !== session.tokenizer?.special.unk;
  return tokens.length === 1 && known && isIdOf(session.graph, token!.id) ? token!.id : null;
}

/** Returns a token with its probability and rank, and the likelier spelling of it, if there is one. */
export function rankedToken(session: Session, distribution: Distribution, id: number): RankedToken {
  const {text, probability: own, rank} = candidate(distribution, id, labelOf(session, id));
  const others = session.graph.head && text !== null ? spellings(text) : [];
  const likelier = others.flatMap((other) => {
    const found = idOf(session, other);
    if (found === null || found === id) return [];
    if (probability(distribution, found) < FAR_LIKELIER * own) return [];
    const {logit: _, ...told} = candidate(distribution, found, labelOf(session, found));
    return [told];
  })[0];
  return {id, text, probability: own, rank, likelier: likelier ?? null};
}

/** Returns a continuation with the probability of all its tokens; a single one as the token it is. */
export function rankedSpan(
  session: Session,
  distributions: readonly Distribution[],
  ids: readonly number[]
): RankedToken {
  const first = rankedToken(session, distributions[0]!, ids[0]!);
  if (ids.length === 1) return first;
  const texts = ids.map((id) => resolveToken(session, id).text);
  return {
    id: first.id,
    text: texts.includes(null) ? null : texts.join(""),
    probability: ids.reduce((product, id, at) => product * probability(distributions[at]!, id), 1),
    rank: null,
    likelier: null
  };
}
