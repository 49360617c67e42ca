import {expect, test} from "vitest";
import {define, elements, Saliency} from "../../packages/viz/src/index.ts";
import {recorded} from "./recorded.ts";

/** What a connected element does: the same view, under the same tag, with more properties. */
class Connected extends Saliency {
  static override properties = {...Saliency.properties, model: {}};
  declare model: string | undefined;
}

test("a tag that is taken stays as it is, the others are registered, twice is once", () => {
  customElements.define("ecco-saliency", Connected);
  define();
  define();
  expect(customElements.get("ecco-saliency")).toBe(Connected);
  expect(customElements.get("ecco-candidates")).toBe(elements["ecco-candidates"]);
});

test("a subclass draws, and its attributes and those of the view work from HTML", async () => {
  document.body.innerHTML = `<ecco-saliency model="atlas" method="occlusion" signed="false" variant="detailed"></ecco-saliency>`;
  const element = document.querySelector<Connected>("ecco-saliency")!;
  element.data = recorded.attributions;
  await element.updateComplete;
  expect([element.model, element.method, element.signed, element.variant]).toEqual([
    "atlas",
    "occlusion",
    false,
    "detailed"
  ]);
  expect(element.renderRoot.querySelectorAll(".col")).toHaveLength(
    recorded.attributions.tokens.length
  );
});
