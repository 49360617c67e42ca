/** Arrays of a file that no number comes from. */
import {topological} from "../graph/node.ts";
import type {ModelGraph} from "./architecture.ts";

/** What files carry along: positions, masks, frequencies, heads and parts of other questions, second names of one table. */
const expected =
  /(?:^|\.)(?:position_ids|inv_freq|rotary_emb\.\w+|masked_bias|attn\.bias|attention\.bias|embed_tokens\.weight|pooler\.[\w.]+|seq_relationship\.\w+|predictions\.[\w.]+|final_logits_bias|embed_positions\.weights)$|(?:^|\.)(?:vision_tower|vision_model|multi_modal_projector)\./;

/** Returns a sentence about the arrays that are not read; null where none is left that somebody could miss. */
export function unreadArrays(names: Iterable<string>, graph: ModelGraph): string | null {
  const read = new Set(
    topological([graph.logits]).flatMap((node) =>
      node.op === "parameter" ? [node.attributes.name] : []
    )
  );
  const left = [...names].filter((name) => !read.has(name) && !expected.test(name));
  if (left.length === 0) return null;
  const first = left.slice(0, 3).map((name) => name.slice(0, 100));
  const more = left.length > first.length ? ` and ${left.length - first.length} more` : "";
  return `not all of the file is read: nothing here comes from ${first.join(", ")}${more} (config.json names no part of this architecture that has them)`;
}
