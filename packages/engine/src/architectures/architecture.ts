/** What an architecture gives the rest of the engine: a graph with names on it. */
import type {Node} from "../graph/node.ts";
import type {Config} from "./config.ts";
import type {Parameters} from "./parameters.ts";

export type ModelKind =
  | "causal"
  | "masked"
  | "encoder-decoder"
  | "sequence-classifier"
  | "token-classifier";

/** A named place in the computation. The node's shape is [B, …axes]. */
export interface Site {
  readonly node: Node;
  /** e.g. ["head", "query", "key"]. */
  readonly axes: readonly string[];
}

/** A word-embedding look-up: where tokens enter, and where attributions are taken. */
export interface Lookup {
  /** The look-up's node [B, length, C]: a `gather` of the table. */
  readonly node: Node;
  /** Parameter name of the table [V, C]. */
  readonly table: string;
  /** Name of the input that holds the ids, and the symbol of its length. */
  readonly ids: string;
  readonly length: "T" | "S";
  /** What its gradient is called: gradient.embeddings or gradient.decoder.embeddings. */
  readonly gradient: string;
}

export interface HeadOptions {
  /** Whether the final norm comes first. */
  readonly norm: boolean;
  /** Leaves scales out of the head, as Ecco's raw lens does. */
  readonly bare?: boolean;
}

export interface ModelGraph {
  readonly kind: ModelKind;
  readonly layers: number;
  readonly heads: number;
  readonly width: number;
  readonly vocabulary: number;
  /** The longest input, in tokens; Infinity where positions are relative. */
  readonly context: number;
  /** [B, T, V], or [B, classes] for sequence classifiers. */
  readonly logits: Node;
  /** The look-ups: the encoder's (or only) one, then the decoder's. */
  readonly lookups: readonly Lookup[];
  /** The residual stream the lens reads [B, T, C]: what enters block 0, then each block's output. */
  readonly residuals: readonly Node[];
  /** Returns logits [..., V] for residuals [..., C]; null for classifiers. */
  readonly head: ((hidden: Node, options: HeadOptions) => Node) | null;
  readonly sites: ReadonlyMap<string, Site>;
  /** What the decoder starts with, for encoder–decoder models. */
  readonly start: number | null;
}

export interface Architecture {
  /** Values of `model_type` it builds. */
  readonly types: readonly string[];
  readonly description: string;
  readonly build: (config: Config, parameters: Parameters) => ModelGraph;
}
