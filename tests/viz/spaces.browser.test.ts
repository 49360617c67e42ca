/** Similarity, probes, maps and two sides, as a reader meets them. */
import {describe, expect, test} from "vitest";
import {format} from "../../packages/viz/src/index.ts";
import type {
  ComparisonData,
  ProbingData,
  ProjectionData,
  Sides
} from "../../packages/viz/src/index.ts";
import compareJson from "./data/compare.json" with {type: "json"};
import probeJson from "./data/probe.json" with {type: "json"};
import projectionJson from "./data/projection.json" with {type: "json"};
import similarityJson from "./data/similarity.json" with {type: "json"};
import {all, listen, mount, one, press, settled} from "./mount.ts";
import {mutations} from "./mutations.ts";
import {faultsOf} from "./readable.ts";

const comparison = similarityJson.itself as ComparisonData;
const two = similarityJson.two as ComparisonData;
const probings = probeJson as readonly ProbingData[];
const capitals = projectionJson.capitals as ProjectionData;
const umap = projectionJson.umap as ProjectionData;
const reviews = compareJson.reviews as unknown as Sides;
const groups = projectionJson.continents;

const words = reviews.a.attribution.tokens.length + reviews.b.attribution.tokens.length;
/** Tag, properties, and how many marks the keyboard reaches. */
const views = [
  ["ecco-similarity", {data: comparison}, 81],
  ["ecco-probe", {data: probings}, 18],
  ["ecco-projection", {data: capitals, groups}, 30],
  ["ecco-compare", {data: reviews}, words]
] as const;

const focused = (element: {readonly renderRoot: unknown}): HTMLElement =>
  (element.renderRoot as ShadowRoot).activeElement as HTMLElement;

describe.each(views)("%s", (tag, properties, marks) => {
  test("axe finds nothing in light and dark, as a picture and as a table; nothing scrolls sideways", async () => {
    for (const scheme of ["light", "dark"]) {
      document.documentElement.style.colorScheme = scheme;
      document.body.style.background = scheme === "dark" ? "#131316" : "#fbfaf8";
      const element = await mount(tag, properties);
      for (const table of scheme === "light" ? [false, true] : [false]) {
        element.table = table;
        await settled(element);
        expect(await faultsOf(element)).toEqual([]);
      }
    }
    document.documentElement.style.colorScheme = "";
    for (const width of [360, 320]) {
      const element = await mount(tag, properties, width);
      const {right} = element.getBoundingClientRect();
      for (const part of all(element, ".view *:not(.hidden):not(.hidden *)"))
        if (!part.closest(".scroll, .ch") && part.getBoundingClientRect().right > right + 1)
          expect.fail(`${part.outerHTML.slice(0, 80)} reaches over ${width}`);
    }
  });

  test("arrows reach every mark, one at a time, each with a name; what is pinned is the value", async () => {
    const element = await mount(tag, properties);
    const heard = listen(element, "input");
    const reached = new Set<string>();
    const starts = all(element, '.body [tabindex="0"][data-row]');
    expect(starts).toHaveLength(1);
    starts[0]!.focus();
    await settled(element);
    // Back to the first, wherever the view begins.
    const steps = async (key: string, most: number): Promise<void> => {
      for (let i = 0; i < most; i++) {
        const {row, column} = focused(element).dataset;
        reached.add(`${row},${column}`);
        expect(focused(element).getAttribute("aria-label")).not.toBe("");
        press(element, key);
        await element.updateComplete;
        await element.updateComplete;
      }
    };
    press(element, "Home");
    await settled(element);
    const rows = tag === "ecco-similarity" ? 9 : tag === "ecco-probe" ? 2 : 1;
    for (let row = 0; row < rows; row++) {
      await steps(row % 2 ? "ArrowLeft" : "ArrowRight", marks / rows);
      press(element, "ArrowDown");
      await element.updateComplete;
      await element.updateComplete;
    }
    expect(reached.size).toBe(marks);
    expect(all(element, '.body [tabindex="0"][data-row]')).toHaveLength(1);
    press(element, "Enter");
    await settled(element);
    expect(element.value).not.toBeNull();
    expect(all(element, '.body [aria-selected="true"]')).toHaveLength(1);
    press(element, "Escape");
    press(element, "Escape");
    await settled(element);
    expect(element.value).toBeNull();
    expect(heard).toHaveLength(2);
  });

  test("data that lacks values are drawn without inventing any", async () => {
    const empty: Readonly<Record<string, object>> = {
      "ecco-similarity": {...comparison, values: [[null, Number.NaN]], rows: [0], columns: [0, 1]},
      "ecco-probe": [{...probings[0], layers: []}],
      "ecco-projection": {...capitals, tokens: [], texts: [], layers: []},
      "ecco-compare": {
        a: {attribution: {...reviews.a.attribution, tokens: [], scores: [], delta: null}},
        b: {attribution: reviews.b.attribution}
      }
    };
    const element = await mount(tag, {data: empty[tag]});
    expect(one(element, ".view").textContent).not.toMatch(/NaN|undefined|Infinity/);
    element.table = true;
    await settled(element);
    expect(one(element, ".view").textContent).not.toMatch(/NaN|undefined|Infinity/);
    const bare = await mount(tag, {});
    expect(one(bare, ".invite, .empty, .body").textContent).toMatch(/yet/);
  });
});

test("similarity: figures are the table's and the data's, a pair is the value, doubts are said", async () => {
  const element = await mount("ecco-similarity", {
    data: two,
    choices: {measure: ["cka", "cka-debiased"], with: ["", "cloze"]}
  });
  const cells = all(element, ".c");
  const values = two.values.flat() as readonly number[];
  expect(cells.map(({textContent}) => textContent.trim())).toEqual(values.map(format.figureCell));
  const csv = element.toCsv().split("\r\n").slice(1);
  expect(
    csv.map((line) =>
      line
        .split(",")
        .slice(1, 1 + two.values[0]!.length)
        .map(Number)
    )
  ).toEqual(two.values);
  cells[9]!.click();
  expect(element.value).toEqual({row: 0, column: 1});
  expect(cells[9]!.getAttribute("aria-label")).toMatch(/^atlas layer 0, cloze layer 1: 0\.\d\d$/);
  expect(one(element, ".facts .bad").textContent).toContain("cka leans towards 1");
  expect(one(element, ".legend").textContent).toMatch(/0\.7\s*1/);
  const alone = await mount("ecco-similarity", {data: comparison});
  // What is nearly 1 is neither written nor said to be 1.
  const near = all(alone, ".c")[11]!;
  expect(near.textContent.trim()).toBe(format.figureCell(comparison.values[1]![2]));
  expect(near.getAttribute("aria-label")).toMatch(/0\.99\d+$/);
  const chosen = listen(element, "ecco-change");
  const picker = one(element, 'select[name="measure"]') as HTMLSelectElement;
  picker.value = "cka-debiased";
  picker.dispatchEvent(new Event("change"));
  expect(element.measure).toBe("cka-debiased");
  expect(chosen).toHaveLength(1);
});

test("probe: a ring on the best layer, chance named, intervals and confusions in full in the table", async () => {
  const element = await mount("ecco-probe", {data: probings});
  const labels = all(element, ".tail").map(({textContent}) => textContent.trim());
  expect(labels).toEqual(
    expect.arrayContaining([
      "number",
      "continent",
      "number, shuffled",
      "number, majority 50\u00a0%"
    ])
  );
  const rings = all(element, ".dot.ring").map(
    ({dataset}) => `${dataset["row"]},${dataset["column"]}`
  );
  const place = ({layers, best}: ProbingData): number =>
    layers.findIndex(({layer}) => layer === best);
  expect(rings).toEqual(probings.map((probing, row) => `${row},${place(probing)}`));
  element.table = true;
  await settled(element);
  const rows = all(element, ".twin tbody tr").map((row) =>
    [...row.children].map(({textContent}) => textContent.trim())
  );
  probings[1]!.layers.forEach(({accuracy, control, confusion}, at) => {
    expect(rows[at]!.slice(6, 7)).toEqual([format.percent(accuracy)]);
    expect(rows[at]![8]).toBe(format.percent(control));
    const total = confusion.flat().reduce((a, b) => a + b, 0);
    const told = [...rows[at]![10]!.matchAll(/ (\d+)/g)].reduce((sum, [, n]) => sum + Number(n), 0);
    expect(told).toBe(total);
  });
  // Where there is no room at the ends of lines, names stand below.
  const long = probings.map((probing) => ({
    ...probing,
    name: `${probing.name} of each of the words`
  }));
  expect(all(await mount("ecco-probe", {data: long}, 600), ".tail")).toHaveLength(0);
  const narrow = await mount("ecco-probe", {data: probings}, 360);
  expect(all(narrow, ".tail")).toHaveLength(0);
  expect(all(narrow, ".key li")).toHaveLength(6);
});

test("map: the nearest point answers, shapes name groups, layers are at hand, the table has all coordinates", async () => {
  const element = await mount("ecco-projection", {data: capitals, groups, layer: 5});
  const heard = listen(element, "ecco-token-hover") as CustomEvent<{position: number | null}>[];
  const map = one(element, ".map") as unknown as SVGSVGElement;
  expect(all(element, ".points")).toHaveLength(4);
  expect(all(element, ".key-group").map(({textContent}) => textContent.trim())).toEqual([
    "Europe",
    "Asia",
    "Africa",
    "South America"
  ]);
  // Axes are mirrored to the layer before, and say which way they run.
  expect(map.textContent).toContain("← component 1, 14\u00a0% of variance");
  expect(one(element, ".facts").textContent).toMatch(/distance kept \(ρ\)\s*0\.64/);
  // A mark is put under the pointer.
  press(element, "Home");
  one(element, ".spot").focus();
  await settled(element);
  const hit = one(element, ".spot .hit").getBoundingClientRect();
  (document.activeElement as HTMLElement).blur();
  const at = {clientX: hit.x + hit.width / 2 + 3, clientY: hit.y + hit.height / 2, bubbles: true};
  map.dispatchEvent(new PointerEvent("pointermove", at));
  await settled(element);
  const under = one(element, ".spot.shown");
  under.dispatchEvent(new PointerEvent("pointerover", {...at, composed: true}));
  await settled(element);
  expect(heard.at(-1)?.detail.position).toBe(0);
  under.dispatchEvent(new MouseEvent("click", {bubbles: true, composed: true}));
  expect(element.value).toBe(0);
  const rows = element.toCsv().split("\r\n").slice(1);
  const layer = capitals.layers.find((one) => one.layer === 5)!;
  expect(rows.map((row) => row.split(",").slice(-2).map(Number))).toEqual(layer.points);
  element.layer = "embedding";
  await settled(element);
  expect(element.toCsv()).not.toContain(String(layer.points[0]![0]));
  // A tap beside the marks pins the nearest point.
  map.dispatchEvent(new MouseEvent("click", {...at, composed: true}));
  await settled(element);
  expect(element.value).not.toBeNull();
  const drawn = await mount("ecco-projection", {data: umap, groups});
  expect(one(drawn, ".facts").textContent).toContain("another seed draws another map");
  expect(one(drawn, ".map").textContent).toContain("directions mean nothing");
});

test("map: pointing at one of five thousand points draws none of the others anew", async () => {
  const n = 5000;
  const layer = capitals.layers[2]!;
  const times = <T>(list: readonly T[]): T[] =>
    Array.from({length: n}, (_, i) => list[i % list.length]!);
  const points = times(layer.points).map(([x, y], i) => [
    x! + Math.sin(i) * 5,
    y! + Math.cos(i * 1.7) * 5
  ]);
  const data = {
    ...capitals,
    tokens: times(capitals.tokens),
    texts: times([0]),
    layers: [{...layer, points}]
  };
  const element = await mount("ecco-projection", {data, groups: times(groups)});
  const map = one(element, ".map") as unknown as SVGSVGElement;
  const {left, top} = map.getBoundingClientRect();
  for (let i = 0; i < 10; i++) {
    const place = {clientX: left + 250 + i * 7, clientY: top + 120 + (i % 9) * 11};
    const point = (): unknown => map.dispatchEvent(new PointerEvent("pointermove", place));
    expect(await mutations(element, point)).toBeLessThan(200);
  }
  expect(all(element, ".map *").length).toBeLessThan(60);
});

test("two sides: one scale, changed words framed, the change in numbers, partners marked, stacked where narrow", async () => {
  const element = await mount("ecco-compare", {data: reviews}, 1000);
  const {a, b} = reviews;
  const framed = all(element, ".t.diff").map(({textContent}) => textContent.trim());
  expect(framed).toEqual(["awful", "whole", "wonderful"]);
  const finding = one(element, ".finding").textContent.replace(/\s+/g, " ");
  const share = ({candidates, attribution}: Sides["a"]): number =>
    candidates!.top.find(({id}) => id === attribution.target.id)!.probability;
  expect(finding).toContain(format.change(share(a), share(b)).replace(/\s/g, " "));
  expect(finding).toContain(`awful ${format.signed(a.attribution.scores[8])}`);
  // The largest score of both sides alone has the deepest fill.
  const scores = [...a.attribution.scores, ...b.attribution.scores];
  const top = Math.max(...scores.map(Math.abs));
  all(element, ".t").forEach((token, i) => {
    const step = Math.ceil((5 * Math.abs(scores[i]!)) / top - 1e-9);
    const name = `${scores[i]! < 0 ? "n" : "p"}${step}`;
    if (Math.abs(scores[i]!) >= 0.04 * top) expect(token.classList, `${i}`).toContain(name);
  });
  const csv = element
    .toCsv()
    .split("\r\n")
    .slice(1)
    .map((line) => line.split(","));
  const column = (at: number): number[] =>
    csv.flatMap((line) => (line[at] === "" ? [] : [Number(line[at])]));
  expect(column(2)).toEqual(a.attribution.scores);
  expect(column(5)).toEqual(b.attribution.scores);
  // Pointing at a word of B marks what stands for it in A, whose position others hear.
  const heard = listen(element, "ecco-token-hover") as CustomEvent<{position: number | null}>[];
  const last = all(element, ".t.diff").at(-1)!;
  last.dispatchEvent(new PointerEvent("pointerover", {bubbles: true, composed: true}));
  await settled(element);
  expect(heard.at(-1)!.detail.position).toBe(8);
  expect(all(element, ".t.linked").map(({textContent}) => textContent.trim())).toEqual([
    "awful",
    "wonderful"
  ]);
  last.click();
  expect(element.value).toEqual({side: "b", position: 9});
  const tops = (): number[] =>
    all(element, ".side").map((side) => side.getBoundingClientRect().top);
  expect(new Set(tops()).size).toBe(1);
  element.parentElement!.style.width = "400px";
  await settled(element);
  expect(new Set(tops()).size).toBe(2);
});
