/** What keeps readers from using a view: what axe finds, and text that stands out too little from its ground. */
import axe from "axe-core";
import type {RuleObject} from "axe-core";
import {faintTexts} from "./contrast.ts";

const rules: RuleObject = {
  region: {enabled: false},
  // Measured by faintTexts, for all marks at once: axe looks for what is behind each.
  "color-contrast": {enabled: false}
};

/** Returns the faults of an element in the page's main part. */
export async function faultsOf(element: {
  readonly renderRoot: HTMLElement | DocumentFragment;
}): Promise<readonly string[]> {
  const {violations} = await axe.run("main", {rules});
  return [
    ...violations.map(({id, nodes}) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`),
    ...faintTexts(element.renderRoot)
  ];
}
