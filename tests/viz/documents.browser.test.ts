/** Views that are moved into another document, or made for it: frames, pop-up windows, and back. */
import {afterEach, beforeEach, expect, test} from "vitest";
import {define} from "../../packages/viz/src/index.ts";
import type {View} from "../../packages/viz/src/index.ts";
import {all, one, settled} from "./mount.ts";
import {chapters} from "./pictures/chapters.ts";
import {recorded} from "./recorded.ts";

type Any = View<unknown, unknown> & HTMLElement;

define();

const kinds = [
  ...new Map(chapters.flatMap(({pictures}) => pictures).map((each) => [each.tag, each])).values(),
  {tag: "ecco-prompt", properties: {value: "Heathrow"}},
  {tag: "ecco-model-picker", properties: {open: true}}
];
const make = ({tag, properties}: {readonly tag: string; readonly properties: object}): Any =>
  Object.assign(document.createElement(tag), properties) as unknown as Any;

let frame: HTMLIFrameElement;
beforeEach(() => {
  frame = document.createElement("iframe");
  frame.style.cssText = "width:400px;height:600px;border:0";
  document.body.replaceChildren(frame);
  frame.contentDocument!.body.style.margin = "0";
});
afterEach(() => document.body.replaceChildren());

const there = (): HTMLElement => frame.contentDocument!.body;

/** What of the look tells a styled element from one without styles. */
function lookOf(element: Any): readonly string[] {
  return all(element, ".view, .view *").map((part) => {
    const {display, color, backgroundColor, fontFamily, fontSize} = getComputedStyle(part);
    return [part.className, display, color, backgroundColor, fontFamily, fontSize].join();
  });
}

test("every element looks the same in a frame and when it is back, and has the document's own sheets", async () => {
  const elements = kinds.map(make);
  const place = document.createElement("div");
  place.style.width = "400px";
  place.append(...elements);
  document.body.append(place);
  await settled(elements.at(-1)!);
  const before = elements.map(lookOf);
  for (const home of [there(), place]) {
    home.append(...elements);
    await settled(elements.at(-1)!);
    for (const [i, element] of elements.entries()) {
      expect(lookOf(element), element.localName).toEqual(before[i]);
      expect(element.shadowRoot!.adoptedStyleSheets.length).toBeGreaterThan(2);
    }
  }
  // One copy a document, not one an element.
  there().append(...elements.slice(0, 2));
  const [a, b] = elements.map(({shadowRoot}) => shadowRoot!.adoptedStyleSheets);
  expect(a![0]).toBe(b![0]);
});

test("an element made here is drawn first in a frame, and in one that was loaded anew", async () => {
  for (const _ of [0, 1]) {
    const view = Object.assign(document.createElement("ecco-candidates"), {
      data: recorded.candidates
    }) as unknown as Any;
    there().append(view);
    await settled(view);
    expect(getComputedStyle(one(view, ".cand")).display).toBe("grid");
    frame.replaceWith((frame = document.createElement("iframe")));
  }
});

test("a document that no window shows costs nothing and spoils nothing", async () => {
  const inert = document.implementation.createHTMLDocument();
  const view = make(kinds[0]!);
  inert.body.append(view);
  await view.updateComplete;
  expect(view.shadowRoot!.adoptedStyleSheets).toEqual([]);
  document.body.append(view);
  await settled(view);
  expect(getComputedStyle(one(view, ".view")).display).toBe("block");
});

test("in a frame a view measures the frame: its room, its fingers and what scrolls", async () => {
  const view = make({tag: "ecco-logit-lens", properties: {data: recorded.lens}});
  document.body.append(view);
  await settled(view);
  frame.style.width = "300px";
  there().append(view);
  await settled(view);
  await expect.poll(() => all(view, ".stepper").length).toBe(1);
  frame.style.width = "900px";
  await expect.poll(() => all(view, ".grid").length).toBe(1);
  const mark = one(view, "[data-row][tabindex='0']");
  there().style.height = "3000px";
  mark.focus();
  await expect.poll(() => all(view, ".tip").length).toBe(1);
  expect(one(view, ".tip").matches(":popover-open")).toBe(true);
  frame.contentWindow!.scrollTo(0, 2500);
  await expect.poll(() => all(view, ".tip").length).toBe(0);
});

test("what a page without script shows in the element goes when it draws", async () => {
  const place = document.createElement("div");
  place.setHTMLUnsafe(
    `<ecco-candidates><template shadowrootmode="open"><p>A picture</p></template></ecco-candidates>`
  );
  document.body.append(place);
  const view = place.firstElementChild as Any;
  view.data = recorded.candidates;
  await settled(view);
  expect(view.shadowRoot!.textContent).not.toContain("A picture");
  expect(all(view, ".view")).toHaveLength(1);
});
