import type {ProjectOptions, SpaceLayer, SpaceSite} from "@ecco/engine";
import {positionOfToken, tokenAtPosition} from "@ecco/viz";
import type {ProjectionData} from "@ecco/viz";
import {withoutOf} from "../questions/without.ts";
import {given} from "../elements/plan.ts";
import type {Plan, Request, Subject, Work} from "../elements/plan.ts";
import type {ConnectedProjection} from "../elements/projection.ts";

export function planProjection(host: ConnectedProjection): Plan<ProjectionData> {
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
      shown && tokenAtPosition(shown, position) !== null ? position : null
  };
}
