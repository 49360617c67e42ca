import {Alike, promptConverter} from "@ecco/viz";
import type {AlikeData} from "@ecco/viz";
import {readAlike} from "../recorded/read-alike.ts";
import {connected} from "./connected.ts";
import type {PromptInput} from "./conversation.ts";
import type {ModelLike} from "./source.ts";
import {connectView} from "./connect.ts";

/** Shows which words make the prompt and another text alike by the vectors the model gives them, live. */
export class ConnectedAlike extends Alike {
  static override properties = {
    ...Alike.properties,
    ...connected,
    otherPrompt: {attribute: "other-prompt", converter: promptConverter},
    baseline: {},
    steps: {type: Number},
    pooling: {},
    promptName: {attribute: "prompt-name"}
  };

  declare model: ModelLike | undefined;
  declare backend: string | undefined;
  declare prompt: PromptInput | undefined;
  declare src: string | undefined;
  declare shownPrompt: PromptInput | undefined;
  /** The second text. */
  declare otherPrompt: PromptInput | undefined;
  /** What an absent token is in integrated gradients: "zero", "mean", "pad", "mask" or a token. */
  declare baseline: string | undefined;
  /** Steps of integrated gradients; defaults to 50. */
  declare steps: number | undefined;
  /** How the tokens' states become one vector: "mean", "cls", "lasttoken", …; defaults to what the model says. */
  declare pooling: string | undefined;
  /** The name of one of the model's own prompts, written before each text: "query". */
  declare promptName: string | undefined;

  constructor() {
    super();
    this.choices = {
      method: ["occlusion", "integrated-gradients"],
      unit: ["word", "token", "sentence"]
    };
    connectView<AlikeData>(this, "ecco-alike", readAlike);
  }
}
