/** What lenses answer. */
import type {Candidate, Provenance, Token} from "../../results.ts";
import type {LensMode, LensPart, LensStack} from "./options.ts";

export interface LensLayer {
  /** 0-based; "embedding" is what enters block 0. */
  readonly layer: number | "embedding";
  /** In bits. */
  readonly entropy: number;
  /** Kullback–Leibler divergence of this distribution from the last one, Σ p_last log₂(p_last / p), in bits. */
  readonly kl: number;
  readonly top: readonly Candidate[];
  readonly watch: readonly Candidate[];
  /** Logit of the first token less that of the second; null unless a contrast was asked for. */
  readonly contrast: number | null;
}

/** What was read, and how. */
export interface LensReading {
  readonly mode: LensMode;
  readonly part: LensPart;
  readonly stack: LensStack;
  /** The tokens compared. */
  readonly contrast: readonly [Token, Token] | null;
  /** Of the stack that is read. */
  readonly tokens: readonly Token[];
  readonly provenance: Provenance;
}

/** The lens at one position (`ecco lens`). */
export interface Lens extends LensReading {
  readonly position: number;
  readonly layers: readonly LensLayer[];
}

/** The lens at every position: `cells[layer][position]`, rows as in `layers`. */
export interface LensGrid extends LensReading {
  readonly layers: readonly (number | "embedding")[];
  readonly cells: readonly (readonly LensLayer[])[];
}

/** Rank of tokens by layer: of each produced token where it was produced, or of watched tokens at one position. */
export interface Rankings {
  readonly mode: LensMode;
  readonly part: LensPart;
  readonly stack: LensStack;
  readonly kind: "produced" | "watched";
  /** The input, and behind it what was produced. */
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
