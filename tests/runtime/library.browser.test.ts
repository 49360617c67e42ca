import {createRuntime} from "@ecco/runtime";
import type {NotebookRuntime} from "@ecco/runtime";
import {afterEach, beforeEach, expect, test, vi} from "vitest";
import {eventually} from "../eventually.ts";

let notebook: NotebookRuntime;
let body: HTMLElement;
let place: HTMLElement;

beforeEach(() => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  body = document.body.appendChild(document.createElement("main"));
  place = body.appendChild(document.createElement("div"));
  notebook = createRuntime({root: body});
});
afterEach(() => {
  notebook.dispose();
  body.remove();
  vi.restoreAllMocks();
});
const show = (text: string, type = "js"): void => void notebook.define({id: 1, type, text}, place);
const shown = <E extends Element = HTMLElement>(selector: string): Promise<E> =>
  eventually(() => {
    const found = place.querySelector<E>(selector);
    expect(found, place.innerHTML.slice(0, 300)).not.toBeNull();
    return found!;
  });
const valueOf = (text: string): Promise<unknown> => {
  notebook.define({id: 2, type: "js", text: `const value = ${text};`});
  return notebook.value("value");
};

test("formulas are set in KaTeX's own letters, in a line, on a line of their own, and in Markdown", async () => {
  show("tex`\\frac{${1 + 1}}{x}`");
  const formula = await shown(".katex");
  expect(formula.querySelector("math annotation")!.textContent).toBe("\\frac{2}{x}");
  expect(getComputedStyle(formula).fontFamily).toContain("KaTeX_Main");
  await document.fonts.load('16px "KaTeX_Main"');
  expect(document.fonts.check('16px "KaTeX_Main"')).toBe(true);
  show("tex.block`x`");
  await shown(".katex-display");
  show("tex.options({displayMode: true, macros: {'\\\\R': '\\\\mathbb{R}'}})`\\R`");
  expect((await shown(".katex-display .mathbb")).textContent).toBe("R");
  show("A formula ${tex`y^2`} in a line", "md");
  expect((await shown("p .katex annotation")).textContent).toBe("y^2");
  show("tex`\\frac{1}{`");
  expect((await shown(".ecco-problem")).textContent).toMatch(
    /^The formula cannot be read: .*line 1/
  );
});

test("graphs are drawn in the colour of the text, except where another is named", async () => {
  show("dot`digraph { a -> b; c [color=red, fontcolor=blue] }`");
  const svg = await shown<SVGSVGElement>("svg");
  const fills = [...svg.querySelectorAll("text")].map((each) => each.getAttribute("fill"));
  expect(fills).toEqual(["currentColor", "currentColor", "blue"]);
  const strokes = [...svg.querySelectorAll("ellipse")].map((each) => each.getAttribute("stroke"));
  expect(strokes).toEqual(["currentColor", "currentColor", "red"]);
  show("dot`digraph { a -> `");
  expect((await shown(".ecco-problem")).textContent).toContain(
    "The graph cannot be read: syntax error in line 1"
  );
});

test("charts by Plot are shown, no wider than the page unless a width is given", async () => {
  show("Plot.barY(alphabet, {x: 'letter', y: 'frequency'}).plot()");
  expect((await shown("svg")).querySelectorAll("rect")).toHaveLength(26);
  const widths = (): Promise<unknown> =>
    valueOf(
      `((...charts) => charts.map((each) => each.getAttribute("width")))(Plot.plot(), Plot.ruleY([1]).plot(), Plot.plot({width: 500}), (await import("npm:@observablehq/plot")).plot())`
    );
  body.style.cssText = "width: 300px; padding: 10px; box-sizing: border-box";
  expect(await widths()).toEqual(["280", "280", "500", "280"]);
  body.style.cssText = "width: 900px";
  expect(await widths()).toEqual(["640", "640", "500", "640"]);
});

test("sample data is there, with numbers, dates and its columns", async () => {
  expect(await valueOf("penguins[0]")).toMatchObject({species: "Adelie", culmen_length_mm: 39.1});
  expect(await valueOf("aapl[0].Date instanceof Date && aapl.columns[0]")).toBe("Date");
  expect(await valueOf("[miserables.nodes.length, miserables.links.length]")).toEqual([77, 254]);
  const lengths = await valueOf(
    "[alphabet, cars, citywages, diamonds, flare, industries, olympians, pizza, weather].map((each) => each.length)"
  );
  expect(lengths).toEqual([26, 406, 195, 53940, 252, 1708, 11538, 29853, 2922]);
});

test("the old helpers make elements", async () => {
  show("DOM.element('svg:circle', {r: 3, 'xlink:href': '#a'})");
  const circle = await shown("circle");
  expect([circle.namespaceURI, circle.getAttribute("r")]).toEqual([
    "http://www.w3.org/2000/svg",
    "3"
  ]);
  expect(circle.getAttributeNS("http://www.w3.org/1999/xlink", "href")).toBe("#a");
  show("DOM.range(5)");
  const range = await shown<HTMLInputElement>("input");
  expect([range.type, range.min, range.max, range.step]).toEqual(["range", "0", "5", "any"]);
  show("DOM.select(['a', 'b'])");
  expect((await shown<HTMLSelectElement>("select")).value).toBe("a");
  show("DOM.context2d(10, 20, 3).canvas");
  const canvas = await shown<HTMLCanvasElement>("canvas");
  expect([canvas.width, canvas.height, canvas.style.width]).toEqual([30, 60, "10px"]);
  const id = (await valueOf("DOM.uid('clip')")) as {
    id: string;
    href: string;
    toString: () => string;
  };
  expect(id.id).toMatch(/^O-clip-\d+$/);
  expect(String(id)).toBe(`url(${id.href})`);
  const [svg, text, input] = (await valueOf("[DOM.svg(3, 4), DOM.text(5), DOM.input('date')]")) as [
    SVGSVGElement,
    Text,
    HTMLInputElement
  ];
  expect([svg.getAttribute("viewBox"), text.data, input.type]).toEqual(["0 0 3 4", "5", "date"]);
});

test("a file is made at the first click and saved at the second", async () => {
  let made = 0;
  const own = createRuntime({library: {make: () => () => (made++, new Blob(["a"]))}});
  own.define({id: 1, type: "js", text: "DOM.download(make, 'a.txt', 'Get it')"}, place);
  const link = await shown<HTMLAnchorElement>("a");
  // Nothing is saved in a test.
  body.addEventListener("click", (event) => event.preventDefault());
  const button = link.querySelector("button")!;
  expect([button.textContent, link.download, made]).toEqual(["Get it", "a.txt", 0]);
  button.click();
  await eventually(() => expect(button.textContent).toBe("Download"));
  expect([link.protocol, made]).toEqual(["blob:", 1]);
  button.click();
  await eventually(() => expect(button.textContent).toBe("Get it"));
  expect(link.hasAttribute("href")).toBe(false);
  own.dispose();
});

test("what is drawn by resize follows the room there is, and the last to ask is shown", async () => {
  place.style.width = "300px";
  const gates: (() => void)[] = [];
  const own = createRuntime({
    library: {
      draw: () => async (width: number) => {
        if (width !== 300) await new Promise<void>((open) => gates.push(open));
        return document.createTextNode(`${width} wide`);
      }
    }
  });
  own.define({id: 1, type: "js", text: "resize((width) => draw(width), invalidation)"}, place);
  await eventually(() => expect(place.textContent).toBe("300 wide"));
  place.style.width = "200px";
  await eventually(() => expect(gates).toHaveLength(1));
  place.style.width = "100px";
  await eventually(() => expect(gates).toHaveLength(2));
  gates[1]!();
  await eventually(() => expect(place.textContent).toBe("100 wide"));
  gates[0]!();
  await new Promise((resolve) => setTimeout(resolve));
  expect(place.textContent).toBe("100 wide");
  own.define({id: 1, type: "js", text: "resize(() => { throw new Error('no picture'); })"}, place);
  await eventually(() => expect(place.textContent).toBe("no picture"));
  own.dispose();
});

test("a worker of a text answers, and ends with its cell", async () => {
  expect(
    await valueOf(
      "await new Promise((told) => { const made = Generators.worker('postMessage(2)'); made.next().value.onmessage = ({data}) => { made.return(); told(data); }; })"
    )
  ).toBe(2);
});
