/** The input/output matrix: every token explained by those before it. */
import type {ModelInput} from "../../api.ts";
import {InputError, UnsupportedError} from "../../errors.ts";
import {generate} from "../generation/generate.ts";
import {encode, followed} from "../input.ts";
import type {Encoded} from "../input.ts";
import type {Answer} from "../provenance.ts";
import {writesOn} from "../questions.ts";
import type {Meter, Session} from "../session.ts";
import {explainEncoded, leftOutOf} from "./explain.ts";
import type {ExplainAllOptions} from "./options.ts";
import type {AttributionMatrix} from "./results.ts";
import {spanTokens} from "./span.ts";
import {chosenOf} from "./settings.ts";

/** Returns one attribution per token. Throws UnsupportedError for models that do not write. */
export async function explainAll(
  session: Session,
  input: ModelInput,
  {
    tokens: count,
    stopAtEnd = true,
    continuation,
    which = "produced",
    without,
    progress,
    ...options
  }: ExplainAllOptions,
  meter: Meter
): Promise<Answer<AttributionMatrix>> {
  const {graph} = session;
  if (!writesOn(graph))
    throw new UnsupportedError(
      "this model does not write, so no token follows from those before it; explain a target instead"
    );
  const prompt = encode(session, input);
  const decoder = graph.kind === "encoder-decoder";
  const kinds = ["produced", "prompt", "all"] as const;
  if (!kinds.includes(which))
    throw new InputError(`unknown which: ${String(which)}; one of ${kinds.join(", ")}`);
  if (decoder && which !== "produced")
    throw new InputError(
      "which: an encoder reads the prompt whole, so its tokens do not follow from each other; leave out which"
    );
  const produced =
    which === "prompt"
      ? []
      : continuation !== undefined
        ? spanTokens(session, continuation)
        : (
            await generate(
              session,
              input,
              {
                tokens: count ?? 8,
                top: 1,
                stopAtEnd,
                ...(options.signal ? {signal: options.signal} : {})
              },
              meter
            )
          ).steps.map(({token}) => token);
  const whole = followed(session, prompt, produced);
  const answer = decoder ? whole.decoderTokens : whole.tokens;
  const given = decoder ? prompt.decoderTokens.length : prompt.tokens.length;
  const first = which === "produced" ? given : 1;
  const tokens = decoder ? [...whole.tokens, ...answer] : answer;
  const before = tokens.length - answer.length;
  const leftOut = leftOutOf(tokens, without);
  const out = new Set(leftOut);
  // A token that is left out has no row, nor has one before which all are.
  const wanted = [...answer.keys()].slice(first).filter((length) => {
    const index = before + length;
    return !out.has(index) && leftOut.filter((one) => one < index).length < index;
  });
  const rows: AttributionMatrix["rows"][number][] = [];
  for (const [at, length] of wanted.entries()) {
    const token = answer[length]!;
    const index = before + length;
    const {target, scores, delta, change, warning} = await explainEncoded(
      session,
      upTo(whole, length, decoder),
      {...options, signs: false, target: token.id, without: leftOut.filter((one) => one < index)},
      meter
    );
    const {value, probability, rank} = target;
    rows.push({token, index, value, probability, rank, scores, delta, change, warning});
    progress?.(at + 1, wanted.length);
  }
  return {
    method: chosenOf(session, options).method,
    tokens,
    encoderLength: whole.tokens.length,
    leftOut,
    rows
  };
}

/** Returns the input cut behind so many of the tokens that were written. */
function upTo(whole: Encoded, length: number, decoder: boolean): Encoded {
  const {batch, tokens, decoderTokens} = whole;
  const cut = (rows: readonly (readonly number[])[] | undefined) =>
    rows?.map((row) => row.slice(0, length));
  return decoder
    ? {
        ...whole,
        batch: {...batch, decoderIds: cut(batch.decoderIds)},
        decoderTokens: decoderTokens.slice(0, length),
        decoderGiven: true
      }
    : {
        ...whole,
        batch: {...batch, ids: cut(batch.ids)!, types: cut(batch.types), mask: cut(batch.mask)},
        tokens: tokens.slice(0, length)
      };
}
