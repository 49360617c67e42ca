import {decimal} from "../format.ts";
import type {Fact} from "../view/foot.ts";
import type {Projection, ProjectionLayer} from "./data.ts";

/** Below this ρ the picture is said to tell little of distances. */
const doubtful = 0.3;

/** Returns how far a map can be believed: *last* where only the last tokens of texts are drawn. */
export function mapFacts(
  {method, seed, dimensions, layers}: Projection,
  layer: ProjectionLayer | undefined,
  last: boolean
): readonly Fact[] {
  const {kept} = layer ?? {};
  const facts: Fact[] = [];
  if (kept !== undefined)
    facts.push({
      name: `distance kept (ρ)${last ? ", all tokens" : ""}`,
      value: rho(kept),
      bad: kept !== null && kept < doubtful
    });
  if (seed !== null)
    facts.push({
      name: "seed",
      value: `${seed}; far groups and sizes mean nothing, another seed draws another map`
    });
  if (dimensions > 2) facts.push({name: "dimensions", value: `${dimensions}, two are drawn`});
  if (layers.length > 1)
    facts.push({
      name: "from layer to layer",
      value: method === "pca" ? "axes mirrored to match" : "turned to match"
    });
  return facts;
}

function rho(kept: number | null): string {
  if (kept === null) return "—, all distances are the same or too few";
  if (kept < doubtful) return `${decimal(kept)}: near here is not near there`;
  // What is not 1 shall not read 1.
  return kept > 0.995 && kept < 1 ? "> 0.99" : decimal(kept);
}
