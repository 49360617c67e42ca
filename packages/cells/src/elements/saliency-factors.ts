import {SaliencyFactors} from "@ecco/viz";
import type {SaliencyFactorsData} from "@ecco/viz";
import {neuronsAttributes} from "./neurons-attributes.ts";
import {withoutChoices} from "../questions/without.ts";
import {readSaliencyFactors} from "../recorded/read-saliency-factors.ts";
import {connected} from "./connected.ts";
import type {PromptInput} from "./conversation.ts";
import type {ModelLike} from "./source.ts";
import {connectView} from "./connect.ts";

/** Shows which groups of words carried what the model says next, or fills in, live. */
export class ConnectedSaliencyFactors extends SaliencyFactors {
  static override properties = {
    ...SaliencyFactors.properties,
    ...connected,
    ...neuronsAttributes,
    init: {},
    target: {},
    foil: {},
    steps: {type: Number}
  };

  declare model: ModelLike | undefined;
  declare backend: string | undefined;
  declare prompt: PromptInput | undefined;
  declare src: string | undefined;
  declare shownPrompt: PromptInput | undefined;
  /** The token explained: its exact text (" London") or "#id"; defaults to the most probable. */
  declare target: string | undefined;
  /** The token it is contrasted with: the difference of the two is explained. */
  declare foil: string | undefined;
  /** Steps of integrated gradients; defaults to 50. */
  declare steps: number | undefined;
  /** Whose neurons, in models that have both: only the encoder's tokens are all of the prompt's. */
  declare stack: string | undefined;
  /** How the factorisation begins: "nndsvda" (default), "nndsvd" or "random". */
  declare init: string | undefined;
  /** Of its beginning; defaults to 0. */
  declare seed: number | undefined;
  /** What becomes of negative activations: "clip" (default), "absolute" or "split". */
  declare negative: string | undefined;

  constructor() {
    super();
    this.choices = {
      method: ["deeplift", "integrated-gradients", "input-x-gradient", "occlusion", "saliency"],
      factors: ["2", "3", "4", "6", "8", "10"],
      without: withoutChoices
    };
    connectView<SaliencyFactorsData>(this, "ecco-saliency-factors", readSaliencyFactors);
  }
}
