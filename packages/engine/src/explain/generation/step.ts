import type {GenerationStep} from "../../results.ts";
import {probability, top} from "../distribution.ts";
import type {Distribution} from "../distribution.ts";
import {textOf, tokenAt} from "../input.ts";
import type {Session} from "../session.ts";

/** Returns a produced token with what else was likely there, by the model's own distribution. */
export function stepOf(
  session: Session,
  distribution: Distribution,
  {id, count, position}: {readonly id: number; readonly count: number; readonly position: number}
): GenerationStep {
  return {
    token: tokenAt(session, id),
    probability: probability(distribution, id),
    candidates: top(distribution, count, (other) => textOf(session, other)),
    entropy: distribution.entropy,
    position
  };
}
