import {render} from "lit";
import {expect, test} from "vitest";
import {eventually} from "../eventually.ts";
import type {Token} from "../../packages/viz/src/index.ts";
import {drawTokens} from "../../packages/viz/src/token/draw-tokens.ts";
import {tokenLabel} from "../../packages/viz/src/token/label.ts";
import json from "./data/token-strip.json" with {type: "json"};
import {all, mount, one, press, settled} from "./mount.ts";

const long = json.long as unknown as readonly Token[];
const tokens = Array.from({length: 5000}, (_, i) => long[i % long.length]!);

/** Waits until something is so. */
const until = (test: () => boolean): Promise<void> => eventually(() => expect(test()).toBe(true));

test("of 5,000 tokens what is near is drawn at once, the rest when there is time; every one can be reached", async () => {
  const element = await mount("ecco-token-strip", {data: {tokens: tokens.slice(0, 50)}});
  element.data = {tokens};
  await element.updateComplete;
  const drawn = (): number => all(element, ".t").length;
  expect(drawn()).toBeGreaterThan(50);
  expect(drawn()).toBeLessThan(1500);
  one(element, '[tabindex="0"]').focus();
  press(element, "End");
  await settled(element);
  const focused = (): HTMLElement =>
    (element.renderRoot as ShadowRoot).activeElement as HTMLElement;
  expect(focused().dataset["column"]).toBe("4999");
  const {bottom, top} = focused().getBoundingClientRect();
  expect(top).toBeGreaterThanOrEqual(0);
  expect(bottom).toBeLessThanOrEqual(innerHeight);
  press(element, "ArrowLeft");
  await settled(element);
  expect(focused().dataset["column"]).toBe("4998");
  press(element, "Home");
  await settled(element);
  expect(focused().dataset["column"]).toBe("0");
  await until(() => drawn() === 5000);
  expect(all(element, ".t").map(({textContent}) => textContent)).toEqual(
    tokens.map((token) => tokenLabel(token))
  );
  expect(all(element, '[tabindex="0"]').filter((t) => t.matches(".t"))).toHaveLength(1);
  const before = all(element, ".t");
  focused().blur();
  element.data = {tokens: [...tokens, long[0]!]};
  element.highlight = 3;
  await settled(element);
  await until(() => drawn() === 5001);
  expect(
    all(element, ".t")
      .slice(0, 5000)
      .every((token, i) => token === before[i])
  ).toBe(true);
  expect(all(element, ".linked").map(({dataset}) => dataset["column"])).toEqual(["3"]);
});

test("a table of 5,000 rows has pages, and CSV has them all", async () => {
  const element = await mount("ecco-token-strip", {data: {tokens}, table: true});
  expect(all(element, ".twin tbody tr")).toHaveLength(500);
  const [earlier, later] = all(element, ".pages button");
  expect(one(element, ".pages").textContent).toContain("rows 1–500 of 5\u202f000");
  earlier!.click();
  later!.click();
  await settled(element);
  expect(one(element, ".pages").textContent).toContain("rows 501–1\u202f000 of");
  expect(all(element, ".twin tbody tr")[0]!.children[1]!.textContent).toBe("500");
  expect(element.toCsv().split("\r\n").length).toBeGreaterThanOrEqual(5001);
});

test("right to left and mixed: the strip follows its text, each token stands for itself", async () => {
  const said = ["مطار", " هيثرو", " Heathrow", " يقع", " (12)"];
  const data = {
    tokens: said.map((text, id) => ({id, text, word: null, start: null, end: null, special: false}))
  };
  const element = await mount("ecco-token-strip", {data});
  const left = (i: number): number => all(element, ".t")[i]!.getBoundingClientRect().left;
  expect(left(0)).toBeGreaterThan(left(1));
  expect(left(1)).toBeGreaterThan(left(2));
  expect(getComputedStyle(all(element, ".t")[2]!).unicodeBidi).toBe("isolate");
  one(element, '[tabindex="0"]').focus();
  press(element, "ArrowLeft");
  await settled(element);
  expect(((element.renderRoot as ShadowRoot).activeElement as HTMLElement).dataset["column"]).toBe(
    "1"
  );
});

test("bytes of one character stand in boxes and are said together once", () => {
  const tokens = json.scripts as unknown as readonly Token[];
  const box = document.createElement("div");
  render(drawTokens(tokens), box);
  const boxes = [...box.querySelectorAll(".hex")].map(({textContent}) => textContent);
  expect(boxes.slice(0, 2)).toEqual(["C3", "AF"]);
  const said = [...box.querySelectorAll(".tog")].map(({textContent}) => textContent);
  expect(said).toEqual(["together ï", "together 🦜", "together 東", "together 京"]);
  expect(box.querySelectorAll(".hex")[1]!.ariaLabel).toBe("byte AF, together ï");
});
