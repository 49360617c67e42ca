/** Direct logit attribution, patching, ablation and the lens's numbers: what is drawn, said and written is the data. */
import axe from "axe-core";
import {afterAll, afterEach, beforeAll, describe, expect, test} from "vitest";
import {format} from "../../packages/viz/src/index.ts";
import ablation from "./data/ablation.json" with {type: "json"};
import direct from "./data/direct-logits.json" with {type: "json"};
import lenses from "./data/logit-lens.json" with {type: "json"};
import patching from "./data/patching.json" with {type: "json"};
import {all, listen, mount, one, press, settled} from "./mount.ts";

const {signed, spokenSigned} = format;
const values = (list: readonly {readonly value: number}[]): number[] =>
  list.map(({value}) => value);
const total = (by: {readonly target: {readonly value: number}}): number => by.target.value;

/** Tag, properties, and the signed numbers of its marks in order; of its table, where that has others. */
const views = [
  [
    "ecco-direct-logits",
    {data: direct.layer},
    [...values(direct.layer.parts), total(direct.layer)],
    undefined
  ],
  [
    "ecco-direct-logits",
    {data: direct.neuron},
    [...values(direct.neuron.neurons!), ...values(direct.neuron.parts), total(direct.neuron)],
    undefined
  ],
  [
    "ecco-patching",
    {data: patching.residual},
    patching.residual.recovered!.flat(),
    patching.residual.values.flat()
  ],
  [
    "ecco-patching",
    {data: patching.head, variant: "values"},
    patching.head.values.flat(),
    patching.head.values.flat()
  ],
  ["ecco-ablation", {data: ablation.head}, ablation.head.effects.flat(), undefined],
  ["ecco-ablation", {data: ablation.mlp}, ablation.mlp.effects.flat(), undefined],
  [
    "ecco-logit-lens",
    {data: lenses.contrast},
    lenses.contrast.cells.flat().map(({contrast}) => contrast!),
    lenses.contrast.cells.flat().map(({contrast}) => contrast!)
  ]
] as const;

// Fills go over into the other scheme at once.
beforeAll(() => document.documentElement.style.setProperty("--ecco-fast", "0ms"));
afterAll(() => document.documentElement.style.removeProperty("--ecco-fast"));
afterEach(() => {
  document.documentElement.style.colorScheme = "";
});

describe.each(views.map((view, i) => [`${view[0]} ${i}`, ...view] as const))(
  "%s",
  (_name, tag, properties, drawn, written) => {
    test("drawn, said and written are the data; axe finds nothing in either scheme", async () => {
      const element = await mount(tag, properties);
      const marks = all(element, ".body [data-row]");
      expect(marks).toHaveLength(drawn.length);
      for (const [i, value] of drawn.entries()) {
        const said = marks[i]!.getAttribute("aria-label") ?? marks[i]!.textContent!;
        // In as many digits as there is room for.
        const forms = [1, 2].flatMap((n) => [spokenSigned(value, n), signed(value, n)]);
        expect(
          forms.some((form) => said.trim().endsWith(form)),
          `${said} of ${value}`
        ).toBe(true);
      }
      for (const scheme of ["light", "dark"]) {
        document.documentElement.style.colorScheme = scheme;
        document.body.style.background = scheme === "dark" ? "#131316" : "#fbfaf8";
        const {violations} = await axe.run("main", {rules: {region: {enabled: false}}});
        expect(violations.map(({id, nodes}) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      }
      press(element, "t");
      await settled(element);
      expect(all(element, "table.twin tbody tr")).toHaveLength((written ?? drawn).length);
      const csv = element.toCsv().split("\r\n").slice(1);
      for (const [i, value] of (written ?? drawn).entries())
        expect(csv[i]!.split(",").map(Number)).toContain(value);
    });

    test("one tab stop, every mark by arrows, pinned by Enter and let go by Escape", async () => {
      const element = await mount(tag, properties);
      const host = element as unknown as HTMLElement;
      const marks = all(element, ".body [data-row]");
      expect(all(element, '.body [tabindex="0"]')).toHaveLength(1);
      one(element, ".body [data-row]").focus();
      const reached = new Set<Element>();
      const go = async (key: string): Promise<void> => {
        press(element, key);
        await element.updateComplete;
        await Promise.resolve();
        reached.add((element.renderRoot as ShadowRoot).activeElement!);
      };
      const lines = new Set(marks.map(({dataset}) => dataset["row"])).size;
      await go("Home");
      for (let line = 0; line < lines; line++) {
        const across = marks.filter(({dataset}) => dataset["row"] === String(line)).length;
        for (let i = 1; i < across; i++) await go("ArrowRight");
        if (across > 1) await go("Home");
        await go("ArrowDown");
      }
      expect(reached.size).toBe(marks.length);
      const inputs = listen(host, "input");
      press(element, "Enter");
      await settled(element);
      expect(element.value).not.toBeNull();
      expect(all(element, ".body .cur, .body .on")).toHaveLength(1);
      press(element, "Escape");
      press(element, "Escape");
      expect(element.value).toBeNull();
      expect(inputs).toHaveLength(2);
    });

    test("nothing scrolls sideways at 360 px and at 320 px, nothing is drawn of no data", async () => {
      for (const width of [360, 320]) {
        const element = await mount(tag, properties, width);
        const {right} = (element as unknown as HTMLElement).getBoundingClientRect();
        for (const part of all(element, ".view *:not(.hidden):not(.hidden *)"))
          if (!part.closest(".scroll, .tx"))
            expect(part.getBoundingClientRect().right, part.className).toBeLessThanOrEqual(
              right + 1
            );
      }
      const empty = await mount(tag, {});
      expect(all(empty, ".invite")).toHaveLength(1);
    });
  }
);

test("the waterfall ends in the measured number, each bar beginning where the last one ended", async () => {
  const element = await mount("ecco-direct-logits", {data: direct.layer});
  const boxes = all(element, ".one").map((row) =>
    row.querySelector(".bar")?.getBoundingClientRect()
  );
  const steps = direct.layer.parts;
  for (const [i, {value}] of steps.entries()) {
    const [box, next] = [boxes[i], boxes[i + 1]];
    if (!box || !next) continue;
    const end = value > 0 ? box.right : box.left;
    const begin = (steps[i + 1]?.value ?? -1) > 0 ? next.left : next.right;
    // Next to nothing is drawn 1.5 px wide.
    expect(Math.abs(end - begin)).toBeLessThan(2.5);
  }
  expect(one(element, ".total .v").textContent).toBe(signed(direct.layer.target.value));
});

test("heads: the grid's numbers and the sums below it add up to the total", async () => {
  const element = await mount("ecco-direct-logits", {data: direct.head});
  const heads = direct.head.parts.filter(({kind}) => kind === "attention" || kind === "mlp");
  expect(all(element, ".grid [data-row]")).toHaveLength(heads.length);
  const sum = values(direct.head.parts.filter(({kind}) => kind === "attention")).reduce(
    (a, b) => a + b
  );
  const row = all(element, ".one").find(({textContent}) => textContent!.includes("attention"))!;
  expect(row.querySelector(".v")!.textContent).toBe(signed(sum));
  // From the grid down into the sums, and pinned there.
  one(element, '[data-row="7"][data-column="6"]').focus();
  press(element, "ArrowDown");
  await settled(element);
  press(element, "Enter");
  expect(element.value).toEqual({kind: "embedding", layer: null, head: null, neuron: null});
});

test("exact shares stand beside their approximation, and both are the same place", async () => {
  const data = patching.residual;
  const element = await mount("ecco-patching", {data, variant: "approximation"});
  const width = data.tokens.length;
  expect(all(element, ".ch.marked")).toHaveLength(6);
  const label = (column: number): string =>
    one(element, `[data-row="2"][data-column="${column}"]`).getAttribute("aria-label")!;
  const guessed = (data.approximation![2]![2]! - data.corrupt) / (data.clean - data.corrupt);
  expect(label(2)).toContain(`share restored ${spokenSigned(data.recovered![2]![2]!)}`);
  expect(label(2 + width)).toContain(`approximated share ${spokenSigned(guessed)}`);
  const heard = listen(element as unknown as HTMLElement, "ecco-token-hover");
  const cell = one(element, `[data-row="2"][data-column="${2 + width}"]`);
  cell.dispatchEvent(new PointerEvent("pointerover", {bubbles: true, composed: true}));
  cell.click();
  await settled(element);
  expect((heard[0] as CustomEvent).detail).toEqual({position: 2});
  expect(element.value).toEqual({layer: 2, position: 2, head: null});
  expect(one(element, ".tip").textContent).toContain("first order");
});

test("texts that answer alike: values instead of shares, and a word about it", async () => {
  const element = await mount("ecco-patching", {data: patching.same});
  expect(one(element, ".facts .bad").textContent).toContain("nothing to restore");
  expect(one(element, '[data-row="0"][data-column="0"]').textContent).toContain("+7.7");
});

test("results without values are drawn, said and written without a word too many", async () => {
  const {residual} = patching;
  const none = {tokens: [], cleanTokens: [], values: [], recovered: [], approximation: []};
  for (const [tag, data] of [
    ["ecco-patching", {...residual, ...none}],
    ["ecco-ablation", {...ablation.head, layers: [], units: [], effects: []}],
    ["ecco-direct-logits", {...direct.layer, parts: []}]
  ] as const) {
    const element = await mount(tag, {data});
    expect(all(element, ".body [data-row]").length, tag).toBeLessThan(2);
    expect(one(element, ".view").ariaLabel, tag).not.toMatch(/NaN|undefined|null/);
    press(element, "t");
    await settled(element);
    expect(one(element, ".view").textContent, tag).not.toMatch(/NaN|undefined|null/);
  }
});

test("a decoder's heads, those that look at the source and the MLP are groups of their own", async () => {
  const element = await mount("ecco-direct-logits", {data: direct.cross});
  expect(all(element, ".ch.apart").map(({textContent}) => textContent)).toEqual(["0", "MLP"]);
  const heads = direct.cross.parts.filter(({layer}) => layer !== null);
  expect(all(element, ".grid [data-row]")).toHaveLength(heads.length);
});
