import {afterEach, expect, test} from "vitest";
import type {AttributionMatrixData} from "../../packages/viz/src/index.ts";
import {all, listen, mount, one, press, settled} from "./mount.ts";
import {soundAt} from "./sound.ts";
import {mutations} from "./mutations.ts";
import {attributions} from "./recorded-attributions.ts";

const {produced, answer, warned, all: whole} = attributions.matrices;
const cells = ({rows}: AttributionMatrixData): number =>
  rows.reduce((sum, {scores}) => sum + scores.length, 0);

afterEach(() => {
  document.documentElement.style.colorScheme = "";
});

test.each([
  ["light", 800, {data: whole}],
  ["dark", 360, {data: produced, value: {explained: 10, by: 3}}],
  ["light", 320, {data: warned, signed: false}]
] as const)(
  "axe finds nothing, nothing leaves the view (%s, %s px)",
  async (scheme, width, properties) => {
    await soundAt("ecco-attribution-matrix", properties, {
      scheme,
      width,
      free: ".scroll, .c, [popover]"
    });
  }
);

test("cells, their names and the table say what the data says, by share and by score", async () => {
  const element = await mount("ecco-attribution-matrix", {data: produced, signed: false});
  expect(all(element, ".c")).toHaveLength(cells(produced));
  const sizes = produced.rows.map(({scores}) => scores.reduce((sum, x) => sum + Math.abs(x), 0));
  for (const cell of all(element, ".c")) {
    const [row, column] = [Number(cell.dataset["row"]), Number(cell.dataset["column"])];
    const share = Math.abs(produced.rows[row]!.scores[column]!) / sizes[row]!;
    const whole = Math.round(share * 100);
    expect(cell.getAttribute("aria-label")).toMatch(
      share < 0.005 ? /: less than 1 percent$/ : new RegExp(`: ${whole} percent$`)
    );
    expect(cell.textContent.trim()).toBe(share < 0.005 ? "" : `${whole}\u00a0%`);
  }
  element.scale = "one";
  element.signed = true;
  element.table = true;
  await settled(element);
  const rows = element.toCsv().split("\r\n").slice(1);
  rows.forEach((line, row) => {
    const scores = line.split(",").slice(-15);
    scores.forEach((text, column) =>
      expect(text).toBe(String(produced.rows[row]!.scores[column] ?? ""))
    );
  });
  expect(all(element, "table.twin tbody tr")).toHaveLength(produced.rows.length);
  expect(one(element, "table.twin caption").textContent).toContain("deeplift");
});

test("arrows reach every cell and stop where nothing was seen, Enter pins a row's cell, Escape lets go", async () => {
  const element = await mount("ecco-attribution-matrix", {data: produced});
  const heard = listen(document.body, "input");
  const hovered = listen(element as unknown as HTMLElement, "ecco-token-hover");
  const at = (): string => {
    const {row, column} = ((element.renderRoot as ShadowRoot).activeElement as HTMLElement).dataset;
    return `${row},${column}`;
  };
  one(element, '.body [tabindex="0"]').focus();
  press(element, "End");
  await settled(element);
  expect(at()).toBe("0,9");
  press(element, "ArrowRight");
  await settled(element);
  expect(at()).toBe("0,9");
  press(element, "ArrowDown");
  await settled(element);
  press(element, "End");
  await settled(element);
  expect(at()).toBe("1,10");
  expect(hovered.map((event) => (event as CustomEvent).detail.position)).toContain(10);
  press(element, "Enter");
  await settled(element);
  expect(element.value).toEqual({explained: 11, by: 10});
  expect(all(element, ".c.linked")).toHaveLength(11);
  expect(one(element, ".sub").textContent.replace(/\s+/g, " ")).toContain(". explained by");
  expect(all(element, '.body [tabindex="0"]')).toHaveLength(1);
  press(element, "Escape");
  press(element, "Escape");
  expect(element.value).toBeNull();
  expect(heard).toHaveLength(2);
  expect(one(element, ".tip, .view").textContent).not.toMatch(/NaN|undefined/);
});

test("the foot says which rows are no explanation and what to take, the tooltip and the table too", async () => {
  const element = await mount("ecco-attribution-matrix", {data: warned});
  const bad = one(element, ".facts .bad").textContent.replace(/\s+/g, " ");
  expect(bad).toMatch(/2 of 2 rows.*negative: not an explanation.*take DeepLift/);
  one(element, '[data-row="0"][data-column="5"]').click();
  await settled(element);
  expect(one(element, ".tip").textContent).toContain("not an explanation");
  press(element, "t");
  await settled(element);
  expect(one(element, "table.twin").textContent).toContain("not an explanation");
});

test("a decoder's side stands apart, a matrix without rows is drawn", async () => {
  const element = await mount("ecco-attribution-matrix", {data: answer});
  expect(all(element, ".ch.apart")).toHaveLength(1);
  element.data = {...answer, rows: []};
  element.table = true;
  await settled(element);
  expect(one(element, ".view").textContent).not.toMatch(/NaN|undefined|Infinity/);
});

test("512 tokens by 512: a pointer elsewhere changes a few elements and draws no cell anew", async () => {
  const size = 512;
  const [row] = produced.rows;
  const token = produced.tokens[3]!;
  const data: AttributionMatrixData = {
    ...produced,
    tokens: Array.from({length: size}, () => token),
    encoderLength: size,
    rows: Array.from({length: size - 1}, (_, i) => ({
      ...row!,
      token,
      index: i + 1,
      scores: Array.from({length: i + 1}, (_, column) => row!.scores[(i + column) % 10]!)
    }))
  };
  const element = await mount("ecco-attribution-matrix", {data});
  const marks = all(element, "[data-row]").length;
  expect(marks).toBeLessThan(2000);
  for (let i = 0; i < 5; i++)
    expect(await mutations(element, () => (element.highlight = i * 7))).toBeLessThan(50);
});
