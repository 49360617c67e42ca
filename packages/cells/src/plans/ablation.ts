import type {AblateOptions, CausalSite, CausalStack, TargetKind} from "@ecco/engine";
import type {AblationData} from "@ecco/viz";
import {offerStacks} from "../elements/places.ts";
import {given} from "../elements/plan.ts";
import type {Plan} from "../elements/plan.ts";
import type {ConnectedAblation} from "../elements/ablation.ts";
import {sitesOf} from "../elements/ablation.ts";

const byHead: ReadonlySet<string> = new Set(["head", "query", "key", "value"]);

const some = <T>(list: readonly T[]): readonly T[] | undefined => (list.length ? list : undefined);

export const planAblation = (host: ConnectedAblation): Plan<AblationData> => {
  const options = (): AblateOptions => {
    const {site, target, foil, position, layers, heads, neurons, samples, draws, seed} = host;
    return given({
      site: site as CausalSite | undefined,
      with: host.with as AblateOptions["with"],
      of: host.of as TargetKind | undefined,
      stack: host.stack as CausalStack | undefined,
      target,
      foil,
      position,
      layers: some(layers),
      // Heads and neurons are of their own sites only; the picker may have gone to another.
      heads: byHead.has(site ?? "head") ? some(heads) : undefined,
      neurons: site === "neuron" ? some(neurons) : undefined,
      samples: some(samples),
      draws,
      seed
    });
  };
  return {
    request: () => ({...options()}),
    answer: ({model, prompt}, _request, {signal, progress}) => {
      offerStacks(host, model, sitesOf(host));
      return model.ablate(prompt, {
        ...options(),
        signal,
        progress: (done, total) => progress(done / total)
      });
    },
    // Units are taken out at all positions.
    outward: () => null,
    part: () => host.writingPart
  };
};
