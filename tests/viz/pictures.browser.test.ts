import axe from "axe-core";
import {afterEach, beforeAll, describe, expect, test} from "vitest";
import {define} from "../../packages/viz/src/index.ts";
import type {View} from "../../packages/viz/src/index.ts";
import {faintTexts} from "./contrast.ts";
import {all, one, press, settled} from "./mount.ts";
import {chapters} from "./pictures/chapters.ts";
import {statesOf} from "./pictures/picture.ts";
import type {Picture} from "./pictures/picture.ts";
import {snapshotOf} from "./snapshot.ts";

type Any = View<unknown, unknown> & HTMLElement;

define();

const wide = 800;
const phone = 360;

/** Waits for all at once: each would wait for frames of its own. */
async function allSettled(elements: readonly Any[]): Promise<void> {
  for (const element of elements) await element.updateComplete;
  await settled(elements.at(-1)!);
  for (const element of elements) await element.updateComplete;
}

async function put(pictures: readonly Picture[], width: number): Promise<readonly Any[]> {
  const main = document.createElement("main");
  main.style.cssText = `width:${width}px`;
  const elements = pictures.map(({tag, properties}) => {
    const element = Object.assign(document.createElement(tag), properties) as unknown as Any;
    main.append(element);
    return element;
  });
  document.body.replaceChildren(main);
  await allSettled(elements);
  // Until a run is told of.
  if (pictures.some(({properties}) => properties["state"] === "running"))
    await new Promise((resolve) => setTimeout(resolve, 170));
  return elements;
}

const root = (element: Any): Element => one(element, ".view");
const pictureOf = (element: Any): string => snapshotOf(one(element, ".picture"));
/** A table is told by its head and its first rows: the rest is held against the picture. */
const brief = (element: Element): boolean =>
  element.localName === "tr" && element.parentElement?.localName === "tbody"
    ? [...element.parentElement.children].indexOf(element) > 2
    : false;

function sound(element: Any, name: string): void {
  const said = `${root(element).textContent} ${all(element, "[aria-label]")
    .map(({ariaLabel}) => ariaLabel)
    .join(" ")}`;
  expect.soft(said, name).not.toMatch(/NaN|undefined|Infinity|\[object|\bnull\b/);
  const {right} = element.getBoundingClientRect();
  const out = all(element, ".view *:not(.hidden):not(.hidden *)").filter(
    (part) =>
      part.getBoundingClientRect().right > right + 1 && !part.closest(".scroll, svg, .ch, .tx, .c")
  );
  expect
    .soft(
      out.map(({className}) => className),
      `${name}: parts that reach out`
    )
    .toEqual([]);
  const {scrollWidth, clientWidth} = root(element);
  expect.soft(scrollWidth, `${name} is wider than its place`).toBeLessThanOrEqual(clientWidth + 1);
}

/** Where a mark stands is said by its place in the table too, not always as a number. */
const bound = /([<>]|less than|more than)\s*[\d.]+/g;
const place = /\b(at|position|layer|head|token|neuron|component|factor) \d+/g;
const numbers = (text: string): readonly {value: number; decimals: number}[] =>
  [...text.replace(/(\d)[\u202f\u00a0](?=\d)/g, "$1").matchAll(/\d+(?:\.(\d+))?/g)].map(
    (match) => ({
      value: Number(match[0]),
      decimals: match[1]?.length ?? 0
    })
  );

/** Every number said of a mark stands in the table, there perhaps with more digits. */
async function compareWithTables(
  elements: readonly Any[],
  names: readonly string[]
): Promise<void> {
  const said = elements.map((element) =>
    all(element, ".picture [data-row][aria-label]").map(({ariaLabel}) => ariaLabel ?? "")
  );
  for (const element of elements) element.table = true;
  await allSettled(elements);
  for (const [i, element] of elements.entries()) {
    const table = all(element, ".twin :is(th, td), .twin caption")
      .map(({textContent}) => textContent)
      .join(" | ");
    const there = numbers(table).map(({value}) => value);
    const missing = said[i]!.filter((label) =>
      numbers(label.replace(place, "").replace(bound, "")).some(({value, decimals}) => {
        const close = 0.5 * 10 ** -decimals + 1e-9;
        return !there.some((other) => Math.abs(other - value) <= close);
      })
    );
    expect.soft(missing, `${names[i]}: marks whose numbers are not in the table`).toEqual([]);
    element.table = false;
  }
  await allSettled(elements);
}

/** Names a mark; alone in its row it may follow the cursor from column to column. */
function spotOf(mark: Element | null, element: Any): string {
  if (!(mark instanceof HTMLElement || mark instanceof SVGElement)) return "";
  const {row, column} = mark.dataset;
  return all(element, `.picture [data-row="${row}"]`).length > 1 ? `${row},${column}` : `${row}`;
}

/** Arrows reach every mark there is, row by row and back; what walking changes is there at the end. */
async function walk(element: Any, name: string): Promise<void> {
  const drawn = (): string[] =>
    all(element, ".picture [data-row][tabindex]").map((mark) => spotOf(mark, element));
  const count = drawn().length;
  // A tree of beams is climbed, by keys of its own.
  if (!count || count > 300 || all(element, ".picture .node").length) return;
  const stops = all(element, '.picture [data-row][tabindex="0"]');
  expect.soft(stops.length, `${name}: one tab stop`).toBe(1);
  stops[0]!.focus();
  const focused = (): Element | null => (element.renderRoot as ShadowRoot).activeElement;
  const here = (): string => spotOf(focused(), element);
  const seen = new Set<string>();
  /** Where the focus is, by both names: a pinned mark can be the only one of its row while it has the focus. */
  const note = (): void => {
    const {row, column} = (focused() as HTMLElement | null)?.dataset ?? {};
    seen.add(here()).add(`${row},${column}`);
  };
  note();
  const oneLine =
    new Set(all(element, ".picture [data-row][tabindex]").map(({dataset}) => dataset["row"])).size <
    2;
  const go = async (key: string): Promise<boolean> => {
    const before = here();
    press(element, key);
    await element.updateComplete;
    await element.updateComplete;
    note();
    return here() !== before;
  };
  const row = (): string | undefined => (focused() as HTMLElement | null)?.dataset["row"];
  while (await go("ArrowUp"));
  for (let step = 0; step < 300; step++) {
    const before = row();
    await go("End");
    // A list: its end is its last row, and sideways is along it.
    if (row() !== before) {
      await go("Home");
      while (await go("ArrowDown"));
      break;
    }
    while (await go("ArrowLeft"));
    await go("Home");
    // In a single line down is on, and there is no other.
    if (oneLine || !(await go("ArrowDown"))) break;
  }
  const missed = drawn().filter((spot) => !seen.has(spot));
  expect.soft(missed, `${name}: not reached by arrows`).toEqual([]);
}

const rules = {
  region: {enabled: false},
  // Several views of a page are called alike here, because they show the same.
  "landmark-unique": {enabled: false},
  // Figures are written short and said in full: "−.16" is "minus 0.16".
  "label-content-name-mismatch": {enabled: false},
  // Measured by faintTexts, for all marks at once and in both schemes.
  "color-contrast": {enabled: false}
};

beforeAll(() => {
  document.body.style.margin = "0";
});
afterEach(() => {
  document.documentElement.style.cssText = "";
});

describe.each(chapters.map((chapter) => [chapter.title, chapter] as const))(
  "%s",
  (title, {pictures}) => {
    const parts: string[] = [];
    const note = (name: string, text: string): void => void parts.push(`# ${name}\n${text}`);

    test("each picture is as it was, sound, in its place at 360 px, walked by keys and told by its table", async () => {
      const names = pictures.map(({name}) => name);
      const small = await put(pictures, phone);
      const narrow = small.map((element, i) => {
        sound(element, `${names[i]} at ${phone} px`);
        return pictureOf(element);
      });
      const elements = await put(pictures, wide);
      for (const [i, element] of elements.entries()) {
        sound(element, names[i]!);
        note(names[i]!, snapshotOf(root(element)));
        const same = narrow[i] === pictureOf(element);
        note(`${names[i]}, ${phone} px`, same ? "the same picture" : narrow[i]!);
      }
      await compareWithTables(elements, names);
      for (const [i, element] of elements.entries()) await walk(element, names[i]!);
    });

    test("each state is as it was", async () => {
      const whole = pictures.find(({states}) => states);
      if (!whole) return;
      const states = statesOf(whole);
      const [settledOne, ...elements] = await put([whole, ...states], wide);
      const before = pictureOf(settledOne!);
      for (const [i, element] of elements.entries()) {
        const {name} = states[i]!;
        sound(element, `${whole.name}, ${name}`);
        const same = name !== "table" && pictureOf(element) === before;
        const leave = (node: Element): boolean => (same && node.matches(".picture")) || brief(node);
        note(`${whole.name}: ${name}`, snapshotOf(root(element), leave));
      }
    });

    test("snapshot", async () => {
      const file = title.toLowerCase().replace(/[^a-z]+/g, "-");
      await expect(`${parts.join("\n\n")}\n`).toMatchFileSnapshot(`snapshots/${file}.txt`);
    });

    test("axe finds nothing; text can be read over its ground in both schemes", async () => {
      const whole = pictures.find(({states}) => states);
      const table = whole ? statesOf(whole).filter(({name}) => name === "table") : [];
      const elements = await put([...pictures, ...table], wide);
      const {violations} = await axe.run("main", {rules});
      expect
        .soft(
          violations.map(({id, nodes}) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`)
        )
        .toEqual([]);
      // The colours at the end, not those on the way.
      document.documentElement.style.setProperty("--ecco-fast", "0ms");
      for (const scheme of ["light", "dark"]) {
        document.documentElement.style.colorScheme = scheme;
        const faint = elements.flatMap(({renderRoot}) => faintTexts(renderRoot));
        expect.soft(faint, scheme).toEqual([]);
      }
    });
  }
);
