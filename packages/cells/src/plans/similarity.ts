import type {CompareOptions, SimilarityMeasure, SpaceSite} from "@ecco/engine";
import type {ComparisonData} from "@ecco/viz";
import type {OtherModel, RemoteModel} from "../engine/remote-model.ts";
import {withoutOf} from "../questions/without.ts";
import {configure, modelsAddress} from "../settings.ts";
import {given} from "../elements/plan.ts";
import type {Plan, Request, Subject, Work} from "../elements/plan.ts";
import type {ConnectedSimilarity} from "../elements/similarity.ts";

/** Returns where the other model lies: beside this one, read by the same backend. */
async function otherOf(model: RemoteModel, name: string): Promise<OtherModel> {
  const {resolve = async (src: string) => src} = configure();
  const {backend = model.info.backend, models = modelsAddress()} = model.source ?? {};
  return {source: {src: await resolve(name, {}), backend, models}};
}

export function planSimilarity(host: ConnectedSimilarity): Plan<ComparisonData> {
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
    inward: () => null
  };
}
