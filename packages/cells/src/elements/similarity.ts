import type {SimilarityMeasure} from "@ecco/engine";
import {Similarity} from "@ecco/viz";
import type {ComparisonData} from "@ecco/viz";
import {withoutChoices} from "../questions/without.ts";
import {readSimilarity} from "../recorded/read-similarity.ts";
import {connected} from "./connected.ts";
import type {PromptInput} from "./conversation.ts";
import {texts as textList, words} from "./converters.ts";
import type {ModelLike} from "./source.ts";
import {connectView, offer} from "./connect.ts";

const measures: readonly SimilarityMeasure[] = [
  "cka",
  "cka-rbf",
  "cka-debiased",
  "cca",
  "svcca",
  "pwcca"
];

/** Shows how alike the states of layers are on the prompt and other texts, live; of two models with `with`. */
export class ConnectedSimilarity extends Similarity {
  static override properties = {
    ...Similarity.properties,
    ...connected,
    texts: {converter: textList},
    others: {converter: words},
    site: {},
    dims: {type: Number}
  };

  declare model: ModelLike | undefined;
  declare backend: string | undefined;
  declare prompt: PromptInput | undefined;
  declare src: string | undefined;
  declare shownPrompt: PromptInput | undefined;
  /** Texts that are read beside the prompt, between bars: more words say more. */
  declare texts: readonly string[];
  /** Names of models to choose from, beside the model itself. */
  declare others: readonly string[];
  /** "residual" (default), "neurons", "attention" or "mlp": which states are compared. */
  declare site: string | undefined;
  /** Directions that svcca keeps; defaults to 20, or as many as there are. */
  declare dims: number | undefined;

  constructor() {
    super();
    this.texts = this.others = [];
    this.choices = {measure: measures, without: withoutChoices};
    connectView<ComparisonData>(this, "ecco-similarity", readSimilarity);
  }

  protected override willUpdate(changed: Parameters<Similarity["update"]>[0]): void {
    if (changed.has("others") && this.others.length) offer(this, {with: ["", ...this.others]});
    super.willUpdate(changed);
  }
}
