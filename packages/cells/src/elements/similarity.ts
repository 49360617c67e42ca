import type {CompareOptions, SimilarityMeasure, SpaceSite} from "@ecco/engine";
import {Similarity} from "@ecco/viz";
import type {ComparisonData} from "@ecco/viz";
import type {OtherModel, RemoteModel} from "../engine/remote-model.ts";
import {withoutChoices, withoutOf} from "../questions/without.ts";
import {readSimilarity} from "../recorded/read-similarity.ts";
import {configure, modelsAddress} from "../settings.ts";
import {connected} from "./connected.ts";
import {Connection} from "./connection.ts";
import type {PromptInput} from "./conversation.ts";
import {texts as textList, words} from "./converters.ts";
import {given} from "./plan.ts";
import type {Plan, Request, Subject, Work} from "./plan.ts";
import type {ModelLike} from "./source.ts";

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
    new Connection<ComparisonData>(this, planFor(this));
  }

  protected override willUpdate(changed: Parameters<Similarity["update"]>[0]): void {
    if (changed.has("others") && this.others.length)
      this.choices = {...this.choices, with: ["", ...this.others]};
    super.willUpdate(changed);
  }
}

/** Returns where the other model lies: beside this one, read by the same backend. */
async function otherOf(model: RemoteModel, name: string): Promise<OtherModel> {
  const {resolve = async (src: string) => src} = configure();
  const {backend = model.info.backend, models = modelsAddress()} = model.source ?? {};
  return {source: {src: await resolve(name, {}), backend, models}};
}

function planFor(host: ConnectedSimilarity): Plan<ComparisonData> {
  const options = (): Omit<CompareOptions, "with"> => {
    const {measure, site, dims, without} = host;
    return given({
      measure: measure as SimilarityMeasure | undefined,
      site: site as SpaceSite | undefined,
      // Other measures keep all directions, and say so.
      dims: measure === "svcca" ? dims : undefined,
      without: withoutOf(without)
    });
  };
  return {
    about: (prompt) => prompt || (host.texts.length ? "" : undefined),
    request: () => ({...options(), ...given({with: host.with || undefined}), texts: host.texts}),
    async answer(
      {model, prompt}: Subject,
      _request: Request,
      {signal, progress}: Work<ComparisonData>
    ): Promise<ComparisonData> {
      const inputs = [...(prompt ? [prompt] : []), ...host.texts];
      const other = host.with ? {with: await otherOf(model, host.with)} : {};
      return model.compare(inputs, {
        ...options(),
        ...other,
        signal,
        progress: (done, total) => progress(done / total)
      });
    },
    outward: () => null,
    inward: () => null,
    read: readSimilarity
  };
}
