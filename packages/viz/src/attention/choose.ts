/** Which head, and which token that looks, a view shows where nobody has said. */
import type {Attention, HeadChoice} from "./data.ts";
import {weightsOf} from "./weights.ts";

/** Returns the head that looks off the first token most, of those whose patterns are known. */
export function freest({away, patterns}: Attention): HeadChoice {
  let best: HeadChoice & {value: number} = {
    layer: Math.max(0, patterns.findIndex(Boolean)),
    head: 0,
    value: -1
  };
  patterns.forEach((pattern, layer) =>
    pattern?.forEach((_, head) => {
      const value = away[layer]?.[head] ?? -1;
      if (value > best.value) best = {layer, head, value};
    })
  );
  return {layer: best.layer, head: best.head};
}

/** What was asked for; undefined or null is: anything. */
export interface Asked {
  readonly layer: number | undefined;
  readonly head: number | "mean" | undefined;
}

/** Returns the head to show: what is asked for as far as it is known, else what was shown before, else the freest. */
export function shownHead(
  data: Attention,
  asked: Asked,
  before: HeadChoice | undefined
): HeadChoice {
  const known = (choice: HeadChoice): boolean => weightsOf(data, choice) !== undefined;
  const kept = before && known(before) ? before : freest(data);
  const layer = asked.layer ?? kept.layer;
  const own = freest({...data, patterns: data.patterns.map((p, at) => (at === layer ? p : null))});
  const head = asked.head ?? (layer === kept.layer ? kept.head : own.head);
  return [{layer, head}, {layer, head: own.head}, kept].find(known) ?? {layer, head};
}

/** Returns the token that looks unless the reader picks one: the first mask, else the last that is no special token. */
export function defaultQuery({tokens}: Pick<Attention, "tokens">): number {
  const mask = tokens.findIndex(({special, text}) => special && /mask/i.test(text ?? ""));
  if (mask >= 0) return mask;
  const last = tokens.findLastIndex(({special}) => !special);
  return last < 0 ? tokens.length - 1 : last;
}
