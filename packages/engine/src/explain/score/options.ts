/** How a given text is scored. */
import type {CommonOptions} from "../../api.ts";
import type {InterventionOptions} from "../causal/options.ts";
import type {WithoutOption} from "../without.ts";

export interface ScoreOptions extends CommonOptions, InterventionOptions, WithoutOption {
  /**
   * What follows the input, as a text or ids: then it alone is scored, and the input is what it is predicted from.
   * Encoder–decoder models need it (or `decoderIds`): the input is their encoder's. Masked models have none.
   */
  readonly continuation?: string | readonly number[];
  /** The most tokens read at once; defaults to 1024, or the model's context where that is shorter. */
  readonly window?: number;
  /** By how many tokens a window is ahead of the one before; defaults to half a window. */
  readonly stride?: number;
  /** How many of the likeliest tokens are given at each position; defaults to 5. */
  readonly top?: number;
  /** How many windows (masked models: masked copies) are read at once; defaults to 8, fewer where they are long. */
  readonly rows?: number;
  /** Called as tokens are scored. */
  readonly progress?: (done: number, total: number) => void;
}
