/** What is to be written: options with their defaults, and when it is over. */
import type {GenerateOptions} from "../../api.ts";
import {InputError} from "../../errors.ts";
import type {GenerationStep, Stopped} from "../../results.ts";
import {textOfIds} from "../input.ts";
import type {Encoded} from "../input.ts";
import type {Session} from "../session.ts";
import {samplingOf} from "./sampling.ts";
import type {Sampling} from "./sampling.ts";
import {endsOf} from "./stopping.ts";

export interface Writing {
  readonly sampling: Sampling;
  readonly beams: number;
  readonly lengthPenalty: number;
  /** What it goes on from: the decoder's, where there is one. */
  readonly prompt: readonly number[];
  /** How many at most: as many as asked for, or as there is room for. */
  readonly tokens: number;
  /** Why it is over after so many. */
  readonly short: Stopped;
  /** Candidates kept a step. */
  readonly top: number;
  readonly ends: ReadonlySet<number>;
  readonly stops: readonly string[];
  /** Special tokens among the stops, which no text shows. */
  readonly stopIds: ReadonlyMap<number, string>;
  /** Returns the text of what was produced; null without tokenizer. */
  readonly read: (steps: readonly GenerationStep[]) => string | null;
}

const whole = (name: string, value: number): number => {
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InputError(`${name}: got ${value}, expected a whole number of at least 1`);
};

/** Returns what the options mean for this input. Throws InputError for one out of range. */
export function writingOf(session: Session, encoded: Encoded, options: GenerateOptions): Writing {
  const {graph, tokenizer} = session;
  const sampling = samplingOf(options);
  const wanted = whole("tokens", options.tokens ?? 8);
  const beams = whole("beams", options.beams ?? 1);
  const {stop: stops = [], lengthPenalty = 1, top = 10} = options;
  if (stops.length > 0 && !tokenizer)
    throw new InputError("stop: this model has no tokenizer to tell texts; leave it out");
  if (beams > 1 && sampling.temperature > 0)
    throw new InputError(
      `beams: got ${beams} together with temperature ${sampling.temperature}; beams take the likeliest, leave one of them out`
    );
  if (!Number.isFinite(lengthPenalty))
    throw new InputError(`lengthPenalty: got ${lengthPenalty}, expected a number`);
  const prompt = (encoded.batch.decoderIds ?? encoded.batch.ids)[0]!;
  // What is written last need not be read.
  const tokens = Math.min(wanted, Math.max(0, graph.context + 1 - prompt.length));
  const stopAtEnd = options.stopAtEnd ?? true;
  return {
    sampling,
    beams,
    lengthPenalty,
    prompt,
    tokens,
    short: {reason: tokens < wanted ? "context" : "length"},
    top,
    ends: stopAtEnd ? endsOf(session, encoded.answer !== null) : new Set(),
    stops,
    stopIds: new Map(
      stops.flatMap((stop) => {
        const [token, ...more] = stop === "" ? [] : tokenizer!.tokenOf(stop);
        return token?.special && more.length === 0 ? [[token.id, stop] as const] : [];
      })
    ),
    read: (steps) =>
      textOfIds(
        session,
        steps.map(({token: {id}}) => id)
      )
  };
}
