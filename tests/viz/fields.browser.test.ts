/** Fields inside elements: what they say of themselves never passes for what the element says. */
import {expect, test} from "vitest";
import {elements} from "../../packages/viz/src/index.ts";
import type {View} from "../../packages/viz/src/index.ts";
import {chapters} from "./pictures/chapters.ts";
import {all, listen, mount} from "./mount.ts";

type Tag = keyof typeof elements;
type Drawn = View<unknown, unknown>;

const types = ["beforeinput", "input", "change"] as const;

/** Every element bare and with each of its pictures, and the picker in all that it asks. */
const looks: readonly (readonly [Tag, object])[] = [
  ...(Object.keys(elements) as Tag[]).map((tag) => [tag, {}] as const),
  ...chapters.flatMap(({pictures}) =>
    pictures.map(({tag, properties}) => [tag, properties] as const)
  ),
  ["ecco-model-picker", {offer: {name: "b", bytes: 1, host: "h", place: "", token: true}}],
  ["ecco-model-picker", {open: true}]
];

test.each(Object.keys(elements) as Tag[])(
  "%s: no event of a field inside leaves it",
  async (tag) => {
    const {parentElement} = (await mount(tag)) as unknown as Element;
    const drawn = looks
      .filter(([name]) => name === tag)
      .map(([, properties]) => Object.assign(document.createElement(tag), properties));
    parentElement!.append(...(drawn as Element[]));
    const heard = types.map((type) => listen(document, type));
    for (const element of drawn as unknown as Drawn[]) {
      await element.updateComplete;
      // One more field, wherever a view may put one some day.
      element.renderRoot.querySelector(".view")!.append(document.createElement("input"));
      for (const field of all(element, "input, textarea, select"))
        for (const type of types) {
          const sent = new InputEvent(type, {bubbles: true, composed: true});
          field.dispatchEvent(sent);
          expect([field.outerHTML, type, heard.some((each) => each.includes(sent))]).toEqual([
            field.outerHTML,
            type,
            false
          ]);
        }
    }
  }
);

test("what elements say themselves is heard: a choice, a text, a parameter", async () => {
  const chosen = listen(document, "input");
  const picker = await mount("ecco-model-picker", {open: true});
  picker.choose("atlas");
  const prompt = await mount("ecco-prompt", {value: "a"});
  const field = prompt.renderRoot.querySelector("textarea")!;
  field.value = "ab";
  field.dispatchEvent(new InputEvent("input", {bubbles: true, composed: true}));
  expect(chosen.map(({target}) => target)).toEqual([picker, prompt]);

  const {properties} = chapters
    .flatMap(({pictures}) => pictures)
    .find(({tag}) => tag === "ecco-factors")!;
  const factors = await mount("ecco-factors", {...properties, choices: {factors: ["3", "5"]}});
  const changed = listen(factors as unknown as EventTarget, "ecco-change");
  const select = all(factors, "select[name=factors]")[0] as HTMLSelectElement;
  select.value = "5";
  select.dispatchEvent(new Event("change", {bubbles: true, composed: true}));
  const said = changed.map((event) => (event as CustomEvent<unknown>).detail);
  expect(said).toEqual([{name: "factors", value: "5"}]);
});
