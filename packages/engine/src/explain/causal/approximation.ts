/**
 * Attribution patching (Nanda 2023; Syed et al. 2023): the whole grid to first order, from one run back:
 * f(corrupt) + (a_clean − a_corrupt) · ∂f/∂a on the corrupt run.
 */
import {backward} from "../../autodiff/backward.ts";
import {gradientRules} from "../../autodiff/gradient.ts";
import type {Node} from "../../graph/node.ts";
import {sharing} from "../attribution/scalar.ts";
import type {Question} from "../session.ts";
import type {Cell} from "./cells.ts";
import {askWith, repeated} from "./reading.ts";
import type {Work} from "./reading.ts";
import type {TwoRuns} from "./two-runs.ts";

/** The gradient of the target at each of the sites. */
function flowQuestion({session: {graph}, subject}: Work, sites: readonly string[]): Question {
  const {key, node} = sharing(subject.scalar);
  return {
    key: `causal:flow:${sites.join()}:${key}`,
    gradient: true,
    outputs: () => {
      const watch = sites.map((site) => graph.sites.get(site)!.node);
      const {watched} = backward([node(graph)], [], gradientRules, {watch});
      return Object.fromEntries(
        sites.map((site, index): [string, Node] => [`flow.${site}`, watched[index]!])
      );
    }
  };
}

/** Returns the approximate target of each cell, site by site. */
export async function approximationOf(
  {work, clean, corrupt}: TwoRuns,
  sites: readonly string[],
  cells: (index: number) => readonly Cell[]
): Promise<number[][]> {
  const flows = await askWith(work, flowQuestion(work, sites), repeated(corrupt.encoded, 1));
  return sites.map((site, index) => {
    const [a, b] = [clean.sites.get(site)!, corrupt.sites.get(site)!];
    const flow = flows.get(`flow.${site}`)!;
    const width = a.shape.at(-1)!;
    return cells(index).map(({places}) => {
      let change = 0;
      for (const place of places)
        for (let at = place * width; at < (place + 1) * width; at++)
          change += (a.data[at]! - b.data[at]!) * flow.data[at]!;
      return corrupt.value + change;
    });
  });
}
