import {afterEach, describe, expect, test} from "vitest";
import {eventually} from "../eventually.ts";
import {cdp} from "vitest/browser";
import {faintTexts} from "./contrast.ts";
import {mountLarge} from "./large-grid.ts";
import {all, mount, one, press, settled} from "./mount.ts";
import {chapters} from "./pictures/chapters.ts";
import {recorded} from "./recorded.ts";

const {attributions} = recorded;
const wholes = chapters.flatMap(({pictures}) => pictures.filter(({states}) => states));

interface Media {
  readonly media?: string;
  readonly features?: readonly {readonly name: string; readonly value: string}[];
}

/** Lets the browser behave as on another screen, or on paper. */
async function emulate(media: Media): Promise<void> {
  const session = cdp() as unknown as {send: (method: string, options: object) => Promise<unknown>};
  await session.send("Emulation.setEmulatedMedia", {media: "", features: [], ...media});
  const {features = [], media: type = ""} = media;
  const asked = [...features.map(({name, value}) => `(${name}: ${value})`), type || "screen"];
  await eventually(() => expect(asked.filter((query) => !matchMedia(query).matches)).toEqual([]));
  for (let frame = 0; frame < 3; frame++)
    await new Promise((resolve) => requestAnimationFrame(resolve));
}

afterEach(() => emulate({}));

const styleOf = (element: Element): CSSStyleDeclaration => getComputedStyle(element);

describe("forced colours", () => {
  test("fills keep their colours, all else is the reader's, everything can be read", async () => {
    const element = await mount("ecco-saliency", {data: attributions});
    const filled = one(element, ".t.filled");
    const before = styleOf(filled).backgroundColor;
    await emulate({features: [{name: "forced-colors", value: "active"}]});
    expect(matchMedia("(forced-colors: active)").matches).toBe(true);
    expect(styleOf(filled).backgroundColor).toBe(before);
    const probe = document.createElement("p");
    document.body.append(probe);
    expect(styleOf(one(element, ".t:not(.filled)")).color).toBe(styleOf(probe).color);
    for (const {tag, properties, name} of wholes) {
      const view = await mount(tag, {...properties, state: "live"});
      expect.soft(faintTexts(view.renderRoot), `${tag} ${name}`).toEqual([]);
    }
  });

  test("a painted grid is painted again", async () => {
    const element = await mountLarge({rows: 40, columns: 60});
    await settled(element);
    const canvas = one(element, "canvas") as HTMLCanvasElement;
    const pixel = (): string => String(canvas.getContext("2d")!.getImageData(300, 120, 1, 1).data);
    const before = pixel();
    await emulate({features: [{name: "forced-colors", value: "active"}]});
    expect(pixel()).toBe(before);
    await emulate({
      features: [
        {name: "prefers-color-scheme", value: "dark"},
        {name: "forced-colors", value: "active"}
      ]
    });
    expect(pixel()).not.toBe(before);
  });
});

test("on paper a view is light, whole, and without what can be pressed", async () => {
  document.documentElement.style.colorScheme = "dark";
  const element = await mount("ecco-saliency", {data: attributions});
  expect(styleOf(one(element, ".view")).backgroundColor).not.toBe("rgb(255, 255, 255)");
  await emulate({media: "print"});
  expect(styleOf(one(element, ".view")).backgroundColor).toBe("rgb(255, 255, 255)");
  expect(styleOf(one(element, ".view")).breakInside).toBe("avoid");
  expect(styleOf(one(element, ".t.filled")).printColorAdjust).toBe("exact");
  for (const control of all(element, "button, select"))
    expect(control.checkVisibility(), control.outerHTML).toBe(false);
  document.documentElement.style.colorScheme = "";
});

test("candidates of a classifier are its classes, not what comes next", async () => {
  const element = await mount("ecco-candidates", {data: {...recorded.candidates, classes: true}});
  const said = one(element, ".view").textContent;
  expect(said).toContain("Class of");
  expect(said).not.toContain("Next token");
});

test("who wants no motion sees none", async () => {
  const element = await mount("ecco-candidates", {data: recorded.candidates});
  expect(styleOf(one(element, ".bar")).transitionDuration).not.toBe("0s");
  await emulate({features: [{name: "prefers-reduced-motion", value: "reduce"}]});
  for (const {tag, properties} of wholes) {
    const view = await mount(tag, properties);
    for (const part of all(view, "*:not(.watch)")) {
      const {transitionDuration, animationName} = styleOf(part);
      expect(transitionDuration.split(", ").every((time) => Number.parseFloat(time) === 0)).toBe(
        true
      );
      expect(animationName).toBe("none");
    }
  }
});

test("enlarged to 400 % nothing is cut and nothing scrolls sideways but tables and matrices", async () => {
  for (const {tag, properties, name} of wholes) {
    const view = await mount(tag, properties, 320);
    const {scrollWidth, clientWidth} = one(view, ".view");
    expect.soft(scrollWidth, `${tag} ${name}`).toBeLessThanOrEqual(clientWidth + 1);
  }
});

test("? lists the keys a view has, M only where there is something to choose", async () => {
  const element = await mount("ecco-saliency", {
    data: attributions,
    choices: {method: ["integrated-gradients", "occlusion"]}
  });
  one(element, '.body [tabindex="0"]').focus();
  press(element, "?");
  await settled(element);
  expect(one(element, ".tip").textContent).toMatch(/move.*pin.*let go.*table.*method/s);
  const other = await mount("ecco-token-strip", {data: {tokens: recorded.tokens}});
  one(other, '.body [tabindex="0"]').focus();
  press(other, "?");
  await settled(other);
  expect(one(other, ".tip").textContent).not.toContain("method");
});
