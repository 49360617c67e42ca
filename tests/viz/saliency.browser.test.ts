import {expect, test} from "vitest";
import {eventually} from "../eventually.ts";
import {all, listen, mount, one, press, settled} from "./mount.ts";
import {mutations} from "./mutations.ts";
import {attributions} from "./recorded-attributions.ts";
import {recorded} from "./recorded.ts";

const {relevance, measured, words} = attributions.saliency;
const data = recorded.attributions;
const tip = (element: Parameters<typeof one>[0]): string =>
  one(element, ".tip").textContent.replace(/\s+/g, " ");

test("words are picked, say how their sum came about, and keep the tokens' positions", async () => {
  const element = await mount("ecco-saliency", {
    data,
    choices: {unit: ["token", "word", "sentence"]}
  });
  const select = one(element, 'select[name="unit"]') as HTMLSelectElement;
  select.value = "word";
  select.dispatchEvent(new Event("change", {bubbles: true}));
  await settled(element);
  expect((element as unknown as HTMLElement).getAttribute("unit")).toBe("word");
  const marks = all(element, ".t");
  expect(marks[0]!.textContent.trim()).toBe("Heathrow");
  expect(marks).toHaveLength(8 + data.produced.length);
  const hovered = listen(element as unknown as HTMLElement, "ecco-token-hover");
  marks[1]!.focus();
  await settled(element);
  expect(hovered.map((event) => (event as CustomEvent).detail.position)).toEqual([3]);
  press(element, "Home");
  await settled(element);
  expect(tip(element)).toMatch(/word at position 0 Heathrow/);
  expect(tip(element)).toContain("He +0.08 + ath +0.59 + row +0.88");
  // What is pinned is a token of the text, whatever is drawn.
  marks[8]!.click();
  expect(element.value).toBe(10);
  element.highlight = 2;
  press(element, "Escape");
  (marks[8] as HTMLElement).blur();
  one(element, ".body").dispatchEvent(new PointerEvent("pointerleave"));
  await settled(element);
  expect(all(element, ".t.linked").map((mark) => mark.textContent.trim())).toEqual(["Heathrow"]);
  element.table = true;
  await settled(element);
  expect(all(element, "table.twin tbody tr")).toHaveLength(8);
  expect(one(element, "table.twin").textContent).toContain("He +0.08 + ath +0.59 + row +0.88");
});

test("a sentence's share is on all of its tokens; what was taken out whole says so", async () => {
  const element = await mount("ecco-saliency", {
    data: attributions.saliency.review,
    unit: "sentence"
  });
  const fills = all(element, ".t").map(({className}) => /\b[pn]\d\b/.exec(className)?.[0]);
  expect(new Set(fills.slice(0, 9)).size).toBe(1);
  expect(fills[0]).not.toBe(fills[9]);
  const whole = await mount("ecco-saliency", {data: words, unit: "word"});
  one(whole, '[data-column="0"]').focus();
  await settled(whole);
  expect(tip(whole)).toContain("as a whole");
});

test("figures of quality stand in the foot, facts about patents in its tooltip", async () => {
  const element = await mount("ecco-saliency", {data: measured});
  expect(one(element, ".facts").textContent).toContain("(random +2.68, best +6.75)");
  element.data = relevance;
  await settled(element);
  one(element, ".facts-box").dispatchEvent(new PointerEvent("pointerenter"));
  await eventually(() => expect(tip(element)).toContain("patented"));
  await settled(element);
  const box = one(element, ".tip");
  expect(box.scrollWidth).toBeLessThanOrEqual(box.clientWidth);
});

test("many methods stand in groups", async () => {
  const element = await mount("ecco-saliency", {
    data,
    choices: {
      method: [
        "saliency",
        "deeplift",
        "integrated-gradients",
        "lrp",
        "occlusion",
        "lime",
        "value-zeroing"
      ]
    }
  });
  const groups = all(element, 'select[name="method"] optgroup') as HTMLOptGroupElement[];
  expect(groups.map(({label}) => label)).toEqual([
    "gradients",
    "from a baseline",
    "relevance",
    "taking out",
    "attention"
  ]);
  expect((one(element, 'select[name="method"]') as HTMLSelectElement).value).toBe(
    "integrated-gradients"
  );
});

test("bars are put in order of strength, and stay at their positions", async () => {
  const element = await mount("ecco-saliency", {
    data: words,
    variant: "detailed",
    order: "strength",
    choices: {order: ["text", "strength"]}
  });
  const texts = (): string[] => all(element, ".col .tx").map((text) => text.textContent.trim());
  const sizes = texts().map((text) =>
    Math.abs(words.groups!.find((group) => group.text!.trim() === text)!.score)
  );
  expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
  expect(texts().slice(0, 2)).toEqual(["of", "Heathrow"]);
  const hovered = listen(element as unknown as HTMLElement, "ecco-token-hover");
  all(element, ".col")[0]!.focus();
  await settled(element);
  expect(hovered.map((event) => (event as CustomEvent).detail.position)).toEqual([9]);
  element.highlight = 1;
  (all(element, ".col")[0] as HTMLElement).blur();
  one(element, ".body").dispatchEvent(new PointerEvent("pointerleave"));
  await settled(element);
  expect(all(element, ".col.linked").map((column) => column.dataset["column"])).toEqual(["1"]);
  const select = one(element, 'select[name="order"]') as HTMLSelectElement;
  select.value = "text";
  select.dispatchEvent(new Event("change", {bubbles: true}));
  await settled(element);
  expect(texts()[0]).toBe("Heathrow");
});

test("of five thousand bars the strongest are drawn, the rest is counted, the table has all", async () => {
  const many = 5000;
  const token = data.tokens[3]!;
  const long = {
    ...relevance,
    tokens: Array.from({length: many}, () => token),
    encoderLength: many,
    scores: Array.from({length: many}, (_, i) => relevance.scores[i % 10]! / (1 + (i % 7))),
    norms: Array.from({length: many}, () => 1),
    target: {...relevance.target, position: many - 1}
  };
  const element = await mount("ecco-saliency", {data: long, variant: "detailed"});
  expect(all(element, ".col")).toHaveLength(300);
  expect(one(element, ".rest").textContent).toMatch(/^4\u202f700 others [\d.]+\u00a0%$/);
  const places = all(element, ".col").map(({dataset}) => Number(dataset["column"]));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(element.toCsv().split("\r\n")).toHaveLength(many + 1);
  element.variant = "minimal";
  await settled(element);
  expect(await mutations(element, () => (element.highlight = 40))).toBeLessThan(10);
});
