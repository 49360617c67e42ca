import {afterEach, describe, expect, onTestFinished, test, vi} from "vitest";
import {eventually} from "../eventually.ts";
import {recorded} from "./recorded.ts";
import {all, listen, mount, one, press, settled} from "./mount.ts";

const {attributions, candidates, lens, produced, watched} = recorded;
const n = attributions.tokens.length;

/** Every view with data: tag, properties, and how many values its picture has. */
const views = [
  ["ecco-token-strip", {data: {tokens: recorded.tokens}}, recorded.tokens.length],
  ["ecco-saliency", {data: attributions}, n],
  ["ecco-saliency", {data: attributions, signed: false}, n],
  ["ecco-saliency", {data: attributions, variant: "detailed"}, n],
  ["ecco-saliency", {data: attributions, variant: "detailed", signed: false}, n],
  ["ecco-saliency", {data: recorded.review}, recorded.review.tokens.length],
  ["ecco-candidates", {data: candidates}, candidates.top.length],
  ["ecco-logit-lens", {data: lens, value: {layer: 4, position: 9}}, lens.layers.length * n],
  ["ecco-rankings", {data: produced}, produced.layers.length],
  ["ecco-rankings", {data: watched}, watched.layers.length]
] as const;
const name = ([tag, properties]: (typeof views)[number]): string =>
  `${tag} ${Object.keys(properties)
    .filter((k) => k !== "data")
    .join(" ")}`;

afterEach(() => {
  document.documentElement.style.colorScheme = "";
  document.head.querySelectorAll("style[data-test]").forEach((style) => style.remove());
});

describe.each(views.map((view) => [name(view), ...view] as const))(
  "%s",
  (_name, tag, properties, rows) => {
    test("the table twin has a row for each value, by button and by T", async () => {
      const element = await mount(tag, properties);
      press(element, "t");
      await settled(element);
      expect(element.table).toBe(true);
      expect(all(element, "table.twin tbody tr")).toHaveLength(rows);
      expect(one(element, "table.twin caption").textContent).not.toBe("");
      expect(element.toCsv().split("\r\n").length).toBeGreaterThan(rows);
      all(element, "footer .link").at(-1)!.click();
      await settled(element);
      expect(all(element, "table.twin")).toHaveLength(0);
    });
  }
);

describe("selection and hover", () => {
  test("pinning sends one input that stays in its tree, setting from outside none, Escape lets go", async () => {
    const element = await mount("ecco-saliency", {data: attributions});
    const heard = listen(document.body, "input");
    element.value = n + 1;
    await settled(element);
    expect(heard).toHaveLength(0);
    one(element, `[data-column="${n}"]`).click();
    expect(element.value).toBe(n);
    expect(heard.map(({composed, bubbles}) => [composed, bubbles])).toEqual([[false, true]]);
    one(element, `[data-column="${n}"]`).focus();
    press(element, "Escape");
    press(element, "Escape");
    expect(element.value).toBeNull();
    expect(heard).toHaveLength(2);
  });

  test("a token of the prompt is not a target", async () => {
    const element = await mount("ecco-saliency", {data: attributions});
    one(element, '[data-column="0"]').click();
    expect(element.value).toBeNull();
  });

  test("pointing at a produced token recolours what came before it", async () => {
    const element = await mount("ecco-saliency", {data: attributions});
    const fills = (): string[] =>
      all(element, ".t").map(({className}) => /\b[pn]\d\b/.exec(className)?.[0] ?? "");
    const before = fills();
    one(element, `[data-column="${n + 1}"]`).dispatchEvent(
      new PointerEvent("pointerover", {bubbles: true, composed: true})
    );
    await settled(element);
    expect(fills()).not.toEqual(before);
    expect(fills()[n]).not.toBe("");
    one(element, ".body").dispatchEvent(new PointerEvent("pointerleave"));
    await settled(element);
    expect(fills()).toEqual(before);
  });

  test("a position pointed at elsewhere is outlined, hovering tells others", async () => {
    const element = await mount("ecco-logit-lens", {data: lens, highlight: 3});
    expect(all(element, ".linked")).toHaveLength(lens.layers.length);
    const heard = listen(element as unknown as HTMLElement, "ecco-token-hover");
    one(element, '[data-row="2"][data-column="5"]').dispatchEvent(
      new PointerEvent("pointerover", {bubbles: true, composed: true})
    );
    one(element, ".body").dispatchEvent(new PointerEvent("pointerleave"));
    expect(heard.map((event) => (event as CustomEvent).detail.position)).toEqual([5, null]);
  });

  test("the lens pins a cell with Enter", async () => {
    const element = await mount("ecco-logit-lens", {data: lens});
    one(element, '.body [tabindex="0"]').focus();
    press(element, "Enter");
    expect(element.value).toEqual({layer: "embedding", position: n - 1});
    press(element, "ArrowDown");
    await settled(element);
    press(element, "Enter");
    expect(element.value).toEqual({layer: 0, position: n - 1});
  });

  test("the tooltip of a cell has top 3, entropy and divergence, in the top layer, beside the mark", async () => {
    const element = await mount("ecco-logit-lens", {data: lens});
    const cell = one(element, '[data-row="5"][data-column="9"]');
    cell.dispatchEvent(new PointerEvent("pointerover", {bubbles: true, composed: true}));
    await eventually(() => expect(one(element, ".tip").matches(":popover-open")).toBe(true));
    await settled(element);
    const tip = one(element, ".tip");
    expect(tip.querySelectorAll("tr")).toHaveLength(5);
    expect(tip.textContent).toContain("bits");
    const [a, b] = [tip.getBoundingClientRect(), cell.getBoundingClientRect()];
    expect(a.top >= b.bottom || a.bottom <= b.top).toBe(true);
  });

  test("a token keeps its element when the prompt grows", async () => {
    const element = await mount("ecco-saliency", {data: attributions});
    const before = all(element, ".t").slice(0, n);
    const more = {...attributions.produced[0]!};
    element.data = {tokens: [...attributions.tokens, more], produced: [], attributions: []};
    await settled(element);
    expect(all(element, ".t").slice(0, n)).toEqual(before);
    expect(
      all(element, ".t")
        .slice(0, n)
        .every((token, i) => token === before[i])
    ).toBe(true);
  });
});

describe("controls", () => {
  test("choosing a method tells the page and changes nothing drawn", async () => {
    const element = await mount("ecco-saliency", {
      data: attributions,
      choices: {method: ["integrated-gradients", "occlusion"]}
    });
    const [changes, inputs] = [
      listen(document.body, "ecco-change"),
      listen(document.body, "input")
    ];
    const select = one(element, 'select[name="method"]') as HTMLSelectElement;
    select.value = "occlusion";
    select.dispatchEvent(new Event("input", {bubbles: true, composed: true}));
    select.dispatchEvent(new Event("change", {bubbles: true}));
    expect(changes.map((event) => (event as CustomEvent).detail)).toEqual([
      {name: "method", value: "occlusion"}
    ]);
    expect(inputs).toHaveLength(0);
    expect(element.method).toBe("occlusion");
  });

  test("signs are shown unless the reader or the page wants sizes", async () => {
    const element = await mount("ecco-saliency", {data: recorded.incomplete});
    const host = element as unknown as HTMLElement;
    const subtitle = (): string => one(element, ".sub").textContent.replace(/\s+/g, " ").trim();
    expect(subtitle()).toMatch(/^What raised and what lowered the log-probability of London/);
    expect(host.hasAttribute("signed")).toBe(false);
    expect(all(element, ".legend .n5")).toHaveLength(1);
    one(element, 'button[value="false"]').click();
    await settled(element);
    expect(host.getAttribute("signed")).toBe("false");
    expect(subtitle()).toMatch(/^How much each token moved .*, without signs/);
    expect(all(element, ".legend .n5, .t[class*=' n']")).toHaveLength(0);
    host.removeAttribute("signed");
    await settled(element);
    expect(all(element, ".legend .n5")).toHaveLength(1);
    // All that has a colour raised it: the legend has no side that lowers.
    const scores = recorded.incomplete.scores.map(Math.abs);
    element.data = {...recorded.incomplete, scores};
    await settled(element);
    expect(one(element, ".legend").textContent).toMatch(/^0raises \+/);
    expect(all(element, ".legend .n5")).toHaveLength(0);
    element.data = {...recorded.incomplete, scores: scores.map((x) => -x)};
    await settled(element);
    expect(one(element, ".legend").textContent).toMatch(/lowers0$/);
    expect(all(element, ".legend .p5")).toHaveLength(0);
  });

  test("the gradient's lengths have no sign, so no switch is offered", async () => {
    const element = await mount("ecco-saliency", {data: recorded.gradient});
    expect(all(element, 'button[name="signed"]')).toHaveLength(0);
    expect(all(element, ".legend .n5")).toHaveLength(0);
  });

  test("below 430 px the lens is one position with steps", async () => {
    const element = await mount("ecco-logit-lens", {data: lens}, 400);
    expect(all(element, ".rows .row")).toHaveLength(lens.layers.length);
    expect(one(element, ".stepper .where").textContent).toContain(`position ${n - 1}`);
    all(element, ".stepper button")[0]!.click();
    await settled(element);
    expect(one(element, ".stepper .where").textContent).toContain(`position ${n - 2}`);
  });
});

describe("the page around", () => {
  const style = (text: string): void => {
    const sheet = document.createElement("style");
    sheet.dataset["test"] = "";
    sheet.textContent = text;
    document.head.append(sheet);
  };

  test("resets and inherited styles do not leak in", async () => {
    const before = await mount("ecco-saliency", {data: attributions});
    const look = (element: typeof before): string[] =>
      [".title", ".t", "footer", ".view"].map((selector) => {
        const s = getComputedStyle(one(element, selector));
        return [
          s.color,
          s.fontFamily,
          s.fontSize,
          s.letterSpacing,
          s.textTransform,
          s.lineHeight,
          s.padding,
          s.textAlign,
          s.fontStyle
        ].join();
      });
    const plain = look(before);
    style(
      `html { font-size: 62.5% } * { margin: 9px; padding: 3px; color: green !important; letter-spacing: 3px; font: italic 9px/3 serif; text-transform: uppercase; text-align: center }`
    );
    expect(look(await mount("ecco-saliency", {data: attributions}))).toEqual(plain);
  });

  test("tokens that a page sets win, by inheritance and on the element", async () => {
    style(`:root { --ecco-ink: rgb(1, 2, 3) } ecco-candidates { --ecco-surface: rgb(4, 5, 6) }`);
    const element = await mount("ecco-candidates", {data: candidates});
    const {color, backgroundColor} = getComputedStyle(one(element, ".view"));
    expect([color, backgroundColor]).toEqual(["rgb(1, 2, 3)", "rgb(4, 5, 6)"]);
  });

  test("colours follow the page's scheme, not the system's", async () => {
    const element = await mount("ecco-candidates", {data: candidates});
    const ground = (): string => getComputedStyle(one(element, ".view")).backgroundColor;
    document.documentElement.style.colorScheme = "light";
    expect(ground()).toBe("rgb(255, 255, 255)");
    document.documentElement.style.colorScheme = "dark";
    expect(ground()).toBe("rgb(26, 26, 30)");
  });
});

describe("while somebody types", () => {
  test("updates within 250 ms do not move, later ones do", async () => {
    let time = 1000;
    vi.spyOn(performance, "now").mockImplementation(() => time);
    onTestFinished(() => void vi.restoreAllMocks());
    const element = await mount("ecco-candidates", {data: candidates});
    time += 251;
    const rapid = (): boolean => one(element, ".view").classList.contains("rapid");
    element.data = {...candidates};
    await settled(element);
    expect(rapid()).toBe(false);
    time += 249;
    element.data = {...candidates};
    await settled(element);
    expect(rapid()).toBe(true);
    expect(getComputedStyle(one(element, ".bar")).transitionDuration).toBe("0s");
  });

  test("a long lens stays at its end until the reader scrolls away", async () => {
    const times = <T>(values: readonly T[], n: number): T[] =>
      Array.from({length: n}, () => values).flat();
    const long = (n: number): typeof lens => ({
      ...lens,
      tokens: times(lens.tokens, n),
      cells: lens.cells.map((row) => times(row, n))
    });
    const element = await mount("ecco-logit-lens", {data: long(4)});
    const scroll = one(element, ".scroll");
    expect(scroll.scrollLeft).toBeGreaterThan(0);
    element.data = long(5);
    await settled(element);
    expect(scroll.scrollLeft + scroll.clientWidth).toBeGreaterThanOrEqual(scroll.scrollWidth - 2);
    scroll.scrollLeft = 40;
    element.data = long(6);
    await settled(element);
    expect(scroll.scrollLeft).toBe(40);
  });

  test("focus survives new data", async () => {
    const element = await mount("ecco-saliency", {data: attributions});
    const token = one(element, '[data-column="3"]');
    token.focus();
    element.data = {...attributions, attributions: [attributions.attributions[1]!]};
    await settled(element);
    expect((element.renderRoot as ShadowRoot).activeElement).toBe(token);
  });
});

describe("what can be missing", () => {
  test.each([
    ["ecco-token-strip", {tokens: []}],
    ["ecco-saliency", {tokens: [], produced: [], attributions: []}],
    [
      "ecco-saliency",
      {tokens: attributions.tokens, produced: attributions.produced, attributions: [null, null]}
    ],
    ["ecco-candidates", {...candidates, top: []}],
    ["ecco-logit-lens", {...lens, tokens: [], cells: lens.cells.map(() => [])}],
    ["ecco-rankings", {...produced, columns: []}],
    ["ecco-rankings", {...watched, columns: []}]
  ] as const)("%s draws data without values, and its table", async (tag, data) => {
    const element = await mount(tag, {data});
    element.table = true;
    await settled(element);
    expect(one(element, ".view").textContent).not.toMatch(/NaN|undefined|Infinity/);
  });

  test("a model without tokenizer shows ids", async () => {
    const element = await mount("ecco-candidates", {
      data: {...candidates, top: candidates.top.map((c) => ({...c, text: null}))}
    });
    expect(one(element, ".row.top .tx").textContent).toBe("#1785");
  });

  test("a state nobody knows is no state", async () => {
    const element = await mount("ecco-candidates", {data: candidates, state: "toString"});
    expect(all(element, ".cand .row").length).toBeGreaterThan(0);
  });
});

test("? lists the keys, Escape closes them", async () => {
  const element = await mount("ecco-candidates", {data: candidates});
  one(element, '[tabindex="0"]').focus();
  press(element, "?");
  await settled(element);
  expect(one(element, ".tip").textContent).toContain("table");
  press(element, "Escape");
  await settled(element);
  expect(all(element, ".tip")).toHaveLength(0);
});

test("tokens are drawn without a space that is not theirs, table rows are one line high", async () => {
  const {tokens} = recorded.attributions;
  const element = await mount("ecco-token-strip", {data: {tokens}});
  expect(all(element, ".t").map(({textContent}) => textContent)).toEqual(
    tokens.map(({text}) => text!.trim())
  );
  element.table = true;
  await settled(element);
  for (const row of all(element, ".twin tbody tr")) expect(row.offsetHeight).toBeLessThan(32);
});
