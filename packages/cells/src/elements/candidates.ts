import {Candidates} from "@ecco/viz";
import type {CandidatesData} from "@ecco/viz";
import {readCandidates} from "../recorded/read-candidates.ts";
import {connected} from "./connected.ts";
import {Connection} from "./connection.ts";
import type {PromptInput} from "./conversation.ts";
import {given} from "./plan.ts";
import type {Plan} from "./plan.ts";
import type {ModelLike} from "./source.ts";

/** The choices of the view's own picker go up to this. */
const most = 20;

/** Shows what the model would say next, live. */
export class ConnectedCandidates extends Candidates {
  static override properties = {...Candidates.properties, ...connected, position: {type: Number}};

  declare model: ModelLike | undefined;
  declare backend: string | undefined;
  declare prompt: PromptInput | undefined;
  declare src: string | undefined;
  declare shownPrompt: PromptInput | undefined;
  /** Where the distribution is read; defaults to the last position (masked models: the first mask). */
  declare position: number | undefined;

  constructor() {
    super();
    new Connection<CandidatesData>(this, planFor(this));
  }
}

const planFor = (host: ConnectedCandidates): Plan<CandidatesData> => ({
  request: () => ({...given({position: host.position}), top: Math.max(most, host.top)}),
  answer: ({model, prompt}, _request, {signal}) =>
    model.candidates(prompt, {
      top: Math.max(most, host.top),
      ...given({position: host.position}),
      signal
    }),
  // The whole view is about one position; nothing in it has one of its own.
  outward: () => null,
  read: readCandidates
});
