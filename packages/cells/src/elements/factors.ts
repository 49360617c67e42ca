import {Factors} from "@ecco/viz";
import type {NeuronData, NeuronName} from "@ecco/viz";
import {neuronsAttributes} from "./neurons-attributes.ts";
import {withoutChoices} from "../questions/without.ts";
import {readNeurons} from "../recorded/read-neurons.ts";
import {connected} from "./connected.ts";
import type {PromptInput} from "./conversation.ts";
import {texts} from "./converters.ts";
import type {ModelLike} from "./source.ts";
import {connectView} from "./connect.ts";

/** Shows which neurons fire together at the words of a prompt, live. */
export class ConnectedFactors extends Factors {
  static override properties = {
    ...Factors.properties,
    ...connected,
    ...neuronsAttributes,
    init: {},
    produce: {type: Number},
    top: {type: Number},
    texts: {converter: texts}
  };

  declare model: ModelLike | undefined;
  declare backend: string | undefined;
  declare prompt: PromptInput | undefined;
  declare src: string | undefined;
  declare shownPrompt: PromptInput | undefined;
  /** "encoder" (default) or "decoder", in models that have both. */
  declare stack: string | undefined;
  /** How the factorisation begins: "nndsvda" (default), "nndsvd" or "random". */
  declare init: string | undefined;
  /** Of its beginning; defaults to 0. */
  declare seed: number | undefined;
  /** What becomes of negative activations: "clip" (default), "absolute" or "split". */
  declare negative: string | undefined;
  /** How many tokens the model writes first, to be read too; defaults to none. */
  declare produce: number | undefined;
  /** How many neurons of each factor are told; defaults to 5. */
  declare top: number;
  /** More texts, factorised together with the prompt; as an attribute between bars. */
  declare texts: readonly string[];

  constructor() {
    super();
    this.top = 5;
    this.texts = [];
    this.choices = {
      factors: ["2", "3", "4", "6", "8", "10", "12", "16"],
      without: withoutChoices
    };
    connectView<NeuronData>(this, "ecco-factors", readNeurons);
  }

  /** The neuron that the reader has pinned. */
  get neuron(): NeuronName | undefined {
    return this.value && "neuron" in this.value ? this.value.neuron : undefined;
  }

  /** The position that the reader has pinned. */
  get position(): number | null {
    return this.value && "position" in this.value ? this.value.position : null;
  }
}
