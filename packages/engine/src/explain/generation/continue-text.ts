/** Writes on, token by token. */
import type {GenerateOptions} from "../../api.ts";
import type {BeamNode, GenerationStep, Stopped} from "../../results.ts";
import {largest} from "../distribution.ts";
import type {Encoded} from "../input.ts";
import type {Session} from "../session.ts";
import {beamSearch} from "./beams.ts";
import type {Decoding} from "./decoding.ts";
import {freshSeed, randomOf} from "./random.ts";
import {chancesOf, drawn, penalized} from "./sampling.ts";
import {stepOf} from "./step.ts";
import {cutAt, settled} from "./stopping.ts";
import {writingOf} from "./writing.ts";
import type {Writing} from "./writing.ts";

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

type Work = Pick<GenerateOptions, "progress" | "signal" | "seed">;

/** Yields each token as it is produced; returns all of it. */
export async function* continueText(
  session: Session,
  encoded: Encoded,
  options: GenerateOptions,
  decoding: Decoding
): AsyncGenerator<Produced, Written> {
  const writing = writingOf(session, encoded, options);
  if (writing.beams === 1 || writing.tokens === 0)
    return yield* writeOne(session, writing, decoding, options);
  const written = await writeBest(session, writing, decoding, options);
  for (const step of written.steps) yield {step, text: null};
  return written;
}

async function* writeOne(
  session: Session,
  writing: Writing,
  decoding: Decoding,
  {progress, signal, seed: given}: Work
): AsyncGenerator<Produced, Written> {
  const {sampling, prompt, tokens, top} = writing;
  const seed = sampling.temperature > 0 ? (given ?? freshSeed()) : null;
  const random = randomOf(seed ?? 0);
  const steps: GenerationStep[] = [];
  let ids = prompt;
  while (steps.length < tokens) {
    const [distribution] = await decoding.next([ids], signal);
    const logits = penalized(distribution!.logits, ids, sampling.repetitionPenalty);
    const chosen =
      seed === null
        ? {id: largest({...distribution!, logits}, 1)[0]!, probability: 1}
        : drawn(chancesOf(logits, sampling), random());
    const position = ids.length - 1;
    const made = stepOf(session, distribution!, {id: chosen.id, count: top, position});
    const step = seed === null ? made : {...made, sampled: chosen.probability};
    steps.push(step);
    ids = [...ids, chosen.id];
    const {text, stopped} = endOf(writing, steps);
    // What was held back is shown at the end.
    const shown = text === null || stopped ? text : settled(text, writing.stops);
    progress?.(step, steps.length - 1, shown);
    yield {step, text: shown};
    if (stopped) return {steps, text, stopped, seed};
  }
  return {steps, text: writing.read(steps), stopped: writing.short, seed};
}

/** Returns the text of what was produced, cut where it stops, and why it is over; null where it goes on. */
function endOf(
  {read, stops, stopIds, ends, tokens, short}: Writing,
  steps: readonly GenerationStep[]
): {readonly text: string | null; readonly stopped: Stopped | null} {
  const text = read(steps);
  const cut = text === null ? null : cutAt(text, stops);
  if (cut) return {text: cut.text, stopped: {reason: "stop", text: cut.stop}};
  const {id} = steps.at(-1)!.token;
  const stop = stopIds.get(id);
  if (stop !== undefined) return {text, stopped: {reason: "stop", text: stop}};
  if (ends.has(id)) return {text, stopped: {reason: "end"}};
  return {text, stopped: steps.length < tokens ? null : short};
}

/** Returns what beam search finds. It knows no stops: what was found is cut at them afterwards. */
async function writeBest(
  session: Session,
  writing: Writing,
  decoding: Decoding,
  {progress, signal}: Work
): Promise<Written> {
  const {sampling, top} = writing;
  const {steps, tree, leaf} = await beamSearch({
    ...writing,
    decoding,
    change: (scores, row) => penalized(scores, row, sampling.repetitionPenalty),
    stepOf: (distribution, id, position) =>
      stepOf(session, distribution, {id, count: top, position}),
    progress,
    signal
  });
  for (let count = 1; ; count++) {
    const some = steps.slice(0, count);
    const {text, stopped} = endOf(writing, some);
    if (!stopped && count < steps.length) continue;
    const last = steps.length - count;
    return {
      steps: some,
      text,
      stopped: stopped ?? writing.short,
      seed: null,
      tree,
      leaf: back(last)
    };
  }

  function back(count: number): number {
    let node = leaf;
    for (let step = 0; step < count; step++) node = tree[node]!.parent!;
    return node;
  }
}
