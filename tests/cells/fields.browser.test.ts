/** Fields inside connected elements, as tests/viz/fields has it of the pure ones. */
import {elements} from "@ecco/viz";
import {expect, test} from "vitest";
import {show} from "./page.ts";

test("connected elements keep the events of their fields to themselves", () => {
  const tags = Object.keys(elements);
  const main = show(tags.map((tag) => `<${tag}></${tag}>`).join(""));
  const left: string[] = [];
  for (const tag of tags) {
    const element = main.querySelector(tag)!;
    expect(element.constructor).not.toBe(elements[tag as keyof typeof elements]);
    const field = element.shadowRoot!.appendChild(document.createElement("input"));
    for (const type of ["input", "change"]) {
      const hear = (): void => void left.push(`${type} of ${tag}`);
      element.addEventListener(type, hear);
      field.dispatchEvent(new Event(type, {bubbles: true, composed: true}));
      element.removeEventListener(type, hear);
    }
  }
  expect(left).toEqual([]);
});
