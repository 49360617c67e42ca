/** What a part of a model writes towards tokens: structurally the engine's `Writes`, as far as it is drawn. */

/** A part that writes into the residual stream, and where. */
export interface Part {
  /** "residual", "attention", "mlp", "head" or "neuron". */
  readonly site: string;
  readonly layer: number;
  readonly head: number | null;
  readonly neuron: number | null;
  /** "decoder", or "cross" of attention to a source. */
  readonly stack: string;
  readonly position: number;
}

interface Promoted {
  readonly id: number;
  readonly text: string | null;
  /** What it adds to that token's logit, less the mean over all tokens. */
  readonly logit: number;
}

export interface Writes extends Part {
  readonly promotes: readonly Promoted[];
  readonly suppresses: readonly Promoted[];
}
