/** What one token, or one neuron, holds of the activations that are factorised. */
import type {Dense} from "../../analysis/dense.ts";
import {largestOf, sharesOf, tokensOf} from "../dominance/measure.ts";
import type {Place} from "../dominance/measure.ts";
import {adviceFor, holderOf, holderText, holdsChannel, percentOf} from "../dominance/words.ts";
import type {Holder} from "../dominance/words.ts";
import type {NeuronFactors} from "./results.ts";
import type {Table} from "./table.ts";

/** A factorisation: x ≈ Σ w[·, k] · h[k, ·]. */
interface Factored {
  readonly w: Dense;
  readonly h: Dense;
  readonly relativeError: number;
}

type Held = Pick<NeuronFactors, "dominance" | "relativeErrorOfOthers" | "warnings">;

/** Returns the shares of the largest token and neuron, and what is to be said of them. */
export function heldBy(table: Table, factored: Factored): Held {
  const {x, activations, tokens, texts, taken, nameOf} = table;
  const shares = sharesOf(x, null);
  if (!shares) return {dominance: null, relativeErrorOfOthers: null, warnings: []};
  const places = taken.map((at): Place => {
    const of = texts.findIndex(({end}) => at < end);
    return {token: tokens[at]!, of, position: at - texts[of]!.start};
  });
  // Tokens are columns here; both sides of a split neuron are one.
  const byNeuron = new Float64Array(activations.rows);
  shares.rows.forEach((share, row) => (byNeuron[row % activations.rows]! += share));
  const neuron = largestOf(byNeuron);
  const found = tokensOf(shares.columns, places);
  const dominance = {
    ...found,
    token: {...found.token, index: taken[found.token.index]!},
    channel: {...nameOf(neuron), share: byNeuron[neuron]!}
  };
  const holder = holderOf(dominance, taken.length);
  const {channel} = dominance;
  const name = `neuron ${channel.layer}.${channel.neuron}`;
  if (!holder)
    return {
      dominance,
      relativeErrorOfOthers: null,
      warnings: holdsChannel(channel, byNeuron.length)
        ? [
            `${name} holds ${percentOf(channel.share)} of the squared activations, so the first factors are that neuron`
          ]
        : []
    };
  const about = {texts: texts.length, leftOut: table.leftOut};
  const others = othersError(
    x,
    factored,
    (at) => !isHolder(holder, places[at]!, at, found.token.index)
  );
  const many = holder.who !== "token";
  const within = holdsChannel(channel, byNeuron.length)
    ? ` (${percentOf(channel.share)} are ${name})`
    : "";
  return {
    dominance,
    relativeErrorOfOthers: others,
    warnings: [
      `${holderText(holder, dominance, about)} ${many ? "hold" : "holds"} ${percentOf(holder.share)} of the squared activations${within}, so the relative error of ${shortly(factored.relativeError)} is that of ${many ? "those tokens" : "that token"}${others === null ? "" : `; at the others it is ${shortly(others)}`}; ${adviceFor(holder, dominance, about)}`
    ]
  };
}

const shortly = (value: number): string => value.toPrecision(2);

const isHolder = ({who}: Holder, {token, position}: Place, at: number, largest: number): boolean =>
  ({token: at === largest, first: position === 0, special: token.special})[who];

/** Returns |X − WH| / |X| over some columns; null where these are 0. */
function othersError(
  x: Dense,
  {w, h}: Factored,
  isOther: (column: number) => boolean
): number | null {
  const columns = Array.from({length: x.columns}, (_, at) => at).filter(isOther);
  let [missed, whole] = [0, 0];
  for (let row = 0; row < x.rows; row++)
    for (const column of columns) {
      let sum = 0;
      for (let k = 0; k < w.columns; k++)
        sum += w.data[row * w.columns + k]! * h.data[k * h.columns + column]!;
      const value = x.data[row * x.columns + column]!;
      missed += (value - sum) ** 2;
      whole += value ** 2;
    }
  return whole > 0 ? Math.sqrt(missed / whole) : null;
}
