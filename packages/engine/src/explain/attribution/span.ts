/** A continuation of several tokens as what is explained, alone or contrasted with another one. */
import {InputError, UnsupportedError} from "../../errors.ts";
import type {Token} from "../../results.ts";
import {largest} from "../distribution.ts";
import {
  checkTokens,
  followed,
  positionOf,
  resolveToken,
  tokenAt,
  withoutTokenizer
} from "../input.ts";
import {distributionsAt} from "../next.ts";
import {writesOn} from "../questions.ts";
import type {Session} from "../session.ts";
import type {ExplainOptions} from "./options.ts";
import {rankedSpan} from "./ranked.ts";
import {classesOf, readingOf} from "./readings.ts";
import type {RankedToken} from "./results.ts";
import {scalarOf} from "./scalar.ts";
import type {Asked, Reader, Subject} from "./asked.ts";

/** Whether a token is contrasted with a foil of several tokens: then both are continuations. */
export function contrastsSpan({graph, tokenizer}: Session, {foil}: ExplainOptions): boolean {
  if (typeof foil !== "string") return typeof foil === "object";
  if (!writesOn(graph) || /^#\d+$/.test(foil)) return false;
  return (tokenizer?.tokenOf(foil).length ?? 1) > 1;
}

/**
 * Returns a continuation's number, each of its tokens but the last fed and each read where it is predicted; with a foil,
 * how far it lies above that of another continuation, which is fed in a run of its own and may be of another length.
 */
export async function spanOf(asked: Asked): Promise<Subject> {
  const {session, options, of} = asked;
  if (!writesOn(session.graph))
    throw new UnsupportedError(
      "span: this model does not write, so nothing continues its input; explain a target token"
    );
  if (options.position !== undefined)
    throw new InputError("span: it begins behind the input; leave out position");
  const tokens = spanTokens(session, options.span ?? [await targetOf(asked)]);
  const own = await readSpan(asked, tokens);
  const about = {...own.ranked, of, position: own.reader.positions[0]!};
  if (options.foil === undefined) return {...own.reader, about: {...about, foil: null}};
  const foilTokens = spanTokens(
    session,
    typeof options.foil === "number" ? [options.foil] : options.foil
  );
  if (tokens.map(({id}) => id).join() === foilTokens.map(({id}) => id).join())
    throw new InputError("span and foil are the same tokens; the difference is always 0");
  const foil = await readSpan(asked, foilTokens);
  return {...own.reader, less: foil.reader, about: {...about, foil: foil.ranked}};
}

/** Returns the token that is asked about: the most probable one unless the caller says. */
async function targetOf({session, encoded, options, meter}: Asked): Promise<number> {
  if (options.target !== undefined) return resolveToken(session, options.target).id;
  const position = positionOf(session, encoded, -1);
  const [found] = await distributionsAt(session, encoded, [position], meter, options.signal);
  return largest(found!, 1)[0]!;
}

interface ReadSpan {
  readonly reader: Reader;
  readonly ranked: RankedToken;
}

async function readSpan(
  {session, encoded, options, of, meter}: Asked,
  tokens: readonly Token[]
): Promise<ReadSpan> {
  const whole = followed(session, encoded, tokens.slice(0, -1));
  const start = positionOf(session, encoded, -1);
  const classes = classesOf(session.graph);
  const weights = new Float64Array(tokens.length * classes);
  const ids = tokens.map(({id}) => id);
  ids.forEach((id, index) => {
    weights[index * classes + id] = 1;
  });
  const positions = ids.map((_, index) => start + index);
  const distributions = await distributionsAt(session, whole, positions, meter, options.signal);
  const texts = tokens.map(({text}) => text);
  return {
    reader: {
      encoded: whole,
      scalar: scalarOf(of === "probability" ? "span-probability" : readingOf(of)),
      positions,
      weights,
      distributions
    },
    ranked: {
      ...rankedSpan(session, distributions, ids),
      text: texts.includes(null) ? null : texts.join("")
    }
  };
}

/** Returns the tokens of a text or ids that go on behind an input. */
export function spanTokens(session: Session, span: string | readonly number[]): readonly Token[] {
  if (typeof span === "string" && !session.tokenizer) throw withoutTokenizer(session);
  const tokens =
    typeof span === "string"
      ? checkTokens(session, session.tokenizer!.encode(span, {bare: true}))
      : span.map((id) => resolveToken(session, id));
  if (tokens.length === 0) throw new InputError("span: got no tokens, expected at least one");
  return tokens.map((token) => ({...tokenAt(session, token.id), text: token.text}));
}
