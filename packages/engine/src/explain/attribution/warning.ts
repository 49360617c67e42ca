/** When a result whose parts should add up does not, and what to take instead. */
import type {ModelGraph} from "../../architectures/architecture.ts";
import {conserves} from "./conserving.ts";
import {outputMethods} from "./output-methods.ts";
import {misses} from "../sums.ts";
import type {Attribution, AttributionMethod} from "./results.ts";

/** Scores that are so many times what they explain, and cancel, say little of it. */
const ENORMOUS = 100;
/** Below this everything is rounding. */
const NOTHING = 1e-3;

/** What of the same method may help. */
const besides: Partial<Readonly<Record<AttributionMethod, string>>> = {
  "integrated-gradients": ", or more steps (accuracy)",
  "gradient-shap": ", or more samples",
  deeplift: ', or the decomposition "bounded"',
  "deeplift-shap": ', or the decomposition "bounded"'
};

/** Methods that add up on every model, by construction. */
const exact = ["deeplift", "owen", "shapley"] as const satisfies readonly AttributionMethod[];

/** Returns methods whose scores add up on this model, other than this one. */
export function holdingOn(graph: ModelGraph, method?: AttributionMethod): AttributionMethod[] {
  const rules: readonly AttributionMethod[] = conserves(graph) ? ["cp-lrp"] : [];
  const isOpen = (name: AttributionMethod): boolean =>
    graph.outputsOnly === undefined || outputMethods.includes(name);
  return [...exact, ...rules].filter((name) => name !== method && isOpen(name));
}

export interface Sum {
  readonly graph: ModelGraph;
  readonly method: AttributionMethod;
  readonly delta: number | null;
  readonly change: number | null;
  /** Σ |scores|. */
  readonly size: number;
  /** f(x). */
  readonly value: number;
}

const number = (x: number): string => x.toPrecision(3);

/** Returns what speaks against a map whose scores should add up, and do not, or are lost in each other. */
export function warningOf(found: Sum): Attribution["warning"] {
  const {graph, method, delta, change, size, value} = found;
  if (delta === null || change === null) return null;
  const instead = holdingOn(graph, method);
  const advice = `take ${instead.join(", ")}${besides[method] ?? ""}`;
  if (misses(delta, change))
    return {
      message: `not an explanation: the scores add up to ${number(change + delta)}, where they should add up to ${number(change)}; ${advice}`,
      instead
    };
  const explained = Math.max(Math.abs(change), Math.abs(value), NOTHING);
  if (size <= ENORMOUS * explained) return null;
  return {
    message: `not an explanation: scores of ${number(size)} in all cancel to a change of ${number(change)}; ${advice}`,
    instead
  };
}
