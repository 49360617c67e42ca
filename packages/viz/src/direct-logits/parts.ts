/** The parts of a logit as the view shows them: steps of a waterfall, columns of a grid, the largest neurons. */
import type {DirectLogits, DirectNeuron, DirectPart} from "./data.ts";

/** A mark of the view: a part, all parts of a kind (no layer), a neuron or the total. */
export interface DirectValue {
  readonly kind: DirectPart["kind"] | "neuron" | "total";
  readonly layer: number | null;
  readonly head: number | null;
  readonly neuron: number | null;
}

/** A mark with its number. */
export interface Step {
  readonly mark: DirectValue;
  readonly value: number;
  /** What the waterfall has come to with it; the number itself in a list. */
  readonly sum: number;
}

/** A column of the grid of heads. */
export interface PartColumn {
  readonly kind: "attention" | "cross" | "mlp";
  readonly head: number | null;
}

export interface DirectMarks {
  /** By heads: a grid of layers and heads, with each layer's MLP; else no rows. */
  readonly layers: readonly number[];
  readonly columns: readonly PartColumn[];
  readonly parts: ReadonlyMap<string, DirectPart>;
  /** By neurons: the largest. */
  readonly neurons: readonly DirectNeuron[];
  /** What the logit is the sum of, in order, and the logit. */
  readonly steps: readonly Step[];
  /** The largest share of one mark. */
  readonly top: number;
}

const words: {readonly [K in DirectValue["kind"]]: readonly [short: string, long: string]} = {
  embedding: ["embedding", "token embedding"],
  position: ["position", "position embedding"],
  attention: ["attention", "attention"],
  cross: ["cross-attention", "attention to the source"],
  mlp: ["MLP", "MLP"],
  bias: ["biases", "biases"],
  neuron: ["neuron", "neuron"],
  total: ["total", "total"]
};

/** Returns a mark's name on an axis: `attention 3`, `3 · 590`. */
export function shortName({kind, layer, head, neuron}: DirectValue): string {
  if (neuron !== null) return `layer ${layer} · ${neuron}`;
  if (head !== null) return `layer ${layer} · head ${head}`;
  return layer === null ? words[kind][0] : `${words[kind][0]} ${layer}`;
}

/** Returns a mark's name in a sentence: `MLP of layer 3`, `head 2 of layer 5`. */
export function longName({kind, layer, head, neuron}: DirectValue): string {
  const whole = words[kind][1];
  const unit = neuron !== null ? `neuron ${neuron}` : head !== null ? `head ${head}` : whole;
  const source = head !== null && kind === "cross" ? " to the source" : "";
  return layer === null ? unit : `${unit}${source} of layer ${layer}`;
}

/** Returns the key of a part among those of one result. */
export const keyOfPart = (kind: string, layer: number | null, head: number | null): string =>
  `${kind}:${layer ?? ""}:${head ?? ""}`;

const known = new WeakMap<DirectLogits, DirectMarks>();

/** Returns the marks of a result; made once. */
export function marksOf(data: DirectLogits): DirectMarks {
  let marks = known.get(data);
  if (!marks) known.set(data, (marks = make(data)));
  return marks;
}

function make(data: DirectLogits): DirectMarks {
  const {by, parts, neurons} = data;
  const heads = by === "head";
  const inLayers = heads ? parts.filter(({layer}) => layer !== null) : [];
  const layers = [...new Set(inLayers.map(({layer}) => layer!))];
  const columns = columnsOf(inLayers);
  const steps = stepsOf(data, heads ? summed(parts) : parts);
  // Sums over all layers are bars, whose lengths tell their size; heads shall be told apart by their fill.
  const shown = heads ? inLayers : [...(neurons ?? []), ...steps.slice(0, -1)];
  return {
    layers,
    columns,
    parts: new Map(inLayers.map((part) => [keyOfPart(part.kind, part.layer, part.head), part])),
    neurons: neurons ?? [],
    steps,
    top: Math.max(0, ...shown.map(({value}) => Math.abs(value)).filter(Number.isFinite))
  };
}

/** One part for all of a kind, where the first of the kind stood. */
function summed(parts: readonly DirectPart[]): DirectPart[] {
  const sums = new Map<string, DirectPart>();
  for (const {kind, value} of parts)
    sums.set(kind, {kind, layer: null, head: null, value: (sums.get(kind)?.value ?? 0) + value});
  return [...sums.values()];
}

function columnsOf(parts: readonly DirectPart[]): PartColumn[] {
  const columns = new Map<string, PartColumn>();
  for (const kind of ["attention", "cross", "mlp"] as const)
    for (const {head} of parts.filter((part) => part.kind === kind))
      columns.set(keyOfPart(kind, null, head), {kind, head});
  return [...columns.values()];
}

function stepsOf({target}: DirectLogits, parts: readonly DirectPart[]): Step[] {
  let sum = 0;
  const steps = parts.map(({kind, layer, head, value}): Step => {
    sum += value;
    return {mark: {kind, layer, head, neuron: null}, value, sum};
  });
  const total: DirectValue = {kind: "total", layer: null, head: null, neuron: null};
  return [...steps, {mark: total, value: target.value, sum: target.value}];
}
