import {Projection} from "@ecco/viz";
import type {ProjectionData} from "@ecco/viz";
import {withoutChoices} from "../questions/without.ts";
import {readProjection} from "../recorded/read-projection.ts";
import {connected} from "./connected.ts";
import type {PromptInput} from "./conversation.ts";
import {texts as textList} from "./converters.ts";
import type {ModelLike} from "./source.ts";
import {connectView} from "./connect.ts";

/**
 * Shows the tokens of the prompt and of other texts, or the texts themselves, as points of a map, live: every layer by
 * PCA, or one by UMAP.
 */
export class ConnectedProjection extends Projection {
  static override properties = {
    ...Projection.properties,
    ...connected,
    texts: {converter: textList},
    groups: {converter: textList},
    labels: {converter: textList},
    site: {},
    neighbours: {type: Number},
    minDist: {attribute: "min-dist", type: Number},
    seed: {type: Number}
  };

  declare model: ModelLike | undefined;
  declare backend: string | undefined;
  declare prompt: PromptInput | undefined;
  declare src: string | undefined;
  declare shownPrompt: PromptInput | undefined;
  /** Texts that are read behind the prompt, between bars. */
  declare texts: readonly string[];
  /** "residual" (default), "neurons", "attention" or "mlp": which states are drawn. */
  declare site: string | undefined;
  /** How many neighbours UMAP counts as near; defaults to 15, or one less than there are tokens. */
  declare neighbours: number | undefined;
  /** How near each other UMAP may put tokens; defaults to 0.1. */
  declare minDist: number | undefined;
  /** Of UMAP; defaults to 0. */
  declare seed: number | undefined;

  constructor() {
    super();
    this.texts = [];
    this.choices = {method: ["pca", "umap"], without: withoutChoices};
    connectView<ProjectionData>(this, "ecco-projection", readProjection);
  }
}
