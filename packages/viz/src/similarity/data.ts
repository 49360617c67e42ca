import type {Provenance, Token} from "../data.ts";
import type {Taken} from "../view/taken.ts";

/** How alike the states of layers are: of one model, or of two. */
export interface Comparison extends Taken {
  /** residual, neurons, attention or mlp. */
  readonly site: string;
  readonly measure: string;
  /** Layers of this model. */
  readonly rows: readonly (number | "embedding")[];
  /** Layers of the other model, or of this one. */
  readonly columns: readonly (number | "embedding")[];
  /** [row][column]; 1 is alike. NaN or null where a layer's states are all the same. */
  readonly values: readonly (readonly (number | null)[])[];
  /** What was compared: this model's tokens, or words where the tokens of two models do not line up. */
  readonly tokens: readonly Token[];
  /** token or word. */
  readonly alignment: string;
  /** Directions that SVCCA kept of each layer; else null. */
  readonly dims: number | null;
  /** The other model; null: the model itself. */
  readonly with: {
    readonly model: string;
    readonly revision: string | null;
    readonly backend: string;
  } | null;
  /** Why these numbers say little, and what to take instead; null where nothing speaks against them. */
  readonly warning: {readonly message: string; readonly instead: readonly string[]} | null;
  readonly provenance: Provenance;
}
