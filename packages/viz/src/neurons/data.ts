/** What the views of neurons draw: plain readonly data, structurally the engine's answers. */
import type {Attribution, Provenance, Token} from "../data.ts";
import type {Taken} from "../view/taken.ts";

/** A neuron: the index of a number behind the activation function of a block's feed-forward layer. */
export interface NeuronName {
  readonly layer: number;
  readonly neuron: number;
}

/** A neuron's part in a factor. */
export interface NeuronWeight extends NeuronName {
  /** 0 to 1: the squares of all a factor's weights sum to 1. */
  readonly weight: number;
  /** −1 for the negative side of its activations. */
  readonly sign: 1 | -1;
  /** Per token, as the model computed them; absent in older records. */
  readonly activations?: readonly number[];
}

/** A neuron with what it did at every token. */
export interface FiredNeuron extends NeuronName {
  readonly activations: readonly number[];
  /** The length of its activations, without negative ones where these were clipped. */
  readonly strength: number;
}

/** Neurons that fire together. */
export interface NeuronFactor {
  /** Per token, at least 0, in the unit of the activations. */
  readonly loadings: readonly number[];
  readonly strength: number;
  /** Those with the largest weights, descending. */
  readonly neurons: readonly NeuronWeight[];
}

/** Neurons whose activations go up and down together. */
export interface NeuronGroup {
  readonly size: number;
  /** Per token: the mean over its neurons. */
  readonly loadings: readonly number[];
  /** Those that fire most. */
  readonly neurons: readonly FiredNeuron[];
}

/** One of the texts: its tokens from start up to end, the last `produced` of them written by the model. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
  readonly produced: number;
}

/** What becomes of negative activations: nothing, their size, or rows of their own. */
type Negative = "clip" | "absolute" | "split";

/** Neurons and their factors. */
export interface NeuronFactors extends Taken {
  /** Of all texts, one after another. */
  readonly tokens: readonly Token[];
  readonly texts: readonly TextRange[];
  /** null where a model has one stack. */
  readonly stack: "encoder" | "decoder" | null;
  readonly layers: readonly number[];
  /** How many neurons were read. */
  readonly neurons: number;
  readonly factors: readonly NeuronFactor[];
  readonly error: number;
  /** What the factors leave out, by what there is. */
  readonly relativeError: number;
  /** The same at the other tokens, where one holds more than half; null where none does, absent in older records. */
  readonly relativeErrorOfOthers?: number | null;
  readonly iterations: number;
  readonly converged: boolean;
  readonly init: string;
  readonly seed: number;
  readonly negative: Negative;
  /** The neurons that fire most, over all tokens. */
  readonly top: readonly FiredNeuron[];
  /** Largest first. */
  readonly groups?: readonly NeuronGroup[];
  /** How many neurons never fired. */
  readonly silent: number;
  readonly provenance: Provenance;
}

/** A token at which a neuron fires, among its neighbours. */
export interface TokenFiring {
  readonly text: number;
  readonly position: number;
  readonly token: Token;
  readonly activation: number;
  readonly context: readonly {readonly token: Token; readonly activation: number}[];
  /** Where the token itself stands in the context. */
  readonly at: number;
}

/** A token of the vocabulary and what a neuron adds to its logit. */
interface PromotedToken {
  readonly id: number;
  readonly text: string | null;
  readonly logit: number;
}

/** What one neuron does. */
export interface TopTokens extends NeuronName {
  /** How many tokens were read. */
  readonly read: number;
  readonly strongest: readonly TokenFiring[];
  readonly weakest: readonly TokenFiring[];
  /** null for models that write nothing. */
  readonly writes: {
    readonly promotes: readonly PromotedToken[];
    readonly suppresses: readonly PromotedToken[];
  } | null;
}

/** Neurons over a text and, where one of them is pinned, what it does. */
export interface NeuronData extends NeuronFactors {
  /** Of the pinned neuron. */
  readonly detail?: TopTokens | undefined;
}

/** An attribution and the factors of the neurons, of the same text. */
export interface SaliencyFactorsData {
  readonly attribution: Attribution;
  readonly factors: NeuronFactors;
}
