import {bits, percent} from "../format.ts";
import type {Fact} from "../view/foot.ts";
import type {Attention, AttentionWeights} from "./data.ts";
import {mostArcs} from "./draw-arcs.ts";
import type {AttentionLook} from "./looks.ts";
import {entropyOf} from "./weights.ts";

/** A row that sums to anything else is not what a softmax gives. */
const tolerated = 1e-3;

export interface FactOptions {
  readonly look: AttentionLook;
  /** The look that was asked for. */
  readonly asked: string;
  readonly query: number;
  /** What is drawn; undefined while it is not known. */
  readonly weights: AttentionWeights | undefined;
}

/** Returns how concentrated the look of one token is, and whether rows are shares of a whole. */
export function attentionFacts(
  {keys, stack}: Attention,
  {look, asked, query, weights}: FactOptions
): readonly Fact[] {
  const tooMany = asked === "arcs" && look !== "arcs";
  const row = look === "flow" ? undefined : weights?.[query];
  return [
    ...(look === "flow"
      ? [{name: "each layer", value: "half attention, half what was there"}]
      : []),
    ...(look === "arcs" && row && stack !== "cross"
      ? [{name: "to itself", value: percent(row[query])}]
      : []),
    ...(row ? [{name: "entropy", value: bits(entropyOf(row))}] : []),
    ...(weights ? [sumsOf(look === "arcs" && row ? [row] : weights)] : []),
    ...(tooMany ? [{name: "arcs", value: `up to ${mostArcs} tokens, here are ${keys.length}`}] : [])
  ];
}

function sumsOf(rows: AttentionWeights): Fact {
  const sums = rows.map((row) => row.reduce((sum, weight) => sum + weight, 0));
  const wrong = sums.find((sum) => !(Math.abs(sum - 1) <= tolerated));
  return wrong === undefined
    ? {name: rows.length > 1 ? "each row sums to" : "all sum to", value: percent(1)}
    : {name: "a row sums to", value: `${percent(wrong)}, not ${percent(1)}`, bad: true};
}
