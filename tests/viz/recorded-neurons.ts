import type {Attribution, NeuronFactors, TopTokens} from "../../packages/viz/src/index.ts";
import passages from "./data/neuron-passages.json" with {type: "json"};
import neurons from "./data/neurons.json" with {type: "json"};
import saliency from "./data/saliency-factors.json" with {type: "json"};

/** Real results of cloze and atlas about neurons, written by record-neurons.ts. */
export const recordedNeurons = {...passages, ...neurons, ...saliency} as unknown as {
  /** A longer text. */
  readonly passage: NeuronFactors;
  /** Two texts together. */
  readonly texts: NeuronFactors;
  /** One sentence, its neurons in groups. */
  readonly grouped: NeuronFactors;
  /** What a neuron of its first factor does. */
  readonly detail: TopTokens;
  /** A model that writes; negative activations count. */
  readonly firing: NeuronFactors;
  /** What its strongest neuron does. */
  readonly written: TopTokens;
  /** Of the mask in the sentence of `grouped`. */
  readonly attribution: Attribution;
  readonly continued: {readonly attribution: Attribution; readonly factors: NeuronFactors};
};
