/** Layer-wise relevance propagation: x times what flows back by its rules (docs/methods.md). */
import {note} from "../../session.ts";
import {relevance} from "../rules.ts";
import type {Rules} from "../rules.ts";
import type {AttributionMethod} from "../results.ts";
import type {Method, Settings} from "./method.ts";
import {product, rowsIn} from "./rows.ts";

const names: ReadonlySet<AttributionMethod> = new Set(["lrp", "attn-lrp", "cp-lrp"]);

/** Whether a method passes relevance on, which a softmax does not keep. */
export const isRelevance = (method: AttributionMethod): boolean => names.has(method);

/** Said with every result (the authors of a widely used implementation say it of theirs). */
export const patentNotice =
  "layer-wise relevance propagation: the README of LRP-eXplains-Transformers (lxt) says the method is patented and free for personal and scientific use; the licence of Ecco grants no rights in patents of others";

const propagated =
  (rulesOf: (settings: Settings) => Rules): Method =>
  async ({target, settings, inside}) => {
    note(inside.meter, [patentNotice]);
    const [found] = await target.walks(rulesOf(settings), [{rows: target.embeddings}]);
    return {
      value: found!.value,
      rows: rowsIn(product(found!.flow, target.embeddings), target.width),
      // Of a span, what the tokens that were fed of it take is theirs.
      change: found!.value - found!.rest,
      sum: "expected"
    };
  };

/** Achtibat et al. 2024, §3.3. */
export const attnLrp: Method = propagated(() => relevance({}));
/** Ali et al. 2022, §3: patterns are constants. */
export const cpLrp: Method = propagated(() => relevance({constantPatterns: true}));

/** Bach et al. 2015; ε, γ and α1β0 of linear layers as Montavon et al. 2019, §10.2, patterns as constants. */
export const lrp: Method = propagated(({rule, epsilon, gamma}) =>
  relevance({
    constantPatterns: true,
    linear: {
      epsilon: {rule: "epsilon", epsilon} as const,
      gamma: {rule: "gamma", gamma} as const,
      "alpha1-beta0": {rule: "alpha1-beta0"} as const
    }[rule]
  })
);
