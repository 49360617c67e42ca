/** What follows from attention weights by arithmetic. */
import type {Attention, AttentionWeights, HeadChoice} from "./data.ts";

/** Whether a query cannot see a key: its weight is exactly 0 in every head of the layer. */
export const isMasked = (layer: readonly AttentionWeights[], query: number, key: number): boolean =>
  layer.every((head) => head[query]?.[key] === 0);

const means = new WeakMap<readonly AttentionWeights[], AttentionWeights>();

/** Returns the mean over a layer's heads. */
export function meanOf(layer: readonly AttentionWeights[]): AttentionWeights {
  const known = means.get(layer);
  if (known) return known;
  const mean = (layer[0] ?? []).map((row, query) =>
    row.map((_, key) => layer.reduce((sum, head) => sum + head[query]![key]!, 0) / layer.length)
  );
  means.set(layer, mean);
  return mean;
}

/**
 * Returns each head's attention off the first token: the mean of 1 − weight over the queries that could look elsewhere;
 * null where none could.
 */
export function awayOf(layer: readonly AttentionWeights[]): readonly (number | null)[] {
  const free = (layer[0] ?? []).flatMap((row, query) =>
    row.some((_, key) => key > 0 && !isMasked(layer, query, key)) ? [query] : []
  );
  return layer.map((head) =>
    free.length ? free.reduce((sum, query) => sum + 1 - head[query]![0]!, 0) / free.length : null
  );
}

/** Returns the entropy of a row, in bits. */
export const entropyOf = (row: readonly number[]): number =>
  row.reduce((sum, weight) => (weight > 0 ? sum - weight * Math.log2(weight) : sum), 0);

/** Returns the key with the largest weight. */
export const strongestOf = (row: readonly number[]): number =>
  row.reduce((best, weight, key) => (weight > row[best]! ? key : best), 0);

/** Returns the weights of a head, or the mean over heads; undefined where they are not known. */
export function weightsOf(
  data: Attention,
  {layer, head}: HeadChoice
): AttentionWeights | undefined {
  const pattern = data.patterns[layer];
  if (head !== "mean") return pattern?.[head];
  return pattern ? meanOf(pattern) : (data.means?.[layer] ?? undefined);
}

/** Returns the mean over heads of every layer; undefined while one is missing. */
export function allMeans(data: Attention): readonly AttentionWeights[] | undefined {
  const all = data.patterns.map((_, layer) => weightsOf(data, {layer, head: "mean"}));
  return all.every((mean) => mean !== undefined) ? all : undefined;
}

/**
 * Returns attention rollout (Abnar & Zuidema 2020): after each layer, how much of each token has reached *query* when
 * layers mix by ½ A + ½ I. *layers* holds A, the mean over heads, of each.
 */
export function rollout(layers: readonly AttentionWeights[], query: number): AttentionWeights {
  return layers.map((weights, top) => {
    let row = weights.map((_, at) => Number(at === query));
    for (let layer = top; layer >= 0; layer--) row = mixed(row, layers[layer]!);
    return row;
  });
}

/** Returns row · (½ A + ½ I), rows of A normalised. */
function mixed(row: readonly number[], weights: AttentionWeights): number[] {
  const next = row.map((share) => share / 2);
  row.forEach((share, at) => {
    if (share === 0) return;
    const from = weights[at]!;
    const sum = from.reduce((all, weight) => all + weight, 0) || 1;
    from.forEach((weight, key) => (next[key]! += (share * weight) / (2 * sum)));
  });
  return next;
}
