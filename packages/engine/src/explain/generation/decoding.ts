/** The door to the model for whatever writes: what follows rows of ids. */
import {createCachedDecoding, isCacheable} from "../cache/cached-decoding.ts";
import type {Distribution} from "../distribution.ts";
import {distributionOf} from "../distribution.ts";
import type {Encoded} from "../input.ts";
import {nextQuestion} from "../questions.ts";
import type {Meter, Session} from "../session.ts";
import {rowOf, select} from "../tensors.ts";

export interface Decoding {
  /**
   * Returns the distribution of what follows each row: full rows of ids of one length, the decoder's for
   * encoder–decoder models. Rows may go on from earlier rows in any order; what they share is not read again.
   */
  next(
    rows: readonly (readonly number[])[],
    signal?: AbortSignal,
    /** Which of the encoder's inputs each row answers; defaults to the first. */
    sources?: readonly number[]
  ): Promise<Distribution[]>;
  dispose(): void;
}

/** Returns a decoding of this input, which keeps keys and values where it can. */
export function createDecoding(session: Session, encoded: Encoded, meter: Meter): Decoding {
  return isCacheable(session, encoded)
    ? createCachedDecoding(session, encoded, meter)
    : plainDecoding(session, encoded, meter);
}

/** Returns a decoding that reads each row as a whole: its input has padding. */
export function plainDecoding(session: Session, encoded: Encoded, meter: Meter): Decoding {
  const {batch} = encoded;
  const decoder = session.graph.kind === "encoder-decoder";
  return {
    async next(rows, signal) {
      const length = rows[0]!.length;
      const mask = batch.mask?.[0];
      const grown = mask && [...mask, ...Array.from({length: length - mask.length}, () => 1)];
      const outputs = await session.ask(nextQuestion(session.graph), {
        batch: decoder
          ? {...batch, ids: rows.map(() => batch.ids[0]!), decoderIds: rows}
          : {...batch, ids: rows, mask: grown && [grown]},
        extra: new Map([["select", select([length - 1], length, rows.length)]]),
        dims: {P: 1},
        meter,
        signal
      });
      return rows.map((_, index) => distributionOf(rowOf(outputs.get("logits")!, index)));
    },
    dispose() {}
  };
}
