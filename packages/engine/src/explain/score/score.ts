/**
 * The log-probability of every token of a given text: of causal models and decoders from the tokens before it, of
 * masked models from all others (pseudo-log-likelihood, Salazar et al. 2020).
 */
import type {ModelInput} from "../../api.ts";
import {InputError} from "../../errors.ts";
import {parts} from "../batches.ts";
import {logProbability, rank, top} from "../distribution.ts";
import type {Distribution} from "../distribution.ts";
import {textOf} from "../input.ts";
import type {Answer} from "../provenance.ts";
import type {Meter, Session} from "../session.ts";
import {keptPositions} from "../without.ts";
import {distributionsOf, statesQuestion} from "./distributions.ts";
import type {ScoreOptions} from "./options.ts";
import {planOf} from "./plan.ts";
import type {Plan} from "./plan.ts";
import type {Score, TokenScore} from "./results.ts";
import {bytesOf, totalsOf} from "./totals.ts";

/** Returns the scores of one text. */
export const score = async (
  session: Session,
  input: ModelInput,
  options: ScoreOptions,
  meter: Meter
): Promise<Answer<Score>> => (await scoreBatch(session, [input], options, meter))[0]!;

/** Returns the scores of texts, in their order. */
export async function scoreBatch(
  session: Session,
  inputs: readonly ModelInput[],
  options: ScoreOptions,
  meter: Meter
): Promise<Answer<Score>[]> {
  const {signal, progress, top: count = 5} = options;
  if (!Number.isInteger(count) || count < 0)
    throw new InputError(`top: got ${count}, expected a whole number of at least 0`);
  const plans = inputs.map((input) => planOf(session, input, options));
  const counted = plans.map((plan) => countedOf(plan, options));
  const scores = plans.map(({tokens}): (TokenScore | null)[] => tokens.map(() => null));
  const rows = plans.flatMap((plan, text) => plan.rows.map((row) => ({...row, text})));
  const total = rows.reduce((sum, {reads}) => sum + reads.length, 0);
  let done = 0;
  for (const part of parts(session, statesQuestion(session.graph), rows, options)) {
    for await (const found of distributionsOf(session, part, meter, signal)) {
      for (const {row, read, distribution} of found) {
        const {text, reads} = part[row]!;
        const {token} = reads[read]!;
        const {id} = plans[text]!.tokens[token]!;
        scores[text]![token] = scoreOf(session, distribution, id, count);
      }
      progress?.((done += found.length), total);
    }
  }
  return plans.map((plan, text) => {
    const {order, tokens, source, window, stride, windows} = plan;
    const bytes = bytesIn(session, inputs[text]!, options, plan);
    return {
      order,
      tokens,
      source,
      scores: scores[text]!,
      counted: counted[text]!,
      without: options.without ?? null,
      totals: totalsOf(scores[text]!, counted[text]!, bytes),
      window,
      stride,
      windows
    };
  });
}

/** Returns the positions that are scored and not left out. */
function countedOf({tokens, rows}: Plan, {without}: ScoreOptions): number[] {
  const scored = new Set(rows.flatMap(({reads}) => reads.map(({token}) => token)));
  const counted = keptPositions(tokens, without).filter((position) => scored.has(position));
  if (counted.length > 0) return counted;
  throw new InputError("without: it leaves out every token that is scored; leave out less");
}

function scoreOf(
  session: Session,
  distribution: Distribution,
  id: number,
  count: number
): TokenScore {
  const logprob = logProbability(distribution, id);
  return {
    logprob,
    surprise: 0 - logprob / Math.LN2,
    probability: Math.exp(logprob),
    rank: rank(distribution, id),
    entropy: distribution.entropy,
    top: count === 0 ? [] : top(distribution, count, (other) => textOf(session, other))
  };
}

/** Returns how many bytes each of the text's tokens stands for. */
function bytesIn(
  {tokenizer}: Session,
  input: ModelInput,
  {continuation}: ScoreOptions,
  {tokens}: Plan
): (number | null)[] {
  if (typeof continuation === "string") {
    const own = tokenizer!.encode(continuation, {bare: true});
    const before = tokens.slice(0, tokens.length - own.length);
    return [...before.map(() => 0), ...bytesOf(own, continuation)];
  }
  const given = typeof input === "string" ? {text: input} : input;
  const plain = continuation === undefined && !given.ids && !given.messages && !given.decoderIds;
  return bytesOf(tokens, plain ? (given.text ?? null) : null);
}
