/** What comes next: distributions and candidates. */
import type {CandidatesOptions, ModelInput} from "../api.ts";
import type {Candidates} from "../results.ts";
import {distributionOf, top} from "./distribution.ts";
import type {Distribution} from "./distribution.ts";
import {encode, positionOf, textOf} from "./input.ts";
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
  return candidatesFrom(session, encoded, position, distribution!, options.top ?? 10);
}

/** Returns the likeliest of a distribution, with what it was read from. */
export const candidatesFrom = (
  session: Session,
  {tokens, decoderTokens}: Encoded,
  position: number,
  distribution: Distribution,
  count: number
): Answer<Candidates> => ({
  tokens: [...tokens, ...decoderTokens],
  position,
  top: top(distribution, count, (id) => labelOf(session, id)),
  entropy: distribution.entropy,
  vocabulary: distribution.logits.length
});

/** Returns the text of a token, or the name of a classifier's class. */
export function labelOf(session: Session, id: number): string | null {
  if (session.graph.head) return textOf(session, id);
  const labels: unknown = session.config["id2label"];
  if (typeof labels !== "object" || labels === null || !Object.hasOwn(labels, id)) return null;
  const label = (labels as Readonly<Record<number, unknown>>)[id];
  return typeof label === "string" ? label : null;
}
