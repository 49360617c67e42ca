import type {
  Attribution,
  AttributionMatrix,
  MethodComparison
} from "../../packages/viz/src/data.ts";
import matrices from "./data/attribution-matrix.json" with {type: "json"};
import methods from "./data/methods.json" with {type: "json"};
import saliency from "./data/saliency.json" with {type: "json"};

/** Real results of atlas and critic, written by record-attributions.ts. */
export const attributions = {saliency, matrices, methods} as unknown as {
  readonly saliency: Readonly<
    Record<"measured" | "drawn" | "words" | "warned" | "relevance" | "review", Attribution>
  >;
  readonly matrices: Readonly<Record<"produced" | "all" | "answer" | "warned", AttributionMatrix>>;
  readonly methods: MethodComparison;
};
