import type {Provenance} from "../data.ts";
import type {Taken} from "../view/taken.ts";

export interface ProbingLayer {
  readonly layer: number | "embedding";
  /** Share of the samples told right when held out. */
  readonly accuracy: number;
  /** Standard deviation of the accuracy over the folds. */
  readonly deviation: number;
  /** Accuracy on labels that mean nothing; null unless asked for. */
  readonly control: number | null;
  /** accuracy − control; null unless asked for. */
  readonly selectivity: number | null;
  /** How many samples of [class] were told to be [class]. */
  readonly confusion: readonly (readonly number[])[];
}

/** What of a text or token can be read off each layer. */
export interface Probing extends Taken {
  /** What the labels are about, where several probings are drawn together: "number". */
  readonly name?: string;
  /** residual, neurons, attention or mlp. */
  readonly site: string;
  /** token, mean, last or first: what of a text the probe sees. */
  readonly pool: string;
  /** The labels, in the order of `confusion`. */
  readonly classes: readonly string[];
  readonly samples: number;
  readonly folds: number;
  readonly seed: number;
  readonly l2: number;
  /** Accuracy of always saying the most frequent label. */
  readonly majority: number;
  readonly layers: readonly ProbingLayer[];
  /** The first layer of highest accuracy. */
  readonly best: number | "embedding";
  readonly provenance: Provenance;
}

/** One probing, or several that share the axis of layers. */
export type ProbeData = Probing | readonly Probing[];

/** Returns all probings, each with a name. */
export const seriesOf = (data: ProbeData): readonly (Probing & {readonly name: string})[] => {
  const list: readonly Probing[] = "layers" in data ? [data] : data;
  return list.map((probing, i) => ({
    ...probing,
    name: probing.name ?? (list.length > 1 ? `probing ${i + 1}` : "accuracy")
  }));
};

/** Returns every layer that was probed, in order of computation. */
export function layersOf(data: ProbeData): readonly (number | "embedding")[] {
  const found = new Set(seriesOf(data).flatMap(({layers}) => layers.map(({layer}) => layer)));
  const order = (layer: number | "embedding"): number => (layer === "embedding" ? -1 : layer);
  return [...found].toSorted((a, b) => order(a) - order(b));
}
