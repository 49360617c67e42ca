import {afterEach, describe, expect, test} from "vitest";
import {eventually} from "../eventually.ts";
import type {AttentionData} from "../../packages/viz/src/index.ts";
import {all, listen, mount, one, press, settled} from "./mount.ts";
import {soundAt} from "./sound.ts";
import json from "./data/attention.json" with {type: "json"};

const {atlas, cloze, cross} = json as unknown as Readonly<
  Record<"atlas" | "cloze" | "cross", AttentionData>
>;
const n = atlas.tokens.length;
const choice = {layer: 4, head: 1} as const;
const weights = atlas.patterns[4]![1]!;

afterEach(() => {
  document.documentElement.style.colorScheme = "";
});

const pictures = [
  ["matrix", {data: atlas, ...choice}],
  ["arcs", {data: atlas, ...choice, look: "arcs"}],
  ["flow", {data: atlas, look: "flow"}],
  ["one layer known", {data: cloze}],
  ["arcs of a decoder at its encoder", {data: cross, look: "arcs"}]
] as const;

describe.each(pictures)("%s", (_, properties) => {
  test("axe finds nothing, nothing scrolls sideways, one mark is a tab stop", async () => {
    for (const [scheme, width] of [
      ["light", 800],
      ["dark", 360],
      ["light", 320]
    ] as const) {
      const element = await soundAt("ecco-attention", properties, {
        scheme,
        width,
        free: ".scroll, svg, .ch, .tx, .c, [popover]"
      });
      expect(all(element, '[data-row][tabindex="0"]')).toHaveLength(1);
    }
  });
});

test("the matrix, its names and its table say the same weights, and leave out what cannot be seen", async () => {
  const element = await mount("ecco-attention", {data: atlas, ...choice});
  const cells = all(element, "[data-row]");
  expect(cells).toHaveLength((n * (n + 1)) / 2);
  for (const cell of cells) {
    const [query, key] = [Number(cell.dataset["row"]), Number(cell.dataset["column"])];
    const weight = weights[query]![key]!;
    if (weight >= 0.2) expect(cell.textContent.trim()).toBe(String(Math.round(weight * 100)));
    else expect(cell.textContent.trim()).toBe("");
    const said = Number(/([\d.]+) percent$/.exec(cell.getAttribute("aria-label")!)![1]);
    expect(Math.abs(said / 100 - weight)).toBeLessThan(weight >= 0.2 ? 0.0051 : 0.0006);
  }
  press(element, "t");
  await settled(element);
  const [table, heads] = all(element, "table.twin") as HTMLTableElement[];
  expect(table!.tBodies[0]!.rows).toHaveLength(n);
  expect(table!.tBodies[0]!.rows[0]!.textContent).toContain("—");
  expect(heads!.tBodies[0]!.rows).toHaveLength(atlas.patterns.length);
  const lines = element.toCsv().split("\r\n").slice(1);
  lines.forEach((line, query) => {
    const values = line.split(",").slice(-n);
    values.forEach((text, key) =>
      expect(text).toBe(key > query ? "" : String(weights[query]![key]))
    );
  });
  expect(one(element, "section").getAttribute("aria-label")).toMatch(
    /^Attention\. layer 4, head 1: of looks most at in, 34\.\d percent$/
  );
});

test("arrows reach every weight and pass by what cannot be seen; Enter pins, Escape lets go", async () => {
  const element = await mount("ecco-attention", {data: atlas, ...choice});
  const heard = listen(document.body, "input");
  one(element, '[data-row="0"][data-column="0"]').focus();
  const visited = new Set<string>();
  const here = (): string => {
    const {row, column} = ((element.renderRoot as ShadowRoot).activeElement as HTMLElement).dataset;
    return `${row},${column}`;
  };
  const go = async (key: string): Promise<void> => {
    press(element, key);
    await settled(element);
    visited.add(here());
  };
  visited.add(here());
  await go("ArrowRight");
  expect(here()).toBe("0,0");
  for (let row = 1; row < 4; row++) {
    await go("ArrowDown");
    await go("Home");
    for (let column = 0; column < row; column++) await go("ArrowRight");
  }
  expect(visited.size).toBe(10);
  await go("ArrowUp");
  expect(here()).toBe("2,2");
  press(element, "Enter");
  expect(element.value).toEqual({...choice, query: 2, key: 2});
  press(element, "Escape");
  press(element, "Escape");
  expect(element.value).toBeNull();
  expect(heard).toHaveLength(2);
});

test("the grid of heads is walked with arrows and takes along what is pinned", async () => {
  const element = await mount("ecco-attention", {
    data: atlas,
    value: {...choice, query: 9, key: 6}
  });
  const [changes, inputs] = [listen(document.body, "ecco-change"), listen(document.body, "input")];
  const radio = (): HTMLElement => one(element, '[role="radio"][aria-checked="true"]');
  expect(radio().getAttribute("aria-label")).toMatch(
    /^layer 4, head 1: 94\.\d percent off the first token$/
  );
  radio().focus();
  press(element, "ArrowDown");
  await settled(element);
  expect([element.layer, element.head]).toEqual([5, 1]);
  expect((element.renderRoot as ShadowRoot).activeElement).toBe(radio());
  expect(element.value).toEqual({layer: 5, head: 1, query: 9, key: 6});
  press(element, "End");
  await settled(element);
  expect(element.head).toBe("mean");
  expect(one(element, ".sub").textContent).toMatch(/^Layer 5, mean of heads/);
  expect(changes.map((event) => (event as CustomEvent).detail)).toEqual([
    {name: "layer", value: "5"},
    {name: "head", value: "mean"}
  ]);
  expect(inputs).toHaveLength(2);
  expect((element as unknown as HTMLElement).getAttribute("head")).toBe("mean");
});

test("arcs are as wide as their weights, from the token that is asked for", async () => {
  const element = await mount("ecco-attention", {data: atlas, ...choice, look: "arcs", query: 6});
  const widths = all(element, ".arc").map((arc) => Number.parseFloat(arc.style.strokeWidth));
  const seen = weights[6]!.slice(0, 6).toSorted((a, b) => a - b);
  expect(widths).toEqual(seen.map((weight) => Math.max(1, Number((weight * 20).toFixed(2)))));
  expect(all(element, ".end .v").filter(({textContent}) => textContent.includes("%"))).toHaveLength(
    7
  );
  const select = one(element, 'select[name="query"]') as HTMLSelectElement;
  select.value = "9";
  select.dispatchEvent(new Event("change", {bubbles: true}));
  await settled(element);
  expect(all(element, ".arc")).toHaveLength(9);
  one(element, '[data-row="6"]').click();
  expect(element.value).toEqual({...choice, query: 9, key: 6});
});

test("a long text has no arcs and says so, is painted, and its table is one row", async () => {
  const repeated = Array.from({length: 12}, () => atlas.tokens).flat();
  const size = repeated.length;
  const row = (query: number): number[] =>
    Array.from({length: size}, (_, key) => (key <= query ? 1 / (query + 1) : 0));
  const data: AttentionData = {
    ...atlas,
    tokens: repeated,
    keys: repeated,
    heads: 1,
    away: [[1]],
    patterns: [[Array.from({length: size}, (_, query) => row(query))]]
  };
  const element = await mount("ecco-attention", {data, look: "arcs"});
  expect(one(element, "footer").textContent).toContain("up to 40 tokens, here are 120");
  expect(all(element, "canvas").length).toBeGreaterThan(0);
  expect(element.toCsv().split("\r\n")).toHaveLength(size + 1);
  element.table = true;
  await settled(element);
  expect(all(element, "table.twin")[0]!.querySelectorAll("tbody tr")).toHaveLength(size);
});

test("hovering tells the key, a position pointed at elsewhere is outlined; rows that are no shares are said to be", async () => {
  const broken = atlas.patterns.map((heads) =>
    heads!.map((head) => head.map((line) => line.map((weight) => weight / 2)))
  );
  const element = await mount("ecco-attention", {
    data: {...atlas, patterns: broken},
    ...choice,
    highlight: 3
  });
  expect(all(element, ".linked")).toHaveLength(n - 3);
  expect(one(element, ".facts .bad").textContent).toMatch(/50\.0\s%, not 100\s%/);
  const heard = listen(element as unknown as HTMLElement, "ecco-token-hover");
  one(element, '[data-row="8"][data-column="5"]').dispatchEvent(
    new PointerEvent("pointerover", {bubbles: true, composed: true})
  );
  await eventually(() => expect(one(element, ".tip").textContent).toMatch(/layer 4, head 1/));
  expect((heard[0] as CustomEvent).detail).toEqual({position: 5});
});
