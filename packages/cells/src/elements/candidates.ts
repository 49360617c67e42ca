import {Candidates} from "@ecco/viz";
import type {CandidatesData} from "@ecco/viz";
import {readCandidates} from "../recorded/read-candidates.ts";
import {connected} from "./connected.ts";
import type {PromptInput} from "./conversation.ts";
import type {ModelLike} from "./source.ts";
import {connectView} from "./connect.ts";

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
    connectView<CandidatesData>(this, "ecco-candidates", readCandidates);
  }
}
