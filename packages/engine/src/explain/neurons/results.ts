/** What questions about neurons answer. */
import type {Negative} from "../../analysis/nmf/non-negative.ts";
import type {StartName} from "../../analysis/nmf/start.ts";
import type {Provenance, Token} from "../../results.ts";
import type {Dominance, LeftOut} from "../dominance/results.ts";
import type {Without} from "../without.ts";
import type {Stack} from "./options.ts";

/** A neuron: the index of a number behind the activation function of a block's feed-forward layer. */
export interface NeuronName {
  readonly layer: number;
  readonly neuron: number;
}

/** The neuron with the largest share of the squared activations, 0 to 1. */
export interface LargestNeuron extends NeuronName {
  readonly share: number;
}

/** A neuron's part in a factor. */
export interface NeuronWeight extends NeuronName {
  /** 0 to 1: the squares of all a factor's weights sum to 1. */
  readonly weight: number;
  /** −1 for the negative side of its activations, which only "split" reads by itself. */
  readonly sign: 1 | -1;
  /** Per token, as the model computed them. */
  readonly activations: readonly number[];
}

/** A neuron with what it did at every token. */
export interface FiredNeuron extends NeuronName {
  /** Per token, as the model computed them. */
  readonly activations: readonly number[];
  /** The length of its activations, without negative ones where these were clipped, and without tokens left out. */
  readonly strength: number;
}

/** Neurons that fire together. */
export interface NeuronFactor {
  /** Per token, at least 0, in the unit of the activations; 0 where a token is left out. */
  readonly loadings: readonly number[];
  /** The length of the loadings. */
  readonly strength: number;
  /** Those with the largest weights, descending; silent ones are left out. */
  readonly neurons: readonly NeuronWeight[];
}

/** Neurons whose activations go up and down together. */
export interface NeuronGroup {
  /** How many neurons it has. */
  readonly size: number;
  /** Per token: the mean over its neurons, read as the factorisation reads them; 0 where a token is left out. */
  readonly loadings: readonly number[];
  /** Those that fire most. */
  readonly neurons: readonly FiredNeuron[];
}

/** One of the texts: its tokens are those from start up to end, the last `produced` of them written by the model. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
  readonly produced: number;
}

/** Neurons and their factors (`ecco neurons`). */
export interface NeuronFactors {
  /** Of all texts, one after another. */
  readonly tokens: readonly Token[];
  readonly texts: readonly TextRange[];
  /** null where a model has one stack. */
  readonly stack: Stack | null;
  /** Ascending. */
  readonly layers: readonly number[];
  /** How many neurons were read. */
  readonly neurons: number;
  /** By strength, descending. */
  readonly factors: readonly NeuronFactor[];
  /** |X − WH|, Frobenius. */
  readonly error: number;
  /** error / |X|. */
  readonly relativeError: number;
  /** Sweeps of the solver. */
  readonly iterations: number;
  /** Whether it was done before its sweeps ran out. */
  readonly converged: boolean;
  readonly init: StartName;
  readonly seed: number;
  readonly negative: Negative;
  /** The neurons that fire most, over all tokens. */
  readonly top: readonly FiredNeuron[];
  /** Largest first; only where they were asked for. */
  readonly groups?: readonly NeuronGroup[];
  /** How many neurons never fired, and are in no group. */
  readonly silent: number;
  /** What was asked to be left out of factors, groups and strengths; null for nothing. */
  readonly without: Without | null;
  /** The tokens left out by it: they are in `tokens`, and have activations, but no loadings. */
  readonly leftOut: readonly LeftOut[];
  /** What the largest token and neuron hold of the activations that are factorised; null where none fires. */
  readonly dominance: Dominance<LargestNeuron> | null;
  /**
   * The relative error at the other tokens, where one token (or the first or special ones together) holds more than half
   * of the activations; null where none does.
   */
  readonly relativeErrorOfOthers: number | null;
  /** In words: which token, or neuron, holds more than half of the activations, and what to leave out. */
  readonly warnings: readonly string[];
  readonly provenance: Provenance;
}

/** A token at which a neuron fires, among its neighbours. */
export interface TokenFiring {
  /** Index of the text, and the token's position in it. */
  readonly text: number;
  readonly position: number;
  readonly token: Token;
  readonly activation: number;
  /** The token with those before and after it; `at` is its own index. */
  readonly context: readonly {readonly token: Token; readonly activation: number}[];
  readonly at: number;
}

/** A token of the vocabulary and what a neuron adds to its logit. */
export interface PromotedToken {
  readonly id: number;
  readonly text: string | null;
  readonly logit: number;
}

/** What one neuron does over many texts. */
export interface TopTokens extends NeuronName {
  readonly stack: Stack | null;
  /** How many tokens were read and not left out. */
  readonly read: number;
  /** What was asked to be left out; null for nothing. */
  readonly without: Without | null;
  /** The tokens left out by it. */
  readonly leftOut: readonly LeftOut[];
  readonly strongest: readonly TokenFiring[];
  /** Lowest activations first. */
  readonly weakest: readonly TokenFiring[];
  /** What it writes, read through the output head; null for encoders, classifiers and masked models. */
  readonly writes: {
    readonly promotes: readonly PromotedToken[];
    readonly suppresses: readonly PromotedToken[];
  } | null;
  readonly provenance: Provenance;
}
