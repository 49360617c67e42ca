import {afterEach, describe, expect, test} from "vitest";
import {rowsOf} from "../../packages/viz/src/activations/rows.ts";
import {strongestOf} from "../../packages/viz/src/neurons/strongest.ts";
import {membersOf, sumsOf} from "../../packages/viz/src/saliency-factors/sums.ts";
import {all, listen, mount, one, press, settled} from "./mount.ts";
import {recordedNeurons} from "./recorded-neurons.ts";
import {faultsOf} from "./readable.ts";

const {grouped, detail, firing, written, attribution, texts} = recordedNeurons;
const combined = {attribution, factors: grouped};
const length = grouped.tokens.length;
const [first] = grouped.factors[0]!.neurons;
const pinned = {factor: 0, neuron: {layer: first!.layer, neuron: first!.neuron}};
const listed = new Set(
  grouped.factors.flatMap(({neurons}) => neurons.map((n) => `${n.layer}.${n.neuron}`))
).size;
const choices = {
  factors: ["4", "6"],
  layers: ["all", "3..4"],
  groups: ["0", "3"],
  method: ["deeplift", "occlusion"]
};

/** Each view, rows of its table, rows and columns of its marks. */
const views = [
  [
    "ecco-factors",
    {data: {...grouped, detail}, names: ["persons"], value: pinned, choices},
    length + 1 + listed + detail.strongest.length,
    [1 + 6 + 5, length]
  ],
  ["ecco-activations", {data: grouped, choices}, length + 2, [15, length]],
  [
    "ecco-saliency-factors",
    {data: combined, choices},
    length + sumsOf(combined).length,
    [1 + sumsOf(combined).length, length]
  ]
] as const;

afterEach(() => void (document.documentElement.style.colorScheme = ""));

const mark = (row: number, column?: number): string =>
  `.body [data-row="${row}"]${column === undefined ? "" : `[data-column="${column}"]`}`;
const over = (element: HTMLElement): boolean =>
  element.dispatchEvent(new PointerEvent("pointerover", {bubbles: true, composed: true}));

describe.each(views)("%s", (tag, properties, rows, [down, across]) => {
  test("axe finds nothing, light and dark; the table has a row for each value; narrow pages do not scroll", async () => {
    let element!: Awaited<ReturnType<typeof mount<typeof tag>>>;
    for (const scheme of ["light", "dark"]) {
      document.documentElement.style.colorScheme = scheme;
      document.body.style.background = scheme === "dark" ? "#131316" : "#fbfaf8";
      // A new element: one that is there moves to its new colours.
      element = await mount(tag, properties);
      expect(await faultsOf(element)).toEqual([]);
    }
    press(element, "t");
    await settled(element);
    expect(all(element, "table.twin tbody tr")).toHaveLength(rows);
    for (const width of [360, 320]) {
      element = await mount(tag, properties, width);
      const host = element as unknown as HTMLElement;
      expect(host.scrollWidth).toBeLessThanOrEqual(width);
      for (const part of all(element, ".view *:not(.hidden):not(.hidden *)")) {
        if (part.closest(".scroll, svg, .ctx")) continue;
        const {right} = part.getBoundingClientRect();
        expect(right, part.className).toBeLessThanOrEqual(host.getBoundingClientRect().right + 1);
      }
    }
  });

  test("it is one tab stop; arrows reach each row and column, Home and End the ends", async () => {
    const element = await mount(tag, properties);
    const focused = (): HTMLElement =>
      (element.renderRoot as ShadowRoot).activeElement as HTMLElement;
    expect(all(element, '.body [tabindex="0"]')).toHaveLength(1);
    one(element, '.body [tabindex="0"]').focus();
    const seen = new Set<string>();
    const go = async (key: string): Promise<void> => {
      press(element, key);
      await element.updateComplete;
      await element.updateComplete;
      const {row, column} = focused().dataset;
      expect(focused().getAttribute("aria-label") ?? focused().textContent).toMatch(/\w/);
      seen.add(`${row},${column}`);
    };
    await go("Home");
    for (let row = 0; row < down; row++) {
      await go("ArrowRight");
      if (row + 1 < down) await go("ArrowDown");
    }
    await go("End");
    expect(seen).toContain(`${down - 1},${across - 1}`);
    expect(
      [...seen]
        .map((spot) => Number(spot.split(",")[0]))
        .filter((row, i, all) => all.indexOf(row) === i)
    ).toHaveLength(down);
    expect(all(element, '.body [tabindex="0"]')).toHaveLength(1);
  });
});

describe("factors", () => {
  test("tokens wear the number of their strongest factor; pointing lays one over the text, pinning locks it, Escape lets go", async () => {
    const element = await mount("ecco-factors", {data: grouped});
    const host = element as unknown as HTMLElement;
    const numbers = (): string[] =>
      all(element, ".t").map((t) => t.querySelector<HTMLElement>(".fs")?.dataset["mark"] ?? "");
    const strongest = strongestOf(grouped).map((own) => (own ? String(own.factor + 1) : ""));
    expect(numbers()).toEqual(strongest);
    press(element, "t");
    await settled(element);
    const told = all(element, "table.twin tbody tr").slice(0, length);
    expect(told.map((row) => row.children[3]!.textContent!.trim().replace("—", ""))).toEqual(
      strongest
    );
    press(element, "t");
    await settled(element);

    const hovered = listen(host, "ecco-token-hover");
    over(one(element, mark(2)));
    await settled(element);
    expect(new Set(numbers())).toEqual(new Set(["", "2"]));
    const peak = grouped.factors[1]!.loadings.indexOf(Math.max(...grouped.factors[1]!.loadings));
    expect((hovered[0] as CustomEvent).detail.position).toBe(peak);
    expect(all(element, ".t.linked").map(({dataset}) => dataset["column"])).toEqual([`${peak}`]);

    const heard = listen(document.body, "input");
    one(element, mark(3)).click();
    expect(element.value).toEqual({factor: 2});
    over(one(element, mark(5)));
    await settled(element);
    expect(new Set(numbers())).toEqual(new Set(["", "3"]));
    expect(one(element, ".neurons").getAttribute("aria-label")).toContain("factor 3");
    one(element, mark(8)).click();
    const neuron = grouped.factors[2]!.neurons[1]!;
    expect(element.value).toEqual({
      factor: 2,
      neuron: {layer: neuron.layer, neuron: neuron.neuron}
    });
    one(element, mark(0, 6)).click();
    expect(element.value).toEqual({position: 6});
    await settled(element);
    expect(one(element, ".parts").textContent).toContain("she");
    press(element, "Escape");
    press(element, "Escape");
    expect(element.value).toBeNull();
    expect(heard).toHaveLength(4);
  });

  test("F2 renames a factor in place: names change, ecco-change tells, Escape keeps the old one", async () => {
    const element = await mount("ecco-factors", {data: grouped});
    const host = element as unknown as HTMLElement;
    const heard = listen(host, "ecco-change");
    const field = (): HTMLInputElement =>
      (element.renderRoot as ShadowRoot).activeElement as HTMLInputElement;
    one(element, mark(2)).focus();
    press(element, "F2");
    expect(field().getAttribute("aria-label")).toBe("name of factor 2");
    field().value = "the, his";
    field().dispatchEvent(new Event("change", {bubbles: true}));
    press(element, "Enter");
    await settled(element);
    expect(element.names).toEqual(["", "the, his", "", "", "", ""]);
    expect((heard[0] as CustomEvent).detail).toEqual({
      name: "names",
      value: host.getAttribute("names")
    });
    expect(field().dataset["row"]).toBe("2");
    expect(field().getAttribute("aria-label")).toMatch(/^factor 2, the, his/);
    press(element, "F2");
    field().value = "wrong";
    press(element, "Escape");
    await settled(element);
    expect(all(element, "input").map((input) => (input as HTMLInputElement).value)[1]).toBe(
      "the, his"
    );
    expect(one(element, ".facts").textContent).toContain("yours");
    element.data = texts;
    await settled(element);
    expect(one(element, ".facts .bad").textContent).toContain("earlier result");
  });

  test("several texts stand below each other, every position once; without data it invites, without activations it draws", async () => {
    const element = await mount("ecco-factors", {data: texts});
    expect(all(element, ".toks")).toHaveLength(2);
    expect(all(element, ".t").map(({dataset}) => Number(dataset["column"]))).toEqual([
      ...texts.tokens.keys()
    ]);
    element.data = undefined;
    await settled(element);
    expect(one(element, ".invite").textContent).toMatch(/Write a prompt/);
    const bare = grouped.factors.map((factor) => ({
      ...factor,
      neurons: factor.neurons.map(({layer, neuron, weight, sign}) => ({
        layer,
        neuron,
        weight,
        sign
      }))
    }));
    element.data = {...grouped, factors: bare};
    await settled(element);
    expect(all(element, ".neurons .who")).toHaveLength(5);
  });
});

test("activations: a cell says the neuron's number there, is pinned as neuron and position, and its neuron is told", async () => {
  const row = firing.top[2]!;
  const element = await mount("ecco-activations", {data: {...firing, detail: written}});
  for (const {activations, layer, neuron} of [row]) {
    const cell = one(element, mark(2, 4));
    const said = cell.getAttribute("aria-label")!;
    expect(said).toContain(`layer ${layer}, neuron ${neuron}`);
    expect(said).toContain(Math.abs(activations[4]!).toFixed(2));
    cell.click();
    expect(element.value).toEqual({layer, neuron, position: 4});
  }
  expect(all(element, ".detail")).toHaveLength(0);
  const {layer, neuron} = firing.top[0]!;
  element.value = {layer, neuron, position: 0};
  await settled(element);
  expect(one(element, ".detail").textContent).toContain(`layer ${layer} · ${neuron}`);
  expect(all(element, ".detail .writes")).toHaveLength(2);
  const signs = all(element, ".c").map(({className}) => /\b[np]\d\b/.exec(className)?.[0]?.[0]);
  const values = rowsOf(firing).flatMap(({activations}) => activations);
  expect(signs.every((sign, i) => sign === undefined || (sign === "n") === values[i]! < 0)).toBe(
    true
  );
});

test("saliency by factor: bars are as high as the scores, sums as wide as theirs, and a pinned factor keeps its tokens", async () => {
  const element = await mount("ecco-saliency-factors", {data: combined});
  const top = Math.max(...attribution.scores.map(Math.abs));
  const heights = all(element, ".stand > i").map(({style}) => Number.parseFloat(style.height));
  heights.forEach((height, i) =>
    expect(height).toBeCloseTo((Math.abs(attribution.scores[i]!) / top) * 100, 0)
  );
  expect(all(element, ".stand").map((bar) => bar.classList.contains("down"))).toEqual(
    attribution.scores.map((score) => score < 0)
  );
  one(element, mark(1)).click();
  await settled(element);
  expect(element.value).toEqual({factor: 0});
  const tinted = all(element, ".t.fac").map(({dataset}) => Number(dataset["column"]));
  expect(tinted).toEqual(
    membersOf(combined)
      .filter(({belonging}) => belonging?.factor === 0)
      .map(({position}) => position)
  );
  expect(one(element, ".facts").textContent).toMatch(/delta/);
});
