/** One token of the vocabulary (or one class) as what is explained. */
import {InputError} from "../../errors.ts";
import {largest} from "../distribution.ts";
import {positionOf, resolveToken} from "../input.ts";
import {distributionsAt} from "../next.ts";
import {rankedToken} from "./ranked.ts";
import {oneHot, readingOf} from "./readings.ts";
import {scalarOf} from "./scalar.ts";
import type {Asked, Subject} from "./asked.ts";

/** Returns a token's number, or how far it lies above its foil's. */
export async function tokenOf({session, encoded, options, of, meter}: Asked): Promise<Subject> {
  const {graph} = session;
  const position = positionOf(session, encoded, options.position);
  const given = options.target === undefined ? undefined : resolveToken(session, options.target).id;
  const foil = options.foil === undefined ? null : resolveToken(session, options.foil as string).id;
  const distributions = await distributionsAt(session, encoded, [position], meter, options.signal);
  const distribution = distributions[0]!;
  const id = given ?? largest(distribution, 1)[0]!;
  if (foil === id)
    throw new InputError(`target and foil are the same token, #${id}; the difference is always 0`);
  const weights = oneHot(graph, id);
  if (foil !== null) weights[foil] = -1;
  // log p − log q is the difference of the logits: exactly, and with no sum over the vocabulary.
  const reading = foil !== null && of === "logprob" ? "logit" : readingOf(of);
  return {
    encoded,
    scalar: scalarOf(reading),
    positions: [position],
    weights,
    distributions,
    about: {
      ...rankedToken(session, distribution, id),
      of,
      foil: foil === null ? null : rankedToken(session, distribution, foil),
      position
    }
  };
}
