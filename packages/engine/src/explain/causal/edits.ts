/**
 * The edited forward: at chosen sites the value becomes value · (1 − put) + put · source, where put is 1 at the cells
 * that are replaced. Put and source are fed, so one program serves patching and ablation, whichever cells they want.
 */
import type {ModelGraph} from "../../architectures/architecture.ts";
import {rewrite} from "../../graph/node.ts";
import type {Node} from "../../graph/node.ts";
import {add, constant, input, mul, sub} from "../../graph/ops.ts";

export const rowsName = (site: string): string => `put.${site}`;
export const entriesName = (site: string): string => `put.entries.${site}`;
export const sourceName = (site: string): string => `source.${site}`;

/** Whether whole rows of a site are replaced, or single entries of them: neurons. */
export type Grain = "row" | "entry";

export type Changes = ReadonlyMap<Node, (value: Node) => Node>;

/** Returns the nodes with what some become: each change sees its node with all earlier changes in it. */
export function editNodes(roots: readonly Node[], changes: Changes): Node[] {
  return rewrite(roots, (original, rebuilt) => changes.get(original)?.(rebuilt) ?? rebuilt);
}

/** Returns the changes of sites whose cells may be replaced; a source is one row for the whole batch. */
export function replacements(graph: ModelGraph, sites: readonly string[], grain: Grain): Changes {
  return new Map(
    sites.map((site) => {
      const {node} = graph.sites.get(site)!;
      const {shape} = node;
      const rows = input(rowsName(site), [...shape.slice(0, -1), 1]);
      // Of rows and entries the product: as large as the value itself, it is made where it is used.
      const put =
        grain === "row" ? rows : mul(rows, input(entriesName(site), [shape[0]!, 1, shape.at(-1)!]));
      const source = input(sourceName(site), [1, ...shape.slice(1)]);
      return [node, (value) => add(mul(value, sub(constant(1), put)), mul(put, source))];
    })
  );
}
