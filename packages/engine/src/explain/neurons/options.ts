/** What questions about neurons may be told. */
import type {Negative} from "../../analysis/nmf/non-negative.ts";
import type {StartName} from "../../analysis/nmf/start.ts";
import type {BatchOptions, GenerateOptions} from "../../api.ts";
import type {WithoutOption} from "../without.ts";

/** Where the neurons are, in encoder–decoder models; others have one stack and no name for it. */
export type Stack = "encoder" | "decoder";

export interface NeuronsOptions extends BatchOptions, WithoutOption {
  /** Blocks whose neurons are read, from 0: one, several, or all from one to another, both included; defaults to all. */
  readonly layers?: number | readonly number[] | {readonly from?: number; readonly to?: number};
  /** Encoder–decoder models: defaults to "encoder". */
  readonly stack?: Stack;
  /** How many factors; defaults to 10, or to the number of tokens (or neurons) where there are fewer. */
  readonly factors?: number;
  /** How the factorisation begins; defaults to "nndsvda" (docs/neurons.md). */
  readonly init?: StartName;
  /** Of the start, and of the groups'; defaults to 0. */
  readonly seed?: number;
  /** Ends when a sweep's violation is at most so much of the first's; defaults to 1e-4. */
  readonly tolerance?: number;
  /** Most sweeps; defaults to 200. */
  readonly iterations?: number;
  /** What becomes of negative activations; defaults to "clip": 0. */
  readonly negative?: Negative;
  /** How many neurons are listed, of each factor, of each group and of all; defaults to 10. */
  readonly top?: number;
  /** Groups the neurons by how they fire, too. */
  readonly group?: {readonly clusters: number};
  /** Continues each text first, and reads what was produced too; without it the texts alone. */
  readonly generate?: Omit<GenerateOptions, "signal" | "progress">;
  /** Called after each sweep, with the most there can be. */
  readonly progress?: (done: number, total: number) => void;
}

/** What `without` leaves out still stands among the neighbours. */
export interface TopTokensOptions extends BatchOptions, WithoutOption {
  /** Block of the neuron, from 0. */
  readonly layer: number;
  /** Its index in the block, from 0. */
  readonly neuron: number;
  /** Encoder–decoder models: defaults to "encoder". */
  readonly stack?: Stack;
  /** How many tokens, strongest and weakest; also of the vocabulary. Defaults to 10. */
  readonly top?: number;
  /** How many tokens are shown before and after each; defaults to 5. */
  readonly context?: number;
}
