/** What comes next: distributions, candidates, greedy generation, filled masks. */
import type {CandidatesOptions, GenerateOptions, ModelInput} from "../api.ts";
import {InputError, UnsupportedError} from "../errors.ts";
import type {Candidates, Generation, GenerationStep, Token} from "../results.ts";
import {distributionOf, top} from "./distribution.ts";
import type {Distribution} from "./distribution.ts";
import {encode, positionOf, textOf, tokenAt} from "./input.ts";
import type {Encoded} from "./input.ts";
import {nextQuestion} from "./questions.ts";
import type {Meter, Session} from "./session.ts";
import {rowOf, select} from "./tensors.ts";
import type {Answer} from "./provenance.ts";

/** Returns the distribution at each of the positions. */
export async function distributionsAt(
  session: Session,
  encoded: Encoded,
  positions: readonly number[],
  meter: Meter,
  signal?: AbortSignal
): Promise<Distribution[]> {
  const length = (encoded.batch.decoderIds ?? encoded.batch.ids)[0]!.length;
  const {logits} = Object.fromEntries(
    await session.ask(nextQuestion(session.graph), {
      batch: encoded.batch,
      extra: new Map([["select", select(positions, length)]]),
      dims: {P: positions.length},
      meter,
      signal
    })
  );
  return positions.map((_, index) => distributionOf(rowOf(logits!, index)));
}

export async function candidates(
  session: Session,
  input: ModelInput,
  options: CandidatesOptions,
  meter: Meter
): Promise<Answer<Candidates>> {
  const encoded = encode(session, input);
  const position = positionOf(session, encoded, options.position);
  const [distribution] = await distributionsAt(session, encoded, [position], meter, options.signal);
  return {
    tokens: [...encoded.tokens, ...encoded.decoderTokens],
    position,
    top: top(distribution!, options.top ?? 10, (id) => labelOf(session, id)),
    entropy: distribution!.entropy,
    vocabulary: distribution!.logits.length
  };
}

/** Returns the text of a token, or the name of a classifier's class. */
export function labelOf(session: Session, id: number): string | null {
  if (session.graph.head) return textOf(session, id);
  const labels = session.config.id2label as Readonly<Record<string, string>> | undefined;
  return labels?.[String(id)] ?? null;
}

function stepOf(
  session: Session,
  distribution: Distribution,
  count: number,
  position: number
): GenerationStep {
  const list = top(distribution, Math.max(count, 1), (id) => textOf(session, id));
  const first = list[0]!;
  return {
    token: tokenAt(session, first.id),
    probability: first.probability,
    candidates: list.slice(0, count),
    entropy: distribution.entropy,
    position
  };
}

/** Continues a text greedily, answers with the decoder, or fills every mask. */
export async function generate(
  session: Session,
  input: ModelInput,
  options: GenerateOptions,
  meter: Meter
): Promise<Answer<Generation>> {
  const encoded = encode(session, input);
  if (!session.graph.head)
    throw new UnsupportedError(
      "this model classifies and does not write; ask for its candidates instead"
    );
  return session.graph.kind === "masked"
    ? fill(session, encoded, options, meter)
    : continueText(session, encoded, options, meter);
}

async function fill(
  session: Session,
  encoded: Encoded,
  {top: count = 10, progress, signal}: GenerateOptions,
  meter: Meter
): Promise<Answer<Generation>> {
  const mask = session.tokenizer?.special.mask ?? null;
  const masks = encoded.tokens.flatMap(({id}, position) => (id === mask ? [position] : []));
  if (masks.length === 0) {
    throw new InputError(
      mask === null
        ? "this model fills masks, but has no tokenizer to say which token that is; ask for candidates at a position"
        : `nothing to fill: expected ${textOf(session, mask)} in the text`
    );
  }
  const distributions = await distributionsAt(session, encoded, masks, meter, signal);
  const steps = distributions.map((distribution, index) =>
    stepOf(session, distribution, count, masks[index]!)
  );
  steps.forEach((step, index) => progress?.(step, index));
  const filled = encoded.tokens.map(
    (token, position) => steps[masks.indexOf(position)]?.token ?? token
  );
  const text = session.tokenizer!.decode(filled.filter(({special}) => !special).map(({id}) => id));
  return {tokens: encoded.tokens, steps, text};
}

async function continueText(
  session: Session,
  encoded: Encoded,
  options: GenerateOptions,
  meter: Meter
): Promise<Answer<Generation>> {
  const {tokens: wanted = 8, top: count = 10, progress, signal} = options;
  if (!Number.isInteger(wanted) || wanted < 1)
    throw new InputError(`tokens: got ${wanted}, expected a whole number of at least 1`);
  const decoder = session.graph.kind === "encoder-decoder";
  const steps: GenerationStep[] = [];
  let ids = (encoded.batch.decoderIds ?? encoded.batch.ids)[0]!;
  while (steps.length < wanted && ids.length <= session.graph.context) {
    const batch = decoder
      ? {...encoded.batch, decoderIds: [ids]}
      : {...encoded.batch, ids: [ids], mask: grown(encoded.batch.mask, ids.length)};
    const [distribution] = await distributionsAt(
      session,
      {...encoded, batch},
      [ids.length - 1],
      meter,
      signal
    );
    const step = stepOf(session, distribution!, count, ids.length - 1);
    steps.push(step);
    progress?.(step, steps.length - 1);
    if (decoder && step.token.id === endOf(session)) break;
    ids = [...ids, step.token.id];
  }
  const produced: readonly Token[] = steps.map(({token}) => token);
  const text = session.tokenizer?.decode(produced.map(({id}) => id)) ?? null;
  return {tokens: encoded.tokens, steps, text};
}

const grown = (
  mask: readonly (readonly number[])[] | undefined,
  length: number
): readonly (readonly number[])[] | undefined =>
  mask?.map((row) => [...row, ...Array.from({length: length - row.length}, () => 1)]);

function endOf({config, tokenizer}: Session): number | null {
  return typeof config.eos_token_id === "number"
    ? config.eos_token_id
    : (tokenizer?.special.eos ?? null);
}
