import type {Attention} from "./data.ts";
import {mostArcs} from "./draw-arcs.ts";
import {allMeans} from "./weights.ts";

export type AttentionLook = "matrix" | "arcs" | "flow";

/** Whether rollout says anything: a decoder's layers also mix in what they take from the encoder. */
export const flows = ({stack}: Pick<Attention, "stack">): boolean =>
  stack === "self" || stack === "encoder";

/** Returns the looks that can be drawn of the data. */
export const looksOf = (data: Attention): readonly AttentionLook[] => [
  "matrix",
  ...(data.keys.length <= mostArcs ? (["arcs"] as const) : []),
  ...(flows(data) && allMeans(data) ? (["flow"] as const) : [])
];
