import {DirectLogits} from "@ecco/viz";
import type {DirectLogitsData} from "@ecco/viz";
import {readDirectLogits} from "../recorded/read-direct-logits.ts";
import {connected} from "./connected.ts";
import type {PromptInput} from "./conversation.ts";
import type {ModelLike} from "./source.ts";
import {connectView} from "./connect.ts";

/** Shows a logit as the sum of what each part of the model adds to it, live. */
export class ConnectedDirectLogits extends DirectLogits {
  static override properties = {
    ...DirectLogits.properties,
    ...connected,
    target: {},
    foil: {},
    position: {type: Number},
    top: {type: Number}
  };

  declare model: ModelLike | undefined;
  declare backend: string | undefined;
  declare prompt: PromptInput | undefined;
  declare src: string | undefined;
  declare shownPrompt: PromptInput | undefined;
  /** The token whose logit is told: its exact text (" London") or "#id"; defaults to the most probable. */
  declare target: string | undefined;
  /** The token it is compared with: the difference of the two logits is told. */
  declare foil: string | undefined;
  /** Where the logit is read; defaults to the last position (masked models: the first mask). */
  declare position: number | undefined;
  /** How many neurons are told; defaults to 20. */
  declare top: number | undefined;

  constructor() {
    super();
    this.choices = {by: ["layer", "head", "neuron"]};
    connectView<DirectLogitsData>(this, "ecco-direct-logits", readDirectLogits);
  }
}
