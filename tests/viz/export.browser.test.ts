import axe from "axe-core";
import {expect, onTestFinished, test} from "vitest";
import {writtenData} from "../../packages/cells/src/recorded/written-data.ts";
import type {View} from "../../packages/viz/src/index.ts";
import {all, mount, one, press, settled} from "./mount.ts";
import {chapters} from "./pictures/chapters.ts";
import {recorded} from "./recorded.ts";

type AnyView = View<unknown, unknown>;

/** The first picture of every view, whichever there are. */
const pictures = chapters.flatMap(({pictures}) => {
  const picture = pictures.find(({states}) => states) ?? pictures[0]!;
  return "toSvg" in document.createElement(picture.tag) ? [picture] : [];
});

const words = (text: string): string => text.replaceAll(/\s+/g, "");

test.each(pictures.map(({tag, properties}) => [tag, properties] as const))(
  "%s: SVG, HTML, JSON and snippet hold what is drawn, and nothing that needs a page",
  async (tag, properties) => {
    const view = (await mount(tag, properties)) as unknown as AnyView;
    const origin = {model: "atlas", prompt: 'a "<b>'};
    view.origin = origin;
    const svg = new DOMParser().parseFromString(await view.toSvg(), "image/svg+xml");
    expect(svg.querySelector("parsererror, foreignObject, script, style")).toBeNull();
    expect(svg.querySelector("desc")!.textContent.length).toBeGreaterThan(10);
    const written = words(svg.documentElement.textContent);
    for (const part of [".title", ".facts", ".legend"])
      for (const element of all(view, part))
        expect(written, part).toContain(words(element.textContent));
    expect(svg.querySelectorAll("path, rect, line, text, svg, image").length).toBeGreaterThan(10);

    const page = new DOMParser().parseFromString(await view.toHtml(), "text/html");
    expect(page.querySelectorAll('script:not([type="application/json"])')).toHaveLength(0);
    expect(page.querySelectorAll("table.twin tbody tr").length).toBeGreaterThan(0);
    expect(page.documentElement.outerHTML).not.toMatch(/(src|href)="https?:|url\(["']?http/);
    const template = page.querySelector("template")!;
    expect(words(template.content.textContent)).toContain(
      words(view.renderRoot.querySelector(".title")!.textContent)
    );
    const said = JSON.parse(page.querySelector("script")!.textContent) as unknown;

    const trace = JSON.parse(view.toJson()) as unknown;
    expect(trace).toEqual(said);
    expect(trace).toEqual({
      format: "ecco-trace",
      version: 1,
      model: "atlas",
      entries: [
        {request: {prompt: origin.prompt}, result: JSON.parse(JSON.stringify(view.data)) as unknown}
      ]
    });

    const box = document.createElement("div");
    box.innerHTML = view.toSnippet();
    const [copy] = box.children;
    expect([copy!.localName, copy!.getAttribute("prompt"), copy!.getAttribute("model")]).toEqual([
      tag,
      origin.prompt,
      "atlas"
    ]);
    expect(await writtenData(copy!.getAttribute("data")!, tag)).toEqual(trace);
  }
);

test("the copied element is one tag in HTML, Markdown, MDX and templates, whatever its prompt says", async () => {
  const prompt = '{{a}} {b} {% c %} `d` "e" <f> & \\g\n\n- h';
  const data = {...recorded.candidates, tokens: [{id: 1, text: prompt, word: 0, start: 0, end: 9}]};
  const view = await mount("ecco-candidates", {data, origin: {model: "atlas", prompt}});
  const [open, close, ...rest] = view.toSnippet().split("\n");
  expect(open).toMatch(/^<ecco-candidates( [\w-]+="[^"{}%`<>\n]*")+>$/);
  expect([close, ...rest]).toEqual(["</ecco-candidates>", ""]);
  const box = document.createElement("div");
  box.innerHTML = view.toSnippet();
  const copy = box.querySelector("ecco-candidates")!;
  expect(copy.getAttribute("prompt")).toBe(prompt);
  const trace = await writtenData(copy.getAttribute("data")!, "ecco-candidates");
  expect(trace).toMatchObject({entries: [{request: {prompt}, result: {tokens: data.tokens}}]});
});

test("PNG: twice the view's size, and not empty", async () => {
  const view = await mount("ecco-saliency", {data: recorded.attributions});
  const image = await createImageBitmap(await view.toPng());
  const {width, height} = one(view, ".view").getBoundingClientRect();
  expect(image.width).toBe(width * 2);
  expect(Math.abs(image.height - height * 2)).toBeLessThanOrEqual(2);
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d")!;
  context.drawImage(image, 0, 0);
  const {data} = context.getImageData(0, 0, image.width, image.height);
  expect(new Set(new Uint32Array(data.buffer)).size).toBeGreaterThan(20);
});

test("the menu: only where there is data, by keyboard alone, and the view's keys stay outside", async () => {
  const view = await mount("ecco-saliency");
  expect(all(view, ".more")).toHaveLength(0);
  view.data = recorded.attributions;
  await settled(view);
  const button = one(view, ".more");
  button.focus();
  press(view, "ArrowDown");
  await settled(view);
  const {violations} = await axe.run("main", {rules: {region: {enabled: false}}});
  expect(violations.map(({id}) => id)).toEqual([]);
  const items = all(view, "[role=menuitem]");
  const focused = (): Element | null => (view.renderRoot as ShadowRoot).activeElement;
  expect(focused()).toBe(items[0]);
  press(view, "End");
  expect(focused()).toBe(items.at(-1));
  press(view, "t");
  expect(view.table).toBe(false);
  press(view, "Home");
  const saved: string[] = [];
  const click = HTMLAnchorElement.prototype.click;
  onTestFinished(() => void (HTMLAnchorElement.prototype.click = click));
  HTMLAnchorElement.prototype.click = function () {
    saved.push(this.download);
  };
  items[0]!.click();
  await expect.poll(() => items[0]!.textContent.trim()).toBe("Saved");
  expect(saved).toEqual(["saliency.svg"]);
  press(view, "Escape");
  await settled(view);
  expect(all(view, ".menu")).toHaveLength(0);
  expect(focused()).toBe(button);
});

test("without data every export says what is missing", async () => {
  const view = await mount("ecco-candidates");
  expect(view.toCsv()).toBe("");
  expect(() => view.toJson()).toThrow(/^<ecco-candidates>: got no data, expected something drawn/);
  await expect(view.toSvg()).rejects.toThrow(/^<ecco-candidates>: got no data/);
});

test("what is set shows in the markup, defaults and states do not, and an author's own words stay", async () => {
  const view = await mount("ecco-saliency", {data: recorded.attributions, state: "live"});
  expect(view.getAttributeNames()).not.toEqual(expect.arrayContaining(["state"]));
  expect(view.getAttributeNames()).not.toEqual(expect.arrayContaining(["level"]));
  Object.assign(view, {method: "occlusion", variant: "detailed", signed: false, level: 2});
  await settled(view);
  expect(view.getAttribute("method")).toBe("occlusion");
  expect([view.getAttribute("level"), view.getAttribute("signed")]).toEqual(["2", "false"]);
  let updates = 0;
  view.addController({hostUpdate: () => void updates++});
  view.setAttribute("level", "2.0");
  Object.assign(view, {signed: true, method: undefined});
  await settled(view);
  expect(view.outerHTML).toMatch(/ level="2.0"/);
  expect([view.hasAttribute("method"), view.hasAttribute("signed")]).toEqual([false, false]);
  expect(updates).toBeLessThan(3);
});
