import axe from "axe-core";
import {expect} from "vitest";
import {all, mount} from "./mount.ts";
import type {Elements} from "./mount.ts";

/**
 * Mounts a view in a scheme and a width and returns it: axe finds nothing in it, and nothing of it reaches out of its
 * place but what lies in *free*, a selector of what scrolls or floats.
 */
export async function soundAt<K extends keyof Elements>(
  tag: K,
  properties: object,
  {scheme, width, free}: {scheme: "light" | "dark"; width: number; free: string}
): Promise<Elements[K]> {
  document.documentElement.style.colorScheme = scheme;
  const element = await mount(tag, properties, width);
  document.body.style.background = scheme === "dark" ? "#131316" : "#fbfaf8";
  const {violations} = await axe.run("main", {rules: {region: {enabled: false}}});
  expect(
    violations.map(({id, nodes}) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`)
  ).toEqual([]);
  const host = element as unknown as HTMLElement;
  expect(host.scrollWidth).toBeLessThanOrEqual(width);
  const edge = host.getBoundingClientRect().right + 1;
  for (const part of all(element, ".view *:not(.hidden):not(.hidden *)"))
    if (!part.closest(free))
      expect(part.getBoundingClientRect().right, part.className).toBeLessThanOrEqual(edge);
  return element;
}
