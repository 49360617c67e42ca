/** Methods that only need a model's outputs: they take tokens out and look at what becomes of the target. */
import type {ModelGraph} from "../../architectures/architecture.ts";
import {UnsupportedError} from "../../errors.ts";
import type {AttributionMethod} from "./results.ts";

export const outputMethods: readonly AttributionMethod[] = [
  "occlusion",
  "shapley",
  "kernel-shap",
  "owen",
  "lime"
];

/** Throws UnsupportedError for a method that needs gradients or inner values, where only outputs can be asked for. */
export function checkMethod({outputsOnly}: ModelGraph, method: AttributionMethod): void {
  if (outputsOnly === undefined || outputMethods.includes(method)) return;
  throw new UnsupportedError(
    `${method}: ${outputsOnly}; of the methods ${outputMethods.join(", ")} need outputs alone`
  );
}
