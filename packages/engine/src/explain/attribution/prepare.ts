/** What is explained, as a function of embeddings, and what it is compared with: the same for all that explains input. */
import type {Token} from "../../results.ts";
import type {Encoded} from "../input.ts";
import type {Meter, Session} from "../session.ts";
import {baselinesOf} from "./baseline.ts";
import type {Baselines} from "./baseline.ts";
import type {Settings} from "./methods/method.ts";
import type {ExplainOptions} from "./options.ts";
import {chosenOf, settingsOf} from "./settings.ts";
import type {Chosen} from "./settings.ts";
import type {Reader, Subject} from "./asked.ts";
import {differenceOf} from "./difference-target.ts";
import {linearised} from "./linearised.ts";
import {isRelevance} from "./methods/relevance.ts";
import {subjectOf} from "./subject.ts";
import {createTarget} from "./target.ts";
import type {Target} from "./target.ts";

/** How many prompts of random tokens stand for "samples". */
const SAMPLED_BASELINES = 8;

export interface Prepared
  extends Pick<Chosen, "method" | "reduction">, Pick<Subject, "encoded" | "about"> {
  readonly settings: Settings;
  /** Where the target is read; of a span, where it begins. */
  readonly position: number;
  /** The tokens that are explained, of each look-up. */
  readonly stacks: readonly (readonly Token[])[];
  readonly target: Target;
  /** f itself as a target: what quality is measured on, so that methods can be compared by it. */
  readonly measured: Target;
  /** f itself, where `target` is only what relevance is kept of; else null. */
  readonly value: number | null;
  readonly baselines: Baselines;
}

/** Returns the target of an input; a decoder's tokens are explained where the caller gave them. Throws InputError for options that contradict each other. */
export async function prepare(
  session: Session,
  given: Encoded,
  options: ExplainOptions,
  meter: Meter
): Promise<Prepared> {
  const {method, baseline, reduction} = chosenOf(session, options);
  const settings = settingsOf(options, method);
  const subject = await subjectOf(session, given, options, meter);
  const {encoded, positions, about, less} = subject;
  const explainsDecoder = options.compat === "ecco" || given.decoderGiven;
  const withDecoder = encoded.batch.decoderIds !== undefined && explainsDecoder;
  const stacks = [given.tokens, ...(withDecoder ? [given.decoderTokens] : [])];
  const explained = stacks.map(({length}) => length);
  const read = (reader: Reader): Target =>
    createTarget({session, ...reader, meter, signal: options.signal, explained});
  const difference = (main: Reader, other: Reader | undefined): Target =>
    other ? differenceOf(read(main), read(other)) : read(main);
  const kept = isRelevance(method) ? linearised(subject) : null;
  const keptLess = kept && less ? linearised(less) : null;
  const target = difference(kept?.reader ?? subject, keptLess?.reader ?? less);
  const measured = kept ? difference(subject, less) : target;
  const baselines = baselinesOf(baseline, {
    session,
    encoded: given,
    embeddings: target.embeddings,
    width: target.width,
    samples: SAMPLED_BASELINES,
    seed: settings.seed
  });
  const position = positions[0]!;
  return {
    method,
    reduction,
    settings,
    encoded,
    position,
    about,
    stacks,
    target,
    measured,
    value: kept && kept.value - (keptLess?.value ?? 0),
    baselines
  };
}
