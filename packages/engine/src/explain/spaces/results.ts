/** What questions about inner states answer. */
import type {BackendName, Provenance, Token} from "../../results.ts";
import type {Dominance, LeftOut} from "../dominance/results.ts";
import type {Without} from "../without.ts";
import type {
  ProbePool,
  ProjectOptions,
  SimilarityMeasure,
  SpaceLayer,
  SpaceSite
} from "./options.ts";

/** Which states an answer is of. */
export interface Space {
  readonly site: SpaceSite;
  /** null for models of one stack. */
  readonly stack: "encoder" | "decoder" | null;
}

/** What a result says of tokens that hold its tables. */
export interface Taken {
  /** What was asked to be left out; null for nothing. */
  readonly without: Without | null;
  /** The tokens left out by it. */
  readonly leftOut: readonly LeftOut[];
  /** In words: which token, or channel, holds more than half of which layers, and what to leave out. */
  readonly warnings: readonly string[];
}

export interface Comparison extends Space, Taken {
  readonly measure: SimilarityMeasure;
  /** Layers of this model. */
  readonly rows: readonly SpaceLayer[];
  /** Layers of the other model, or of this one. */
  readonly columns: readonly SpaceLayer[];
  /** [row][column]; 1 is alike. NaN (JSON: null) where a layer's states are all the same. */
  readonly values: readonly (readonly number[])[];
  /**
   * What was compared, one a sample, of all texts: this model's tokens, or words where the tokens do not line up; what is
   * left out is not among them.
   */
  readonly tokens: readonly Token[];
  readonly alignment: "token" | "word";
  /** Directions that svcca kept of each layer; else null. */
  readonly dims: number | null;
  /** The other model; its passes are not counted in `provenance`. */
  readonly with: {
    readonly model: string;
    readonly revision: string | null;
    readonly backend: BackendName;
  } | null;
  /** What the largest token and channel hold of the states of each row's and each column's layer; null where all are 0. */
  readonly dominance: {
    readonly rows: readonly (Dominance | null)[];
    readonly columns: readonly (Dominance | null)[];
  };
  /** Why these numbers say little, and what to take instead; null where nothing speaks against them. */
  readonly warning: {
    readonly message: string;
    readonly instead: readonly SimilarityMeasure[];
  } | null;
  readonly provenance: Provenance;
}

export interface ProbingLayer {
  readonly layer: SpaceLayer;
  /** Share of the samples told right when held out. */
  readonly accuracy: number;
  /** Standard deviation of the accuracy over the folds (n − 1). */
  readonly deviation: number;
  /** Accuracy on the control task; null unless asked for. */
  readonly control: number | null;
  /** accuracy − control (Hewitt & Liang 2019, §3); null unless asked for. */
  readonly selectivity: number | null;
  /** How many samples of [class] were told to be [class]. */
  readonly confusion: readonly (readonly number[])[];
  /**
   * What the largest token and channel hold of the states that the samples are made of, each position once; null where
   * all are 0.
   */
  readonly dominance: Dominance | null;
}

export interface Probing extends Space, Taken {
  readonly pool: ProbePool;
  /** The labels, as text, in the order of `confusion`. */
  readonly classes: readonly string[];
  /** How many tokens or texts were labelled. */
  readonly samples: number;
  readonly folds: number;
  readonly seed: number;
  readonly l2: number;
  /** Accuracy of always saying the most frequent label. */
  readonly majority: number;
  readonly layers: readonly ProbingLayer[];
  /** The first layer of highest accuracy. */
  readonly best: SpaceLayer;
  readonly provenance: Provenance;
}

export interface ProjectionLayer {
  readonly layer: SpaceLayer;
  /** Coordinates of each token, or text [point][dimension]. */
  readonly points: readonly (readonly number[])[];
  /** Share of the variance each dimension holds; null for UMAP. */
  readonly explained: readonly number[] | null;
  /**
   * Spearman's ρ between the distances of tokens in the picture and in the layer (of at most 200 tokens); null where
   * distances have no order.
   */
  readonly kept: number | null;
  /** What the largest token and channel hold of the layer's states; null where all are 0. */
  readonly dominance: Dominance | null;
  /** What the projection's warnings say of this layer. */
  readonly warnings: readonly string[];
}

export interface Projection extends Space, Taken {
  readonly method: NonNullable<ProjectOptions["method"]>;
  readonly dimensions: number;
  readonly points: NonNullable<ProjectOptions["points"]>;
  /**
   * Of all texts, one behind the other; those left out are not among them. Where texts are points each text, as if it
   * were one token.
   */
  readonly tokens: readonly Token[];
  /** Which text each token is of, from 0. */
  readonly texts: readonly number[];
  /** Where each stands in its text, from 0. */
  readonly positions: readonly number[];
  readonly layers: readonly ProjectionLayer[];
  /** null for PCA, which draws nothing. */
  readonly seed: number | null;
  readonly provenance: Provenance;
}
