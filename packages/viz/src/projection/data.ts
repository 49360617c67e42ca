import type {Provenance, Token} from "../data.ts";
import type {Taken} from "../view/taken.ts";

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
  /** In words: which token or channel holds more than half of this layer; absent in older records. */
  readonly warnings?: readonly string[];
}

/** Layers as pictures: the state of each token, or of each text, as a point. */
export interface Projection extends Taken {
  /** residual, neurons, attention or mlp. */
  readonly site: string;
  /** pca or umap. */
  readonly method: string;
  readonly dimensions: number;
  /** "tokens" or "texts"; absent in older records, which are of tokens. */
  readonly points?: string;
  /** Of all texts, one behind the other; where texts are points each text, as if it were one token. */
  readonly tokens: readonly Token[];
  /** Which text each token is of, from 0. */
  readonly texts: readonly number[];
  /** Where each stands in its text; absent in older records, where none was left out. */
  readonly positions?: readonly number[];
  readonly layers: readonly ProjectionLayer[];
  /** null for PCA, which draws nothing. */
  readonly seed: number | null;
  readonly provenance: Provenance;
}

/** Returns a token's position in the first text; null for those of other texts, which views of the prompt do not know. */
export const positionOfToken = (
  {texts, points, positions}: Projection,
  token: number
): number | null =>
  points !== "texts" && texts[token] === texts[0] ? (positions?.[token] ?? token) : null;

/** Returns the token at a position of the first text; null where it is left out. */
export function tokenAtPosition(data: Projection, position: number): number | null {
  const found = data.tokens.findIndex((_, token) => positionOfToken(data, token) === position);
  return found < 0 ? null : found;
}
