/** The states of whole texts at any layer: pooled there as the model pools its last one. */
import {largestOf} from "../../lists.ts";
import type {BatchOptions} from "../../api.ts";
import type {Samples} from "../../analysis/samples.ts";
import {InputError} from "../../errors.ts";
import type {Token} from "../../results.ts";
import type {Meter, Session} from "../session.ts";
import type {WithoutOption} from "../without.ts";
import type {Places} from "../spaces/places.ts";
import {listOf, readStates} from "../spaces/states.ts";
import type {Inputs, States} from "../spaces/states.ts";
import {dot, sentenceModules} from "./embed.ts";
import {readText} from "./encode-text.ts";
import type {ReadText} from "./encode-text.ts";
import type {SentenceModules} from "./modules.ts";
import type {PoolingOptions} from "./options.ts";
import {isLinear, weightsOf} from "./weights.ts";

/**
 * Returns each text as one row: of each place its pooled states [1, poolings · neurons], divided by their length where
 * the model's vectors are. Dense layers are left out: they were fitted to the last layer alone.
 */
export async function readTextStates(
  session: Session,
  inputs: Inputs,
  places: Places,
  options: PoolingOptions & WithoutOption & Pick<BatchOptions, "rows" | "signal">,
  meter: Meter,
  step: () => void
): Promise<States[]> {
  if (places.stack === "decoder")
    throw new InputError("points: texts are pooled over what the encoder reads; leave stack out");
  if (options.without !== undefined)
    throw new InputError(
      'without: a text is pooled as the model pools it, with all tokens that count; leave it out, or take points "tokens"'
    );
  const modules = sentenceModules(session, options);
  const read = listOf(inputs).map((input) => readText(session, input, modules));
  const states = await readStates(
    session,
    read.map(({encoded: {batch}}) => ({
      ids: batch.ids[0]!,
      ...(batch.types ? {types: batch.types[0]!} : {}),
      ...(batch.mask ? {mask: batch.mask[0]!} : {})
    })),
    places,
    options,
    meter,
    step
  );
  return states.map(({spaces, positions}, at) => ({
    tokens: [asToken(read[at]!)],
    positions: [0],
    out: [false],
    spaces: spaces.map((space) => pooledSpace(space, positions, read[at]!, modules))
  }));
}

/** A text that stands for itself, as tokens do. */
function asToken({text, tokens}: ReadText): Token {
  const own = tokens.filter(({special}) => !special);
  const first = own[0] ?? tokens[0]!;
  const said = own.map((token) => token.text);
  const whole = text ?? (said.includes(null) ? null : said.join(""));
  return {...first, text: whole, end: own.at(-1)?.end ?? first.end};
}

function pooledSpace(
  {columns, data}: Samples,
  /** Which position each row of the samples is of: the caller's mask leaves some out. */
  positions: readonly number[],
  {tokens, counted}: ReadText,
  {poolings, after}: SentenceModules
): Samples {
  const row = new Map(positions.map((at, index) => [at, index]));
  const value = (at: number, channel: number): number => data[row.get(at)! * columns + channel]!;
  const pooled = new Float64Array(poolings.length * columns);
  for (const [index, pooling] of poolings.entries()) {
    const weights = isLinear(pooling) ? weightsOf(pooling, counted, tokens.length) : null;
    for (let channel = 0; channel < columns; channel++)
      pooled[index * columns + channel] = weights
        ? counted.reduce((sum, at) => sum + weights[at]! * value(at, channel), 0)
        : largestOf(counted.map((at) => value(at, channel)));
  }
  const length = after.at(-1)?.kind === "normalise" ? Math.sqrt(dot(pooled, pooled)) : 1;
  return {rows: 1, columns: pooled.length, data: pooled.map((x) => x / length)};
}
