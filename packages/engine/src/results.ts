/** What the engine answers: plain readonly data, the same objects `ecco … --json` prints. */

/** One token of an input or an output. */
export interface Token {
  /** Index in the vocabulary. */
  readonly id: number;
  /** The text it stands for, decoded, leading space included; null when the model has no tokenizer. */
  readonly text: string | null;
  /** Which word it belongs to, counted from 0 by the text's own boundaries; null for special tokens. */
  readonly word: number | null;
  /** Where it lies in the text, in UTF-16 units: [start, end); both null for special tokens. */
  readonly start: number | null;
  readonly end: number | null;
  /** Whether it was added by the tokenizer's template or is a control token. */
  readonly special: boolean;
  /** Its bytes, where some of them are no whole character (U+FFFD in the text); left out otherwise. */
  readonly bytes?: readonly number[];
  /**
   * Of conversations: which message it belongs to, from 0, what the template writes around it included; the answer to
   * come has the number behind the last message's. Left out where the template wrote it for no message, and in plain texts.
   */
  readonly turn?: number;
  /** Of conversations: who says that message (user, assistant, system); left out where `turn` is. */
  readonly role?: string;
  /** Of conversations: true where the chat template wrote it, false where it was said; left out in plain texts. */
  readonly template?: boolean;
}

/** A possible next token. */
export interface Candidate {
  readonly id: number;
  readonly text: string | null;
  /** Softmax probability, 0 to 1. */
  readonly probability: number;
  readonly logit: number;
  /** 1 = most probable. */
  readonly rank: number;
}

/** Where a result came from and what it cost. */
export interface Provenance {
  readonly model: string;
  readonly revision: string | null;
  /** `model_type` of the config: gpt2, llama, bert, t5. */
  readonly architecture: string;
  readonly backend: BackendName;
  readonly dtype: string;
  /** Version of Ecco. */
  readonly ecco: string;
  readonly milliseconds: number;
  /** How many prompts went forward (rows of a batch count each). */
  readonly forwards: number;
  readonly backwards: number;
  /** What whoever uses this result should know of the method: facts about patents. */
  readonly notices?: readonly string[];
}

export type BackendName = "reference" | "webgpu" | "onnx";

export interface Tokenization {
  readonly tokens: readonly Token[];
}

/** The distribution over what comes next (or fills a mask) at one position. */
export interface Candidates {
  readonly tokens: readonly Token[];
  /** The position the distribution was read at, 0-based; of the decoder for encoder–decoder models. */
  readonly position: number;
  readonly top: readonly Candidate[];
  /** In bits. */
  readonly entropy: number;
  readonly vocabulary: number;
  readonly provenance: Provenance;
}

export interface GenerationStep {
  readonly token: Token;
  readonly probability: number;
  readonly candidates: readonly Candidate[];
  /** In bits. */
  readonly entropy: number;
  /** The position that was filled, for masked models. */
  readonly position: number;
  /** Where it was drawn: its probability under what it was drawn from. */
  readonly sampled?: number;
}

/** Why a text is over: the end token, a text that was to stop it, as many tokens as asked for, or no room for more. */
export interface Stopped {
  readonly reason: "end" | "stop" | "length" | "context";
  /** The text that stopped it. */
  readonly text?: string;
}

/** A token that beam search has looked at. */
export interface BeamNode {
  /** Index in the tree. */
  readonly id: number;
  /** The node before it; null for the first token. */
  readonly parent: number | null;
  readonly token: number;
  /** What it stands for; null without tokenizer. */
  readonly text: string | null;
  /** Of this token alone, 0 to 1, by the model's own distribution. */
  readonly probability: number;
  /** Of all tokens up to this one, natural logarithm; a repetition penalty is in it. */
  readonly logprob: number;
  /** Which produced token it is, from 0. */
  readonly step: number;
  /** Whether it was among the beams. */
  readonly kept: boolean;
  /** Whether it ends its beam. */
  readonly finished: boolean;
}

export interface Generation {
  /** The input. */
  readonly tokens: readonly Token[];
  /** What was produced, one entry a token (or a mask). */
  readonly steps: readonly GenerationStep[];
  /** The produced text (masked models: the text with its masks filled); null without tokenizer. */
  readonly text: string | null;
  readonly stopped: Stopped;
  /** What the draws followed from; null where nothing was drawn. */
  readonly seed: number | null;
  /** What beam search looked at, and in it the last token of what is returned; absent without beams. */
  readonly tree?: readonly BeamNode[];
  readonly leaf?: number;
  readonly provenance: Provenance;
}
