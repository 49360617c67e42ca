import {Score} from "@ecco/viz";
import type {ScoreData} from "@ecco/viz";
import {withoutChoices} from "../questions/without.ts";
import {readScore} from "../recorded/read-score.ts";
import {connected} from "./connected.ts";
import type {PromptInput} from "./conversation.ts";
import type {ModelLike} from "./source.ts";
import {connectView} from "./connect.ts";

/** Shows how probable the model finds each token of a text, live. */
export class ConnectedScore extends Score {
  static override properties = {
    ...Score.properties,
    ...connected,
    continuation: {},
    window: {type: Number},
    stride: {type: Number},
    top: {type: Number}
  };

  declare model: ModelLike | undefined;
  declare backend: string | undefined;
  declare prompt: PromptInput | undefined;
  declare src: string | undefined;
  declare shownPrompt: PromptInput | undefined;
  /** What follows the prompt: it alone is scored. Encoder–decoder models need it: what their decoder writes. */
  declare continuation: string | undefined;
  /** The most tokens read at once; defaults to 1024, or the model's context. */
  declare window: number | undefined;
  /** By how many tokens a window is ahead of the one before; defaults to half a window. */
  declare stride: number | undefined;
  /** How many of the likeliest tokens are kept at each position; defaults to 5. */
  declare top: number | undefined;

  constructor() {
    super();
    this.choices = {without: withoutChoices};
    connectView<ScoreData>(this, "ecco-score", readScore);
  }
}
