import type {Provenance, Token} from "../data.ts";

export interface ProjectionLayer {
  readonly layer: number | "embedding";
  /** Coordinates of each token [token][dimension]. */
  readonly points: readonly (readonly number[])[];
  /** Share of the variance each dimension holds; null for UMAP. */
  readonly explained: readonly number[] | null;
  /**
   * Spearman's ρ between the distances of tokens in the picture and in the layer; null where distances have no order,
   * absent in older records.
   */
  readonly kept?: number | null;
}

/** Layers as pictures: the state of each token as a point. */
export interface Projection {
  /** residual, neurons, attention or mlp. */
  readonly site: string;
  /** pca or umap. */
  readonly method: string;
  readonly dimensions: number;
  /** Of all texts, one behind the other. */
  readonly tokens: readonly Token[];
  /** Which text each token is of, from 0. */
  readonly texts: readonly number[];
  readonly layers: readonly ProjectionLayer[];
  /** null for PCA, which draws nothing. */
  readonly seed: number | null;
  readonly provenance: Provenance;
}
