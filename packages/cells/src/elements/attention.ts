import {Attention} from "@ecco/viz";
import type {AttentionData, HeadChoice} from "@ecco/viz";
import {readAttention} from "../recorded/read-attention.ts";
import {connected} from "./connected.ts";
import type {PromptInput} from "./conversation.ts";
import type {ModelLike} from "./source.ts";
import {connectView} from "./connect.ts";

/**
 * Shows which tokens look at which, live: all layers and heads of a short text; of a long one a figure of every head,
 * and the weights of the layer that is shown.
 */
export class ConnectedAttention extends Attention {
  static override properties = {
    ...Attention.properties,
    ...connected,
    produce: {type: Number}
  };

  declare model: ModelLike | undefined;
  declare backend: string | undefined;
  declare prompt: PromptInput | undefined;
  declare src: string | undefined;
  declare shownPrompt: PromptInput | undefined;
  /** How many tokens to produce first; defaults to 0, for encoder–decoder models to 6. */
  declare produce: number | undefined;

  constructor() {
    super();
    this.choices = {look: ["matrix", "arcs", "flow"]};
    connectView<AttentionData>(this, "ecco-attention", readAttention);
  }

  /** The head that is drawn; undefined while there is none. */
  get drawn(): HeadChoice | undefined {
    return this.data === undefined ? undefined : this.choice(this.data);
  }
}
