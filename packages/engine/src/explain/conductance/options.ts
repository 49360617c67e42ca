/** What conductance may be told. */
import type {CommonOptions} from "../../api.ts";
import type {ExplainOptions} from "../attribution/options.ts";
import type {SpaceOptions} from "../spaces/options.ts";

/** Where: the residual stream, neurons, or what attention or the MLP adds; of which layers and stack. */
type Where = Pick<SpaceOptions, "site" | "layers" | "stack">;

type Target = Pick<
  ExplainOptions,
  "target" | "foil" | "of" | "position" | "against" | "expression" | "baseline"
>;

/** Slopes between two points: that of the first (Captum's), or the mean of both. */
export type ConductanceRule = "left" | "trapezoid";

export interface ConductanceOptions extends CommonOptions, Where, Target {
  /** Steps of the way from the baseline, between Gauss–Legendre's points; defaults to 50. */
  readonly steps?: number;
  /** Defaults to "trapezoid". */
  readonly quadrature?: ConductanceRule;
  /** How many units are told, those of the largest share first; defaults to 20. */
  readonly top?: number;
  /** Called as points of the way are done. */
  readonly progress?: (done: number, total: number) => void;
}
