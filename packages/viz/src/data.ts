/** What the views draw: plain readonly data, structurally the engine's results, so neither package imports the other. */

/** One token of an input or an output. */
export interface Token {
  readonly id: number;
  /** Decoded, leading space included; null when the model has no tokenizer. */
  readonly text: string | null;
  /** Which word it belongs to; null for special tokens and where unknown. */
  readonly word: number | null;
  /** Where it lies in the text, in UTF-16 units: [start, end). */
  readonly start: number | null;
  readonly end: number | null;
  readonly special: boolean;
  /** Its bytes, where some of them are no whole character; left out otherwise. */
  readonly bytes?: readonly number[];
  /** Of conversations: index of the message it belongs to, from 0; left out where the template wrote it for no message. */
  readonly turn?: number;
  /** Of conversations: who says that message (user, assistant, system). */
  readonly role?: string;
  /** Of conversations: true where the chat template wrote it, false where it was said; left out in plain texts. */
  readonly template?: boolean;
}

export interface Candidate {
  readonly id: number;
  readonly text: string | null;
  /** 0 to 1. */
  readonly probability: number;
  readonly logit: number;
  /** 1 = most probable. */
  readonly rank: number;
}

export interface Provenance {
  readonly model: string;
  readonly revision: string | null;
  readonly architecture: string;
  readonly backend: string;
  readonly dtype: string;
  readonly ecco: string;
  readonly milliseconds: number;
  readonly forwards: number;
  readonly backwards: number;
  /** What whoever uses the result should know of the method: facts about patents. */
  readonly notices?: readonly string[];
}

export interface Candidates {
  readonly tokens: readonly Token[];
  /** Where the distribution was read, 0-based. */
  readonly position: number;
  readonly top: readonly Candidate[];
  /** In bits. */
  readonly entropy: number;
  readonly vocabulary: number;
  /** Whether a classifier's classes are told apart, not tokens; defaults to false. */
  readonly classes?: boolean;
  readonly provenance: Provenance;
}

/** A token (or a continuation) of a question, and how likely the model finds it; records of before have its name only. */
export interface RankedToken {
  readonly id: number;
  readonly text: string | null;
  /** 0 to 1; of a continuation: of all its tokens together. */
  readonly probability?: number | null;
  /** 1 = most probable; null of a continuation of several tokens. */
  readonly rank?: number | null;
  /** The same word with another space before it, where that is far likelier. */
  readonly likelier?: Omit<RankedToken, "likelier"> | null;
}

export interface AttributionTarget {
  /** null where what is explained is of no token: an entropy, a divergence, an expression. */
  readonly id: number | null;
  readonly text: string | null;
  /** logit, logprob, probability, entropy, kl or expression. */
  readonly of: string;
  readonly value: number;
  /** Of the token, 0 to 1; null for what is of no token; absent in older records, as rank and likelier. */
  readonly probability?: number | null;
  /** 1 = most probable; null of a continuation of several tokens. */
  readonly rank?: number | null;
  /** The same word with another space before it, where that is far likelier. */
  readonly likelier?: Omit<RankedToken, "likelier"> | null;
  readonly foil: RankedToken | null;
  readonly position: number;
}

/** What the answer loses without the tokens a map names first, and with them alone. */
export interface Faithfulness {
  /** High is good. */
  readonly comprehensiveness: number;
  /** Low is good. */
  readonly sufficiency: number;
}

/** How far a map can be trusted. */
export interface Quality extends Faithfulness {
  /** Of random orders. */
  readonly floor: Faithfulness;
  /** Of the best order that could be found; null unless it was asked for, as all that follows. */
  readonly ceiling: Faithfulness | null;
  readonly soft: Faithfulness | null;
  readonly infidelity: number | null;
  readonly sensitivity: number | null;
  /** Rank correlation with other methods' scores, by method. */
  readonly agreement: Readonly<Partial<Record<string, number>>> | null;
}

/** Why a map is not an explanation, and which methods hold instead. */
export interface AttributionWarning {
  readonly message: string;
  readonly instead: readonly string[];
}

/** Tokens that were scored together: a word, a sentence. */
export interface AttributionGroup {
  /** Indices in `tokens`. */
  readonly tokens: readonly number[];
  readonly text: string | null;
  readonly score: number;
}

export interface Attribution {
  readonly method: string;
  readonly target: AttributionTarget;
  /** Encoder tokens first, then the decoder's. */
  readonly tokens: readonly Token[];
  readonly encoderLength: number;
  /** One per token, signed where the method is. */
  readonly scores: readonly number[];
  /** One per token: L2 norm over the embedding. */
  readonly norms: readonly number[];
  /** Where words, sentences or the caller's own groups were scored; null or absent where tokens stand for themselves. */
  readonly groups?: readonly AttributionGroup[] | null;
  /** Standard error of each score, of methods that draw. */
  readonly errors?: readonly number[] | null;
  /** Completeness error; null where the method promises no sum. */
  readonly delta: number | null;
  /** f(input) − f(baseline); null without a baseline. */
  readonly change: number | null;
  readonly warning?: AttributionWarning | null;
  /** What a reader should know beside a warning; absent in older records. */
  readonly notes?: readonly string[];
  /** Where it was asked for. */
  readonly quality?: Quality | null;
  readonly baseline: string | null;
  readonly steps: number | null;
  readonly provenance: Provenance;
}

/** Attributions of a text that continues: one for each produced token, null where it is not known (yet). */
export interface ProducedAttributions {
  /** The prompt (encoder–decoder models: the encoder's tokens). */
  readonly tokens: readonly Token[];
  readonly produced: readonly Token[];
  readonly attributions: readonly (Attribution | null)[];
}

/** The input/output matrix: how much each token counts for every later one. */
export interface AttributionMatrix {
  readonly method: string;
  /** Encoder tokens first, then what the decoder was fed; without a decoder the prompt and what was produced. */
  readonly tokens: readonly Token[];
  readonly encoderLength: number;
  readonly rows: readonly {
    /** The token that is explained. */
    readonly token: Token;
    /** Where it stands in `tokens`. */
    readonly index: number;
    readonly value: number;
    /** Of the tokens before it, as many as there are. */
    readonly scores: readonly number[];
    readonly delta: number | null;
    readonly change: number | null;
    readonly warning?: AttributionWarning | null;
    /** Of the token that is explained; absent in older records, as its rank. */
    readonly probability?: number | null;
    readonly rank?: number | null;
  }[];
  readonly provenance: Provenance;
}

/** Several methods' attributions of one target. */
export interface MethodComparison {
  /** What they are laid over. */
  readonly tokens: readonly Token[];
  readonly methods: readonly {
    readonly method: string;
    /** null while it is being computed, and where it cannot be. */
    readonly attribution: Attribution | null;
    /** Why there is none. */
    readonly error?: string | null;
  }[];
}

export interface LensLayer {
  /** 0-based; "embedding" is what enters block 0. */
  readonly layer: number | "embedding";
  /** In bits. */
  readonly entropy: number;
  /** Of the last layer's distribution from this one, in bits; absent in older records. */
  readonly kl?: number;
  readonly top: readonly Candidate[];
  readonly watch: readonly Candidate[];
  /** Logit of the first token less that of the second; absent in older records, null where none was asked for. */
  readonly contrast?: number | null;
}

/** What of a model was read; absent in older records. */
export interface LensReading {
  /** "residual", or what "attention" or "mlp" of each layer adds. */
  readonly part?: string;
  /** "decoder", "encoder", or "cross": what the decoder's attention to the source adds. */
  readonly stack?: string;
  /** The tokens compared. */
  readonly contrast?: readonly [Token, Token] | null;
}

export interface Lens extends LensReading {
  readonly mode: string;
  readonly tokens: readonly Token[];
  readonly position: number;
  readonly layers: readonly LensLayer[];
  readonly provenance: Provenance;
}

export interface LensGrid extends LensReading {
  readonly mode: string;
  readonly tokens: readonly Token[];
  readonly layers: readonly (number | "embedding")[];
  /** [layer][position]. */
  readonly cells: readonly (readonly LensLayer[])[];
  readonly provenance: Provenance;
}

export interface Rankings {
  readonly mode: string;
  /** What was read; absent in older records. */
  readonly part?: string;
  readonly stack?: string;
  readonly kind: "produced" | "watched";
  readonly tokens: readonly Token[];
  readonly layers: readonly (number | "embedding")[];
  readonly columns: readonly {
    readonly token: Token;
    /** The position that was read: the one before the token's own. */
    readonly position: number;
    /** One per layer, 1 = most probable. */
    readonly ranks: readonly number[];
    readonly probabilities: readonly number[];
  }[];
  readonly provenance: Provenance;
}
