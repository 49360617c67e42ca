/** Distributions of inner states at positions of an input. */
import {distributionOf} from "../distribution.ts";
import type {Distribution} from "../distribution.ts";
import {positionOf} from "../input.ts";
import type {Encoded} from "../input.ts";
import type {Token} from "../../results.ts";
import {InputError} from "../../errors.ts";
import type {Meter, Session} from "../session.ts";
import {rowOf, select} from "../tensors.ts";
import {lensQuestion, translationFeeds} from "./question.ts";
import type {Reading} from "./reading.ts";

/** What the states of one position say, and what the last of them says. */
export interface Column {
  readonly layers: readonly Distribution[];
  readonly last: Distribution;
}

/** Returns the tokens whose states are read. */
export const tokensOf = (
  {graph}: Session,
  {tokens, decoderTokens}: Encoded,
  {stack}: Pick<Reading, "stack">
): readonly Token[] =>
  graph.kind === "encoder-decoder" && stack !== "encoder" ? decoderTokens : tokens;

/** Returns the position asked for; of an encoder's text it defaults to the last. */
export function placeOf(
  session: Session,
  encoded: Encoded,
  {stack}: Reading,
  asked: number | undefined
): number {
  if (stack !== "encoder") return positionOf(session, encoded, asked);
  const {length} = encoded.tokens;
  const position = asked === undefined ? length - 1 : asked < 0 ? length + asked : asked;
  if (Number.isInteger(position) && position >= 0 && position < length) return position;
  throw new InputError(`position ${asked} is not in the prompt, expected 0 to ${length - 1}`);
}

/** Returns a column for each position. */
export async function read(
  session: Session,
  encoded: Encoded,
  positions: readonly number[],
  reading: Reading,
  work: {readonly meter: Meter; readonly signal: AbortSignal | undefined}
): Promise<Column[]> {
  const {ids, decoderIds} = encoded.batch;
  const {length} = (reading.stack === "encoder" ? ids : (decoderIds ?? ids))[0]!;
  const outputs = await session.ask(lensQuestion(session.graph, reading), {
    batch: encoded.batch,
    extra: new Map([["select", select(positions, length)], ...translationFeeds(reading)]),
    dims: {P: positions.length},
    ...work
  });
  const [logits, last] = [outputs.get("logits")!, outputs.get("last")];
  const at = (layer: number, index: number): Distribution =>
    distributionOf(rowOf(logits, layer * positions.length + index));
  return positions.map((_, index) => {
    const layers = reading.layers.map((_layer, layer) => at(layer, index));
    const end = last ? distributionOf(rowOf(last, index)) : layers.at(-1)!;
    return {layers: reading.ecco ? layers.with(-1, end) : layers, last: end};
  });
}
