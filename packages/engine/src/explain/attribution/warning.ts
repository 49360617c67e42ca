/** When a map is not an explanation, and what to take instead. */
import type {Found} from "./methods/method.ts";
import type {Attribution, AttributionMethod} from "./results.ts";

/** A delta beyond this share of the change is told. */
const SHARE = 0.1;
/** Scores that are so many times what they explain, and cancel, say little of it. */
const ENORMOUS = 100;
/** Below this everything is rounding. */
const NOTHING = 1e-3;

/** What of the same method may help. */
const besides: Partial<Readonly<Record<AttributionMethod, string>>> = {
  "gradient-shap": ", or more samples",
  deeplift: ', or the decomposition "bounded"',
  "deeplift-shap": ', or the decomposition "bounded"'
};

const instead: Partial<Readonly<Record<AttributionMethod, readonly AttributionMethod[]>>> = {
  "integrated-gradients": ["deeplift", "cp-lrp", "occlusion"],
  "gradient-shap": ["deeplift-shap", "shapley"],
  deeplift: ["shapley", "occlusion"],
  "deeplift-shap": ["shapley", "occlusion"]
};

export interface Sum {
  readonly method: AttributionMethod;
  readonly sum: NonNullable<Found["sum"]>;
  readonly delta: number | null;
  readonly change: number | null;
  /** Σ |scores|. */
  readonly size: number;
  /** f(x). */
  readonly value: number;
}

/** Returns what speaks against a map whose scores should add up, and do not, or are lost in each other. */
export function warningOf({method, delta, change, size, value}: Sum): Attribution["warning"] {
  const better = instead[method];
  if (!better || delta === null || change === null) return null;
  const number = (x: number): string => x.toPrecision(3);
  const advice = `take ${better.join(", ")}${besides[method] ?? ""}`;
  const missed = Math.abs(delta);
  if (!(missed <= Math.max(SHARE * Math.abs(change), NOTHING)))
    return {
      message: `not an explanation: the scores add up to ${number(change + delta)}, the target changed by ${number(change)}; ${advice}`,
      instead: better
    };
  const explained = Math.max(Math.abs(change), Math.abs(value), NOTHING);
  if (size <= ENORMOUS * explained) return null;
  return {
    message: `not an explanation: scores of ${number(size)} in all cancel to a change of ${number(change)}; ${advice}`,
    instead: better
  };
}
