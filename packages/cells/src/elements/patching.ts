import {Patching, promptConverter} from "@ecco/viz";
import type {PatchingData} from "@ecco/viz";
import {readPatching} from "../recorded/read-patching.ts";
import {connected} from "./connected.ts";
import type {PromptInput} from "./conversation.ts";
import type {ModelLike} from "./source.ts";
import {connectView} from "./connect.ts";

export const sites = ["residual", "attention", "mlp", "head", "query", "key", "value"];

/**
 * Shows which inner values carry an answer, live: values of the clean text, which is the prompt, are put into the run of
 * a corrupt one. One run a place: there is a bar, and Stop.
 */
export class ConnectedPatching extends Patching {
  static override properties = {
    ...Patching.properties,
    ...connected,
    clean: {noAccessor: true, converter: promptConverter},
    corrupt: {converter: promptConverter},
    target: {},
    foil: {},
    of: {},
    position: {type: Number}
  };

  declare model: ModelLike | undefined;
  declare backend: string | undefined;
  declare prompt: PromptInput | undefined;
  declare src: string | undefined;
  declare shownPrompt: PromptInput | undefined;
  /** The text or conversation whose run the clean values are put into; of as many tokens as the clean one. Beside a conversation a text is what the user says last. */
  declare corrupt: PromptInput | undefined;
  /** The token that is asked about: its exact text (" London") or "#id"; defaults to the clean run's most probable. */
  declare target: string | undefined;
  /** The token it is compared with: the difference of the two is told. */
  declare foil: string | undefined;
  /** "logprob" (default; with a foil the difference), "logit" or "probability". */
  declare of: string | undefined;
  /** Where the target is read; defaults to the last position (masked models: the first mask). */
  declare position: number | undefined;

  constructor() {
    super();
    this.choices = {site: sites};
    connectView<PatchingData>(this, "ecco-patching", readPatching);
  }

  /** The clean text or conversation: another name of `prompt`; defaults to the group's. */
  get clean(): PromptInput | undefined {
    return this.prompt;
  }

  set clean(text: PromptInput | undefined) {
    this.prompt = text;
  }
}
