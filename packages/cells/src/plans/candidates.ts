import type {CandidatesData} from "@ecco/viz";
import {given} from "../elements/plan.ts";
import type {Plan} from "../elements/plan.ts";
import type {ConnectedCandidates} from "../elements/candidates.ts";

/** The choices of the view's own picker go up to this. */
const most = 20;

export const planCandidates = (host: ConnectedCandidates): Plan<CandidatesData> => ({
  request: () => ({...given({position: host.position}), top: Math.max(most, host.top)}),
  answer: async ({model, prompt}, _request, {signal}) => ({
    ...(await model.candidates(prompt, {
      top: Math.max(most, host.top),
      ...given({position: host.position}),
      signal
    })),
    ...(model.info.kind === "classifier" ? {classes: true} : {})
  }),
  // The whole view is about one position; nothing in it has one of its own.
  outward: () => null
});
