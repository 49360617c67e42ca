/** Fills the masks of a text: all of them at once, or the surest first. */
import type {GenerateOptions} from "../../api.ts";
import {InputError} from "../../errors.ts";
import type {GenerationStep, Token} from "../../results.ts";
import {largest, probability} from "../distribution.ts";
import type {Distribution} from "../distribution.ts";
import {textOf, textOfIds} from "../input.ts";
import type {Encoded} from "../input.ts";
import type {Session} from "../session.ts";
import type {Written} from "./continue-text.ts";
import {stepOf} from "./step.ts";

/** Returns what fills each mask, in the order of the text; `read` asks the model. */
export async function fillMasks(
  session: Session,
  encoded: Encoded,
  {top: count = 10, progress, fill = "at once"}: GenerateOptions,
  read: (encoded: Encoded, positions: readonly number[]) => Promise<Distribution[]>
): Promise<Written> {
  if (fill !== "at once" && fill !== "one by one")
    throw new InputError(`unknown fill: ${String(fill)}; one of at once, one by one`);
  const mask = session.tokenizer?.special.mask ?? null;
  const masks = encoded.tokens.flatMap(({id}, position) => (id === mask ? [position] : []));
  if (masks.length === 0) {
    throw new InputError(
      mask === null
        ? "this model fills masks, but has no tokenizer to say which token that is; ask for candidates at a position"
        : `nothing to fill: expected ${textOf(session, mask)} in the text`
    );
  }
  const found = new Map<number, GenerationStep>();
  let ids = encoded.batch.ids[0]!;
  while (found.size < masks.length) {
    const open = masks.filter((position) => !found.has(position));
    const now = {...encoded, batch: {...encoded.batch, ids: [ids]}};
    const distributions = await read(now, open);
    const steps = distributions.map((distribution, index) => {
      const id = largest(distribution, 1)[0]!;
      const position = open[index]!;
      return {step: stepOf(session, distribution, {id, count, position}), id, distribution};
    });
    const sure = steps.toSorted(
      (a, b) => probability(b.distribution, b.id) - probability(a.distribution, a.id)
    );
    for (const {step, id} of fill === "at once" ? steps : sure.slice(0, 1)) {
      progress?.(step, found.size, null);
      found.set(step.position, step);
      ids = ids.with(step.position, id);
    }
  }
  const steps = masks.map((position) => found.get(position)!);
  const filled = encoded.tokens.map(
    (token, position): Token => found.get(position)?.token ?? token
  );
  const text = textOfIds(
    session,
    filled.filter(({special}) => !special).map(({id}) => id)
  );
  return {steps, text, stopped: {reason: "length"}, seed: null};
}
