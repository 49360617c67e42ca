/** What may be asked of a model's inner states. */
import type {PoolingOptions} from "../sentences/options.ts";
import type {BatchOptions, Model, ModelInput} from "../../api.ts";
import type {WithoutOption} from "../without.ts";

/** The residual stream after each block, the activations inside the MLP, or what attention or MLP add to the stream. */
export type SpaceSite = "residual" | "neurons" | "attention" | "mlp";

/** A block, from 0; "embedding" is what enters the first (of the residual stream alone). */
export type SpaceLayer = number | "embedding";

export type SimilarityMeasure = "cka" | "cka-rbf" | "cka-debiased" | "cca" | "svcca" | "pwcca";

/** `progress` hears of prompts that are read and of what is computed of them, together. */
export interface SpaceOptions extends BatchOptions, WithoutOption {
  /** Defaults to "residual". */
  readonly site?: SpaceSite;
  /** Defaults to all. */
  readonly layers?: readonly SpaceLayer[];
  /** Of models with two stacks, whose tokens are read; defaults to "encoder". */
  readonly stack?: "encoder" | "decoder";
}

export interface CompareOptions extends SpaceOptions {
  /** Defaults to "cka" (docs/analysis.md says which to take when). */
  readonly measure?: SimilarityMeasure;
  /** Another model, whose layers are the columns; it reads the same texts. Defaults to this model. */
  readonly with?: Model;
  /** Layers of the other model; defaults to all of them (without another model to `layers`). */
  readonly columns?: readonly SpaceLayer[];
  /** Directions that svcca keeps; defaults to 20, or as many as there are. */
  readonly dims?: number;
  /** pwcca as the Python library Ecco computes it, which depends on signs that are free (docs/analysis.md). */
  readonly compat?: "ecco";
}

/** What a token or a text is said to be. */
export type ProbeLabel = string | number | boolean;

export interface ProbeExample {
  readonly input: ModelInput;
  /** Of the text, or of its token at `position`. */
  readonly label?: ProbeLabel;
  /** From 0, or from the end when below. */
  readonly position?: number;
  /** Of each token (special ones may be left out); null for those that have none. */
  readonly labels?: readonly (ProbeLabel | null)[];
}

/** What of a text a probe sees: the labelled tokens, the mean of all but special ones, or its last or first token. */
export type ProbePool = "token" | "mean" | "last" | "first";

export interface ProbeOptions extends SpaceOptions {
  /** Defaults to "token" where examples name tokens, else to "mean". */
  readonly pool?: ProbePool;
  /** How many, drawn so that each has its part of every label; or each example's own. Defaults to 5. */
  readonly folds?: number | readonly number[];
  /** Of the folds and the control task; defaults to 0. */
  readonly seed?: number;
  /** Whether a control task is probed too (Hewitt & Liang 2019); defaults to false. */
  readonly control?: boolean;
  /** Strength of the penalty ½λ‖W‖²; defaults to 1. */
  readonly l2?: number;
  /** Whether each neuron is divided by its standard deviation first; defaults to true. */
  readonly standardise?: boolean;
}

export interface ProjectOptions extends SpaceOptions, Pick<PoolingOptions, "pooling"> {
  /**
   * What a point is: a token, the default, or a text, whose tokens are pooled at each layer as the model pools its last
   * (docs/sentences.md).
   */
  readonly points?: "tokens" | "texts";
  /** Defaults to "pca". */
  readonly method?: "pca" | "umap";
  /** Defaults to 2. */
  readonly dimensions?: number;
  /** How many neighbours UMAP counts as near; defaults to 15, or one less than there are tokens. */
  readonly neighbours?: number;
  /** How near each other UMAP may put tokens; defaults to 0.1. */
  readonly minDist?: number;
  /** Of UMAP; defaults to 0. */
  readonly seed?: number;
}
