import type {DirectGrain} from "@ecco/engine";
import type {DirectLogitsData} from "@ecco/viz";
import {given} from "../elements/plan.ts";
import type {Plan} from "../elements/plan.ts";
import type {ConnectedDirectLogits} from "../elements/direct-logits.ts";

export const planDirectLogits = (host: ConnectedDirectLogits): Plan<DirectLogitsData> => {
  const options = (): Readonly<Record<string, unknown>> => {
    const {target, foil, position, top} = host;
    return given({by: host.by as DirectGrain | undefined, target, foil, position, top});
  };
  return {
    request: options,
    answer: ({model, prompt}, _request, {signal}) =>
      model.directLogits(prompt, {...options(), signal}),
    // The whole view is about one position; nothing in it has one of its own.
    outward: () => null,
    part: () => host.writingPart
  };
};
