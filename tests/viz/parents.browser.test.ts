/** Views in the parents, and at the widths, that pages bring. */
import {afterEach, beforeAll, expect, test} from "vitest";
import {define} from "../../packages/viz/src/index.ts";
import type {View} from "../../packages/viz/src/index.ts";
import {settled} from "./mount.ts";
import {chapters} from "./pictures/chapters.ts";
import {statesOf} from "./pictures/picture.ts";
import {sticksOut} from "./sticking-out.ts";

type Any = View<unknown, unknown> & HTMLElement;

interface Drawn {
  readonly name: string;
  readonly tag: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

const long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
const fields: readonly Drawn[] = [
  {name: "prompt", tag: "ecco-prompt", properties: {value: `Heathrow ${long}`, label: "Prompt"}},
  {
    name: "conversation",
    tag: "ecco-prompt",
    properties: {chat: true, value: long, system: "Be brief.", suggestions: [long, "Paris"]}
  },
  {
    name: "picker",
    tag: "ecco-model-picker",
    properties: {
      open: true,
      value: "atlas",
      models: [
        {src: "atlas", name: "atlas", detail: "gpt2 · 4.8 M weights", bytes: 9_585_904},
        {src: "hf:a/b", name: long, bytes: null, removable: true}
      ]
    }
  },
  {
    name: "picker that asks",
    tag: "ecco-model-picker",
    properties: {
      offer: {name: long, bytes: 5e8, host: "huggingface.co", place: "in this browser", token: true}
    }
  },
  {
    name: "picker that brings",
    tag: "ecco-model-picker",
    properties: {transfer: {name: long, loaded: 5e7, total: 1e8, rate: 1e6, remaining: 50}}
  }
];
const pictures: readonly Drawn[] = chapters.flatMap(({pictures: all}) => all);
/** A view of each kind while it runs and as a table; what is drawn without data is the same in all, and is looked at in one. */
const states: readonly Drawn[] = chapters.flatMap(({pictures: all}, i) => {
  const whole = all.find((picture) => picture.states);
  if (!whole) return [];
  return statesOf(whole)
    .filter(({name}) => i === 0 || name === "running" || name === "table")
    .map(({name, ...rest}) => ({...rest, name: `${whole.name}: ${name}`}));
});
/** One of each view, and the fields. */
const kinds: readonly Drawn[] = [
  ...new Map(pictures.toReversed().map((picture) => [picture.tag, picture])).values(),
  ...fields
];

function make({tag, properties}: Drawn): Any {
  return Object.assign(document.createElement(tag), properties) as unknown as Any;
}

async function drawn(elements: readonly Any[]): Promise<void> {
  for (const element of elements) await element.updateComplete;
  await settled(elements.at(-1)!);
}

define();

const all = [...pictures, ...states, ...fields];
const crowd = all.map(make);
const main = document.createElement("main");
main.style.marginInline = "300px";
main.append(...crowd);

beforeAll(() => {
  document.body.style.margin = "0";
});
afterEach(() => {
  document.body.replaceChildren();
  document.documentElement.style.cssText = "";
});

/** Where a view stands at *HERE*, in a place of 900 px. */
const shrinking: Readonly<Record<string, string>> = {
  "a row": `<div style="display:flex">HERE</div>`,
  "a row beside what does not give way": `<div style="display:flex"><b style="flex:none;width:650px"></b>HERE</div>`,
  "a box in a row": `<div style="display:flex"><div>HERE</div></div>`,
  "an inline row": `<div style="display:inline-flex">HERE</div>`,
  "a column": `<div style="display:flex;flex-direction:column;align-items:flex-start">HERE</div>`,
  "a grid": `<div style="display:grid;justify-items:start">HERE</div>`,
  "a grid of its own width": `<div style="display:inline-grid">HERE</div>`,
  columns: `<div style="display:grid;grid-template-columns:auto auto;justify-content:start">HERE</div>`,
  "a narrowest column": `<div style="display:grid;grid-template-columns:min-content 1fr"><div>HERE</div></div>`,
  "a table": `<table><tr><td>HERE</td></tr></table>`,
  "a table beside text": `<table><tr><td>HERE</td><td>${"text ".repeat(300)}</td></tr></table>`,
  "a float": `<div style="float:right">HERE</div>`,
  "an inline block": `<div style="display:inline-block">HERE</div>`,
  "an unbroken line": `<div style="white-space:nowrap"><div style="display:inline-block">HERE</div></div>`,
  "fit-content": `<div style="width:fit-content">HERE</div>`,
  "max-content": `<div style="width:max-content">HERE</div>`,
  "min-content": `<div style="width:min-content">HERE</div>`,
  "a dialog": `<dialog open style="position:static">HERE</dialog>`,
  "a fieldset that shrinks": `<fieldset style="width:fit-content">HERE</fieldset>`,
  "an absolute box": `<div style="position:absolute">HERE</div>`,
  "an absolute box at the edge": `<div style="position:absolute;left:880px">HERE</div>`,
  "a float in a cell in a row": `<div style="display:flex"><table><tr><td><div style="float:left">HERE</div></td></tr></table></div>`,
  "right to left": `<div dir="rtl" style="display:flex"><div>HERE</div></div>`,
  "large letters": `<div style="display:inline-block;font-size:60px;letter-spacing:9px;word-spacing:9px;text-indent:50px">HERE</div>`
};

/** Puts the views one after another into each parent, and returns those that are not as they should be there. */
function misfits(
  parents: Readonly<Record<string, string>>,
  elements: readonly Any[],
  fits: (element: Any) => boolean
): readonly string[] {
  const place = document.createElement("div");
  place.style.cssText = "width:900px;position:relative;overflow:hidden";
  document.body.append(place);
  return Object.entries(parents).flatMap(([name, markup]) => {
    const copies = elements.map((element) => {
      const copy = document.createElement("div");
      copy.style.cssText = "position:relative;overflow:hidden";
      copy.innerHTML = markup.replace("HERE", `<span class="here"></span>`);
      copy.querySelector(".here")!.replaceWith(element);
      return copy;
    });
    place.replaceChildren(...copies);
    return elements
      .filter((element) => !fits(element))
      .map((element) => `${element.localName} in ${name}: ${widthOf(element)} px`);
  });
}

const widthOf = (element: Any): number => element.getBoundingClientRect().width;
const sectionOf = (element: Any): number =>
  element.shadowRoot!.querySelector(".view")!.getBoundingClientRect().width;

/** Parents of 180 px that say how wide they are. */
const definite: Readonly<Record<string, string>> = {
  "a block": `<div style="width:180px">HERE</div>`,
  "a row": `<div style="display:flex;width:180px">HERE</div>`,
  "a column": `<div style="display:flex;flex-direction:column;width:180px">HERE</div>`,
  "a grid": `<div style="display:grid;width:180px">HERE</div>`,
  "two columns": `<div style="display:grid;grid-template-columns:1fr 1fr;width:360px">HERE<i></i></div>`,
  "a dialog": `<dialog open style="position:static;padding:0;border:0;width:180px">HERE</dialog>`,
  "an absolute box": `<div style="position:absolute;width:180px">HERE</div>`
};

test("views that follow each other do not touch, as long as the page says nothing else", async () => {
  const [first, second] = [make(kinds[0]!), make(kinds[0]!)];
  document.body.append(first, second);
  await drawn([first, second]);
  const between = (): number =>
    second.getBoundingClientRect().top - first.getBoundingClientRect().bottom;
  expect(between()).toBe(12);
  first.style.margin = second.style.margin = "0";
  expect(between()).toBe(0);
});

test("a view is at least 200 px wide in every parent that is as wide as what it holds, and gives way to one that says it is narrower", async () => {
  const elements = kinds.map(make);
  document.body.append(...elements);
  await drawn(elements);
  expect(
    misfits(shrinking, elements, (each) => widthOf(each) >= 200 && sectionOf(each) >= 200)
  ).toEqual([]);
  expect(
    misfits(definite, elements, (each) => widthOf(each) === 180 && sectionOf(each) === 180)
  ).toEqual([]);
});
test.each([
  ["230 px", {width: "230px"}, {}, "ltr"],
  ["230 px, right to left", {width: "230px"}, {}, "rtl"],
  ["180 px", {width: "180px"}, {}, "ltr"],
  ["230 px, with letters of twice the size", {width: "230px"}, {fontSize: "200%"}, "ltr"]
])("at %s nothing of a view sticks out", async (_, place, page, dir) => {
  Object.assign(document.documentElement.style, page);
  Object.assign(main.style, place);
  main.dir = dir;
  document.body.append(main);
  await drawn(crowd);
  const out = crowd.flatMap((element, i) => {
    const parts = sticksOut(element);
    return parts.length
      ? [`${element.localName}, ${all[i]!.name}: ${parts.slice(0, 4).join("; ")}`]
      : [];
  });
  expect(out).toEqual([]);
});
