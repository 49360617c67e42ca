/** Ranks by layer: of watched tokens at one position, or of each produced token at the position before it. */
import type {ModelInput} from "../../api.ts";
import {InputError} from "../../errors.ts";
import type {Token} from "../../results.ts";
import {probability, rank} from "../distribution.ts";
import {generate} from "../generation/generate.ts";
import {encode, followed, resolveToken} from "../input.ts";
import type {Encoded} from "../input.ts";
import type {Answer} from "../provenance.ts";
import type {Meter, Session} from "../session.ts";
import type {RankingsOptions} from "./options.ts";
import {placeOf, read, tokensOf} from "./read.ts";
import type {Column} from "./read.ts";
import {readingOf} from "./reading.ts";
import type {Rankings} from "./results.ts";

type RankColumn = Rankings["columns"][number];

const columnOf = (token: Token, position: number, {layers}: Column): RankColumn => ({
  token,
  position,
  ranks: layers.map((layer) => rank(layer, token.id)),
  probabilities: layers.map((layer) => probability(layer, token.id))
});

export async function rankings(
  session: Session,
  input: ModelInput,
  options: RankingsOptions,
  meter: Meter
): Promise<Answer<Rankings>> {
  const reading = readingOf(session.graph, options);
  const {mode, part, stack, layers} = reading;
  const work = {meter, signal: options.signal};
  const about = {mode, part, stack, layers};
  if (options.watch) {
    const watched = options.watch.map((name) => resolveToken(session, name));
    const encoded = encode(session, input);
    const position = placeOf(session, encoded, reading, options.position);
    const [column] = await read(session, encoded, [position], reading, work);
    return {
      ...about,
      kind: "watched",
      tokens: tokensOf(session, encoded, reading),
      columns: watched.map((token) => columnOf(token, position, column!))
    };
  }
  if (stack === "encoder")
    throw new InputError("the encoder produces no tokens; name those whose ranks to watch");
  const made = await produced(session, input, options, meter);
  const columns = await read(session, made.encoded, made.positions, reading, work);
  return {
    ...about,
    kind: "produced",
    tokens: made.shown,
    columns: columns.map((column, index) =>
      columnOf(made.tokens[index]!, made.positions[index]!, column)
    )
  };
}

interface Produced {
  readonly tokens: readonly Token[];
  /** Where each was decided. */
  readonly positions: readonly number[];
  /** The input with all but the last of them behind it. */
  readonly encoded: Encoded;
  readonly shown: readonly Token[];
}

async function produced(
  session: Session,
  input: ModelInput,
  {tokens: count, stopAtEnd = true, signal}: RankingsOptions,
  meter: Meter
): Promise<Produced> {
  const made = await generate(
    session,
    input,
    {
      top: 1,
      stopAtEnd,
      ...(count === undefined ? {} : {tokens: count}),
      ...(signal ? {signal} : {})
    },
    meter
  );
  const tokens = made.steps.map(({token}) => token);
  const positions = made.steps.map(({position}) => position);
  const before = encode(session, input);
  if (session.graph.kind === "masked")
    return {tokens, positions, encoded: before, shown: before.tokens};
  const encoded = followed(session, before, tokens.slice(0, -1));
  return {
    tokens,
    positions,
    encoded,
    shown: [
      ...tokensOf(session, before, {stack: "decoder"}),
      ...tokens.map((token) => ({...token, ...before.answer}))
    ]
  };
}
