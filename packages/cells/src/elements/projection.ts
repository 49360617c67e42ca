import type {ProjectOptions, SpaceLayer, SpaceSite} from "@ecco/engine";
import {positionOfToken, Projection, tokenAtPosition} from "@ecco/viz";
import type {ProjectionData} from "@ecco/viz";
import {withoutChoices, withoutOf} from "../questions/without.ts";
import {readProjection} from "../recorded/read-projection.ts";
import {connected} from "./connected.ts";
import {Connection} from "./connection.ts";
import type {PromptInput} from "./conversation.ts";
import {texts as textList} from "./converters.ts";
import {given} from "./plan.ts";
import type {Plan, Request, Subject, Work} from "./plan.ts";
import type {ModelLike} from "./source.ts";

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
    new Connection<ProjectionData>(this, planFor(this));
  }
}

function planFor(host: ConnectedProjection): Plan<ProjectionData> {
  const drawsAll = (): boolean => host.method !== "umap";
  const options = (): ProjectOptions => {
    const {site, neighbours, minDist, seed, without} = host;
    const common = given({
      site: site as SpaceSite | undefined,
      without: withoutOf(without),
      points: host.points as ProjectOptions["points"]
    });
    return drawsAll() ? common : {...common, method: "umap", ...given({neighbours, minDist, seed})};
  };
  const layersOf = (layers: number): readonly SpaceLayer[] => [
    ...(host.site === undefined || host.site === "residual" ? ["embedding" as const] : []),
    ...Array.from({length: layers}, (_, at) => at)
  ];
  return {
    about: (prompt) => prompt || (host.texts.length ? "" : undefined),
    request: () => ({
      ...options(),
      texts: host.texts,
      // A map of another layer is at hand by PCA, and another run by UMAP.
      ...(drawsAll() ? {} : given({layer: host.layer}))
    }),
    async answer(
      {model, prompt}: Subject,
      _request: Request,
      {signal, progress}: Work<ProjectionData>
    ): Promise<ProjectionData> {
      const all = layersOf(model.info.layers);
      const layer = all.find((one) => String(one) === String(host.layer)) ?? all.at(-1)!;
      host.choices = {...host.choices, layer: all.map(String)};
      return model.project([...(prompt ? [prompt] : []), ...host.texts], {
        ...options(),
        ...(drawsAll() ? {} : {layers: [layer]}),
        signal,
        progress: (done, total) => progress(done / total)
      });
    },
    // The view itself knows positions of the first text, not the tokens it draws.
    selection: (shown) =>
      host.value !== null && shown ? positionOfToken(shown, host.value) : null,
    inward: (position, shown) =>
      shown && tokenAtPosition(shown, position) !== null ? position : null,
    read: readProjection
  };
}
