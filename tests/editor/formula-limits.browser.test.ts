/** What formulas of a stranger's notebook may take. */
import {completeMarkdown, markdownToHtml} from "@ecco/runtime/preview";
import {expect, test} from "vitest";
import {formulaLimits} from "../../apps/editor/src/frame/preview/formula-limits.ts";
import {eventually} from "../eventually.ts";

const raw = String.raw;
function drawn(text: string): HTMLElement {
  const root = document.createElement("div");
  root.innerHTML = markdownToHtml(text);
  completeMarkdown(root, formulaLimits);
  return root;
}

test("formulas that are long, or whose macros write too much, stay text; the others are set, until all have taken too long", async () => {
  const many = raw`\def\a{${"x".repeat(900)}}${raw`\a`.repeat(40)}`;
  const root = drawn(`$x$ $${many}$ $${"y".repeat(2001)}$ $\\frac{1$ $\\rule{500em}{500em}$`);
  await eventually(() => expect(root.querySelectorAll("math")).toHaveLength(2));
  const texts = [...root.querySelectorAll(".math")].map((each) => each.innerHTML);
  expect(texts[1]).toBe(many);
  expect(texts[2]).toBe("y".repeat(2001));
  expect(texts[3]).toContain("The formula cannot be read");
  expect(texts[4]).toContain("20em");
  expect(texts[4]).not.toContain("500em;");
  formulaLimits.took(3001);
  const last = drawn("$e$");
  expect(last.querySelector("math")).toBeNull();
});
