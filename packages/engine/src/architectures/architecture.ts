/** What an architecture gives the rest of the engine: a graph with names on it. */
import type {Node} from "../graph/node.ts";
import type {Config} from "./config.ts";
import type {Parameters} from "./parameters.ts";

export type ModelKind =
  | "causal"
  | "masked"
  | "encoder-decoder"
  /** No head, whichever way it reads: layers, patterns and neurons alone. */
  | "encoder"
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

/** Keys or values that need no second computation when a text goes on. */
export interface Memory {
  /** Its site: "layers.3.attention.key". In a cached graph the input "past." + site holds what was read before. */
  readonly site: string;
  /** A decoder's own keys grow with the text; those of an encoder's output stay. */
  readonly kind: "grows" | "stays";
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
  /** [B, T, V], or [B, classes] for sequence classifiers; the last layer of encoders without a head. */
  readonly logits: Node;
  /** What the layers end in [B, T, narrower], where a matrix follows the last norm; else that norm is the end. */
  readonly states?: Node;
  /** The look-ups: the encoder's (or only) one, then the decoder's. */
  readonly lookups: readonly Lookup[];
  /** The residual stream the lens reads [B, T, C]: what enters block 0, then each block's output. */
  readonly residuals: readonly Node[];
  /** Returns logits [..., V] for residuals [..., C]; null for classifiers. */
  readonly head: ((hidden: Node, options: HeadOptions) => Node) | null;
  /** Why there is no head, where one could be expected. */
  readonly headless?: string;
  readonly sites: ReadonlyMap<string, Site>;
  /** What a next step finds again; empty for models that do not write. */
  readonly memories: readonly Memory[];
  /** Keys of a text of up to so many tokens are of no use in a longer one: its positions turn otherwise (LongRoPE). */
  readonly turnsBeyond?: number | undefined;
  /** What the decoder starts with, for encoder–decoder models. */
  readonly start: number | null;
  /** For classifiers with a decoder: the token that it is fed, and behind it the input but for its last token. */
  readonly shiftedBy?: number;
  /** Who runs the model, and what to do, where only its outputs can be asked for: no inner values, no gradients. */
  readonly outputsOnly?: string;
}

export interface Architecture {
  /** Values of `model_type` it builds. */
  readonly types: readonly string[];
  readonly description: string;
  /** Returns the graph; `cached`: of what follows a text whose keys and values are given (inputs "past.…"). */
  readonly build: (config: Config, parameters: Parameters, cached: boolean) => ModelGraph;
}
