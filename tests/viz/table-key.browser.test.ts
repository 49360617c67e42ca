import {expect, test} from "vitest";
import {mount, settled} from "./mount.ts";
import {chapters} from "./pictures/chapters.ts";

const wholes = chapters.flatMap(({pictures}) => pictures.filter(({states}) => states));

test("T leads to the table and back to the mark, in every view with marks: the focus is never lost", async () => {
  const lost: string[] = [];
  let tried = 0;
  for (const {tag, properties, name} of wholes) {
    const view = await mount(tag, {...properties, state: "live", table: false});
    const root = view.renderRoot as ShadowRoot;
    const mark = root.querySelector<HTMLElement>('.body [data-row][tabindex="0"]');
    mark?.focus();
    if (!mark || root.activeElement !== mark) continue;
    tried++;
    for (const table of [true, false, true, false]) {
      root.activeElement?.dispatchEvent(
        new KeyboardEvent("keydown", {key: "t", bubbles: true, composed: true, cancelable: true})
      );
      await settled(view);
      const {activeElement} = root;
      const fits = table ? activeElement?.matches(".scroll") : activeElement?.matches("[data-row]");
      if (!fits || (view as unknown as {table: boolean}).table !== table)
        lost.push(`${tag} ${name}: ${table ? "table" : "picture"}`);
    }
  }
  expect(lost).toEqual([]);
  expect(tried).toBeGreaterThan(10);
});
