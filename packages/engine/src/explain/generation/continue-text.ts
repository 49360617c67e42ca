/** Writes on, token by token. */
import type {GenerateOptions} from "../../api.ts";
import {InputError} from "../../errors.ts";
import type {BeamNode, GenerationStep, Stopped} from "../../results.ts";
import {largest} from "../distribution.ts";
import type {Encoded} from "../input.ts";
import type {Meter, Session} from "../session.ts";
import {beamSearch} from "./beams.ts";
import {createDecoding} from "./decoding.ts";
import {freshSeed, randomOf} from "./random.ts";
import {chancesOf, drawn, penalized, samplingOf} from "./sampling.ts";
import {stepOf} from "./step.ts";
import {cutAt, endsOf, settled} from "./stopping.ts";

/** A token that was produced, and the text so far. */
export interface Produced {
  readonly step: GenerationStep;
  /** What may be shown: whole characters, nothing that may yet be a stop. */
  readonly text: string | null;
}

export interface Written {
  readonly steps: readonly GenerationStep[];
  readonly text: string | null;
  readonly stopped: Stopped;
  readonly seed: number | null;
  readonly tree?: readonly BeamNode[];
  readonly leaf?: number;
}

const whole = (name: string, value: number): number => {
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InputError(`${name}: got ${value}, expected a whole number of at least 1`);
};

/** Yields each token as it is produced; returns all of it. */
export async function* continueText(
  session: Session,
  encoded: Encoded,
  options: GenerateOptions,
  meter: Meter
): AsyncGenerator<Produced, Written> {
  const sampling = samplingOf(options);
  const wanted = whole("tokens", options.tokens ?? 8);
  const beams = whole("beams", options.beams ?? 1);
  const stops = options.stop ?? [];
  if (stops.length > 0 && !session.tokenizer)
    throw new InputError("stop: this model has no tokenizer to tell texts; leave it out");
  if (beams > 1 && sampling.temperature > 0)
    throw new InputError(
      `beams: got ${beams} together with temperature ${sampling.temperature}; beams take the likeliest, leave one of them out`
    );
  const decoder = session.graph.kind === "encoder-decoder";
  const stopAtEnd = options.stopAtEnd ?? (decoder || encoded.chat);
  const ends = stopAtEnd ? endsOf(session) : new Set<number>();
  const prompt = (encoded.batch.decoderIds ?? encoded.batch.ids)[0]!;
  const count = options.top ?? 10;
  const room = Math.max(0, session.graph.context + 1 - prompt.length);
  const tokens = Math.min(wanted, room);
  const short: Stopped = {reason: tokens < wanted ? "context" : "length"};
  const read = (steps: readonly GenerationStep[]): string | null =>
    session.tokenizer?.decode(steps.map(({token}) => token.id)) ?? null;
  const decoding = createDecoding(session, encoded, meter);
  try {
    if (beams > 1) {
      const found = await beamSearch({
        decoding,
        prompt,
        beams,
        tokens,
        lengthPenalty: options.lengthPenalty ?? 1,
        ends,
        change: (logits, row) => penalized(logits, row, sampling.repetitionPenalty),
        stepOf: (distribution, id, position) =>
          stepOf(session, distribution, {id, count, position}),
        progress: options.progress,
        signal: options.signal
      });
      const {steps, tree, leaf, ended} = found;
      const text = read(steps);
      const cut = text === null ? null : cutAt(text, stops);
      for (const step of steps) yield {step, text: null};
      const stopped: Stopped = cut
        ? {reason: "stop", text: cut.stop}
        : ended
          ? {reason: "end"}
          : short;
      return {steps, text: cut?.text ?? text, stopped, seed: null, tree, leaf};
    }

    const seed = sampling.temperature > 0 ? (options.seed ?? freshSeed()) : null;
    const random = randomOf(seed ?? 0);
    const steps: GenerationStep[] = [];
    let ids = prompt;
    while (steps.length < tokens) {
      const [distribution] = await decoding.next([ids], options.signal);
      const logits = penalized(distribution!.logits, ids, sampling.repetitionPenalty);
      const chosen =
        seed === null
          ? {id: largest({...distribution!, logits}, 1)[0]!, probability: 1}
          : drawn(chancesOf(logits, sampling), random());
      const position = ids.length - 1;
      const made = stepOf(session, distribution!, {id: chosen.id, count, position});
      const step = seed === null ? made : {...made, sampled: chosen.probability};
      steps.push(step);
      ids = [...ids, chosen.id];
      const text = read(steps);
      const cut = text === null ? null : cutAt(text, stops);
      const shown = cut ? cut.text : text === null ? null : settled(text, stops);
      options.progress?.(step, steps.length - 1, shown);
      yield {step, text: shown};
      if (cut) return {steps, text: cut.text, stopped: {reason: "stop", text: cut.stop}, seed};
      if (ends.has(chosen.id)) return {steps, text, stopped: {reason: "end"}, seed};
    }
    return {steps, text: read(steps), stopped: short, seed};
  } finally {
    decoding.dispose();
  }
}
