/** Continues a text, answers it with the decoder, or fills its masks. */
import type {GenerateBatchOptions, GenerateOptions, ModelInput} from "../../api.ts";
import {UnsupportedError} from "../../errors.ts";
import type {Generation} from "../../results.ts";
import {encode} from "../input.ts";
import type {Encoded} from "../input.ts";
import {distributionsAt} from "../next.ts";
import type {Answer} from "../provenance.ts";
import {headless} from "../questions.ts";
import {note} from "../session.ts";
import type {Meter, Session} from "../session.ts";
import {continueText} from "./continue-text.ts";
import type {Produced, Written} from "./continue-text.ts";
import {createDecoding} from "./decoding.ts";
import {collected} from "./collected.ts";
import {fillMasks} from "./fill-masks.ts";
import {fillTogether, writeTogether} from "./together.ts";

function checkWrites({graph}: Session): void {
  if (graph.head) return;
  if (graph.kind === "encoder") throw headless(graph, "so it does not write");
  throw new UnsupportedError(
    "this model classifies and does not write; ask for its classes (candidates) or for why (explain) instead"
  );
}

/** Says with the answer what is to be known of its inputs: rows that go on from them no longer know. */
const noteInputs = (meter: Meter, inputs: readonly Encoded[]): void =>
  note(
    meter,
    inputs.flatMap(({batch}) => batch.notices ?? [])
  );

/** Yields each token as it is produced; returns all of it. */
export async function* stream(
  session: Session,
  input: ModelInput,
  options: GenerateOptions,
  meter: Meter
): AsyncGenerator<Produced, Answer<Generation>> {
  const encoded = encode(session, input);
  checkWrites(session);
  noteInputs(meter, [encoded]);
  if (session.graph.kind !== "masked")
    return answerOf(encoded, yield* writeOn(session, encoded, options, meter));
  const written = await fillMasks(session, encoded, options, (now, positions) =>
    distributionsAt(session, now, positions, meter, options.signal)
  );
  for (const step of written.steps) yield {step, text: null};
  return answerOf(encoded, written);
}

async function* writeOn(
  session: Session,
  encoded: Encoded,
  options: GenerateOptions,
  meter: Meter
): AsyncGenerator<Produced, Written> {
  const decoding = createDecoding(session, encoded, meter);
  try {
    return yield* continueText(session, encoded, options, decoding);
  } finally {
    decoding.dispose();
  }
}

/** Returns all that is produced. */
export async function generate(
  session: Session,
  input: ModelInput,
  options: GenerateOptions,
  meter: Meter
): Promise<Answer<Generation>> {
  return collected(stream(session, input, options, meter));
}

/** Returns what is produced for each prompt, in their order. */
export async function generateBatch(
  session: Session,
  inputs: readonly ModelInput[],
  options: GenerateBatchOptions,
  meter: Meter
): Promise<Answer<Generation>[]> {
  const all = inputs.map((input) => encode(session, input));
  checkWrites(session);
  noteInputs(meter, all);
  const together = session.graph.kind === "masked" ? fillTogether : writeTogether;
  const written = await together(session, all, options, meter);
  return written.map((one, index) => answerOf(all[index]!, one));
}

const answerOf = (
  {tokens}: Encoded,
  {steps, text, stopped, seed, tree, leaf}: Written
): Answer<Generation> => ({
  tokens,
  steps,
  text,
  stopped,
  seed,
  ...(tree ? {tree, leaf: leaf!} : {})
});
