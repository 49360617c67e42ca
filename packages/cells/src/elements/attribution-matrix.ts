import type {AttributionMethod} from "@ecco/engine";
import {AttributionMatrix, methodFamilies} from "@ecco/viz";
import type {AttributionMatrixData} from "@ecco/viz";
import {readAttributionMatrix} from "../recorded/read-attribution-matrix.ts";
import {connected} from "./connected.ts";
import type {PromptInput} from "./conversation.ts";
import type {ModelLike} from "./source.ts";
import {connectView} from "./connect.ts";

/** Every method of the engine, by what it does. */
const methods: readonly AttributionMethod[] = Object.values(methodFamilies).flat();

/**
 * Shows how much each token counts for every later one, live: the tokens the model produces, or those of the prompt,
 * explained by what stands before them. One explanation a row: there is a bar, and Stop.
 */
export class ConnectedAttributionMatrix extends AttributionMatrix {
  static override properties = {
    ...AttributionMatrix.properties,
    ...connected,
    steps: {type: Number},
    produce: {type: Number},
    continuation: {},
    which: {}
  };

  declare model: ModelLike | undefined;
  declare backend: string | undefined;
  declare prompt: PromptInput | undefined;
  declare src: string | undefined;
  declare shownPrompt: PromptInput | undefined;
  /** Steps of integrated gradients; defaults to 50. */
  declare steps: number | undefined;
  /** How many tokens to produce and explain; defaults to 6. */
  declare produce: number;
  /** What is explained instead of what the model would say: the text that follows. */
  declare continuation: string | undefined;
  /** "produced" (default), "prompt" (its own tokens, causal models), or "all". */
  declare which: string | undefined;

  constructor() {
    super();
    this.produce = 6;
    this.choices = {method: methods};
    connectView<AttributionMatrixData>(this, "ecco-attribution-matrix", readAttributionMatrix);
  }
}
