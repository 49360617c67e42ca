import {Compare, promptConverter} from "@ecco/viz";
import type {Sides} from "@ecco/viz";
import {readCompare} from "../recorded/read-compare.ts";
import {connected} from "./connected.ts";
import type {PromptInput} from "./conversation.ts";
import type {ModelLike} from "./source.ts";
import {connectView} from "./connect.ts";

const methods = ["deeplift", "integrated-gradients", "input-x-gradient", "occlusion", "saliency"];

/**
 * Shows the prompt beside another one, or as another model reads it, live. Explains the second side's answer against
 * the first's where one model gives both; else the first side's on both.
 */
export class ConnectedCompare extends Compare {
  static override properties = {
    ...Compare.properties,
    ...connected,
    otherPrompt: {attribute: "other-prompt", converter: promptConverter},
    otherModel: {attribute: "other-model"},
    target: {},
    foil: {},
    of: {},
    baseline: {},
    steps: {type: Number}
  };

  declare model: ModelLike | undefined;
  declare backend: string | undefined;
  declare prompt: PromptInput | undefined;
  declare src: string | undefined;
  declare shownPrompt: PromptInput | undefined;
  /** The second side's text or conversation; beside a conversation a text is what the user says last. Defaults to the prompt. */
  declare otherPrompt: PromptInput | undefined;
  /** The model of the second side, by name or address; defaults to the model. */
  declare otherModel: string | undefined;
  /** The token explained on both sides: its exact text (" London") or "#id". */
  declare target: string | undefined;
  /** The token it is contrasted with. */
  declare foil: string | undefined;
  /** logprob (default; with a foil the difference), logit or probability. */
  declare of: string | undefined;
  /** What an absent token is replaced by. */
  declare baseline: string | undefined;
  /** Steps of integrated gradients; defaults to 50. */
  declare steps: number | undefined;

  constructor() {
    super();
    this.choices = {method: methods};
    connectView<Sides>(this, "ecco-compare", readCompare);
  }
}
