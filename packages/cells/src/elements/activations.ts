import {Activations} from "@ecco/viz";
import type {NeuronData, NeuronName} from "@ecco/viz";
import {neuronsAttributes} from "./neurons-attributes.ts";
import {withoutChoices} from "../questions/without.ts";
import {readNeurons} from "../recorded/read-neurons.ts";
import {connected} from "./connected.ts";
import type {PromptInput} from "./conversation.ts";
import {texts} from "./converters.ts";
import type {ModelLike} from "./source.ts";
import {connectView} from "./connect.ts";

/** Shows what the neurons that fire most do at each word of a prompt, live; of a pinned one, what makes it fire. */
export class ConnectedActivations extends Activations {
  static override properties = {
    ...Activations.properties,
    ...connected,
    ...neuronsAttributes,
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
  /** Of the groups; defaults to 0. */
  declare seed: number | undefined;
  /** "clip" (default) draws negative activations as 0; "absolute" and "split" with their sign. */
  declare negative: string | undefined;
  /** How many tokens the model writes first, to be read too; defaults to none. */
  declare produce: number | undefined;
  /** How many neurons are told, of each group or of all; defaults to 5 and 14. */
  declare top: number | undefined;
  /** More texts, read together with the prompt; as an attribute between bars. */
  declare texts: readonly string[];

  constructor() {
    super();
    this.groups = 3;
    this.texts = [];
    this.choices = {groups: ["0", "2", "3", "4", "6", "8"], without: withoutChoices};
    connectView<NeuronData>(this, "ecco-activations", readNeurons);
  }

  /** The neuron that the reader has pinned. */
  get neuron(): NeuronName | undefined {
    const {value} = this;
    return value ? {layer: value.layer, neuron: value.neuron} : undefined;
  }

  /** The position that the reader has pinned. */
  get position(): number | null {
    return this.value?.position ?? null;
  }
}
