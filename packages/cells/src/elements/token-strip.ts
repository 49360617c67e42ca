import {TokenStrip} from "@ecco/viz";
import type {Strip} from "@ecco/viz";
import {readStrip} from "../recorded/read-strip.ts";
import {connected} from "./connected.ts";
import type {PromptInput} from "./conversation.ts";
import type {ModelLike} from "./source.ts";
import {connectView} from "./connect.ts";

/** Shows the prompt as the model reads it, live; with `produce`, also how the model goes on. */
export class ConnectedTokenStrip extends TokenStrip {
  static override properties = {...TokenStrip.properties, ...connected, produce: {type: Number}};

  declare model: ModelLike | undefined;
  declare backend: string | undefined;
  declare prompt: PromptInput | undefined;
  declare src: string | undefined;
  declare shownPrompt: PromptInput | undefined;
  /** How many tokens to produce; defaults to 0. */
  declare produce: number;

  constructor() {
    super();
    this.produce = 0;
    connectView<Strip>(this, "ecco-token-strip", readStrip);
  }
}
