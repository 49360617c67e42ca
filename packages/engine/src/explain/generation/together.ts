/** Several prompts written on at once: each as it would be alone, but the model is asked for all of them together. */
import type {GenerateBatchOptions} from "../../api.ts";
import {batchOf, distributionsOfAll, rowsOf} from "../batches.ts";
import type {Places} from "../batches.ts";
import type {Distribution} from "../distribution.ts";
import type {Encoded} from "../input.ts";
import type {Meter, Session} from "../session.ts";
import {isCacheable} from "../cache/cached-decoding.ts";
import {collected} from "./collected.ts";
import {continueText} from "./continue-text.ts";
import type {Written} from "./continue-text.ts";
import {createDecoding} from "./decoding.ts";
import {fillMasks} from "./fill-masks.ts";
import {gather} from "./gathering.ts";

type Together = (
  session: Session,
  all: readonly Encoded[],
  options: GenerateBatchOptions,
  meter: Meter
) => Promise<Written[]>;

/** Returns each prompt with its masks filled. */
export const fillTogether: Together = async (session, all, {progress, ...options}, meter) => {
  const work = started(options.signal, all.length, progress);
  const seats = gather(all.length, (asked: readonly Places[]) =>
    distributionsOfAll(session, asked, {...options, signal: work.signal}, meter)
  );
  return work.each(seats, (seat, index) =>
    fillMasks(session, all[index]!, options, (encoded, positions) => seat.ask({encoded, positions}))
  );
};

/** Returns what follows each prompt. */
export const writeTogether: Together = async (session, all, {progress, ...options}, meter) => {
  const work = started(options.signal, all.length, progress);
  const {signal} = work;
  const written: Written[] = [];
  // Beams are rows too.
  const most = Math.max(1, Math.floor(rowsOf(options) / (options.beams ?? 1)));
  for (const group of groupsOf(session, all, most)) {
    const inputs = group.map((index) => all[index]!);
    const decoding = createDecoding(
      session,
      {...inputs[0]!, batch: sourceOf(session, inputs)},
      meter
    );
    const seats = gather(group.length, async (asked: readonly Asked[]) => {
      const rows = asked.flatMap((one) => one.rows);
      const sources = asked.flatMap((one) => one.rows.map(() => one.source));
      const found = await decoding.next(rows, signal, sources);
      let at = 0;
      return asked.map((one): Distribution[] => found.slice(at, (at += one.rows.length)));
    });
    try {
      const made = await work.each(seats, (seat, source) => {
        const next = (rows: Asked["rows"]): Promise<Distribution[]> => seat.ask({rows, source});
        const own = {...options, signal};
        return collected(continueText(session, inputs[source]!, own, {next, dispose() {}}));
      });
      for (const [at, index] of group.entries()) written[index] = made[at]!;
    } finally {
      decoding.dispose();
    }
  }
  return written;
};

interface Asked {
  readonly rows: readonly (readonly number[])[];
  readonly source: number;
}

/** Returns what the decoding reads before any row: all the encoder's inputs, or nothing but the first prompt. */
const sourceOf = (session: Session, inputs: readonly Encoded[]): Encoded["batch"] =>
  session.graph.kind === "encoder-decoder" ? batchOf(session, inputs) : inputs[0]!.batch;

/** Returns prompts, by index, that are written on together: their rows keep one length. */
function groupsOf(session: Session, all: readonly Encoded[], most: number): number[][] {
  const order = all.map((_, index) => index);
  order.sort((a, b) => all[a]!.tokens.length - all[b]!.tokens.length);
  const open = new Map<number, number[]>();
  const groups: number[][] = [];
  for (const index of order) {
    const {batch} = all[index]!;
    const {length} = (batch.decoderIds ?? batch.ids)[0]!;
    const group = open.get(length);
    if (group && group.length < most && isCacheable(session, all[index]!)) group.push(index);
    else {
      const fresh = [index];
      groups.push(fresh);
      if (isCacheable(session, all[index]!)) open.set(length, fresh);
    }
  }
  return groups;
}

interface Started {
  /** Aborted by the caller, or where one of them fails. */
  readonly signal: AbortSignal;
  /** Returns what each does, when all are over. Throws what the first that failed has thrown. */
  readonly each: <S extends {leave(): void}, T>(
    seats: readonly S[],
    task: (seat: S, index: number) => Promise<T>
  ) => Promise<T[]>;
}

function started(
  signal: AbortSignal | undefined,
  total: number,
  progress: GenerateBatchOptions["progress"]
): Started {
  const failing = new AbortController();
  let done = 0;
  return {
    signal: signal ? AbortSignal.any([signal, failing.signal]) : failing.signal,
    async each(seats, task) {
      const results = await Promise.allSettled(
        seats.map(async (seat, index) => {
          try {
            const result = await task(seat, index);
            progress?.(++done, total);
            return result;
          } catch (error) {
            failing.abort(error);
            throw error;
          } finally {
            seat.leave();
          }
        })
      );
      return results.map((result) => {
        if (result.status === "rejected") throw result.reason;
        return result.value;
      });
    }
  };
}
