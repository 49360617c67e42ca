import {afterEach, expect, test} from "vitest";
import {define, keepInAddress, readFragment} from "../../packages/viz/src/index.ts";
import {settled} from "./mount.ts";
import {recorded} from "./recorded.ts";

define();
const address = location.href;
afterEach(() => history.replaceState(null, "", address));

/** A page of two views and a field, as its author has made it. */
async function page() {
  document.body.innerHTML = `<ecco-prompt value="before"></ecco-prompt>
<ecco-saliency></ecco-saliency><ecco-saliency id="second"></ecco-saliency>`;
  const [first, second] = document.querySelectorAll("ecco-saliency") as unknown as [
    Saliency,
    Saliency
  ];
  for (const view of [first, second])
    Object.assign(view, {
      choices: {method: ["occlusion", "saliency"]},
      data: recorded.attributions
    });
  await settled(second);
  return {first, second, prompt: document.querySelector("ecco-prompt")!};
}
type Saliency = HTMLElementTagNameMap["ecco-saliency"];

test("a link holds the text, chosen parameters and the pin of each element, beside what others keep there", async () => {
  const {first, second, prompt} = await page();
  history.replaceState(null, "", "#chapter&other=1");
  expect(keepInAddress()).toMatch(/#chapter&other=1$/);
  const field = prompt.renderRoot.querySelector("textarea")!;
  field.value = 'after "ß🙂"';
  field.dispatchEvent(new InputEvent("input", {bubbles: true, composed: true}));
  const select = second.renderRoot.querySelector<HTMLSelectElement>("select[name=method]")!;
  select.value = "occlusion";
  select.dispatchEvent(new Event("change"));
  const mark = first.renderRoot.querySelectorAll<HTMLElement>("button.t[data-row], [data-row]");
  [...mark].at(-1)!.click();
  await settled(first);
  expect(first.value).not.toBeNull();
  const link = first.toLink();
  expect(location.href).toBe(link);
  expect(link).toMatch(/#chapter&other=1&ecco=1\.[\w-]+$/);
  const kept = readFragment(new URL(link).hash);
  expect([...kept.keys()].toSorted()).toEqual(["#second", "prompt.0", "saliency.0"]);
  expect(kept.get("prompt.0")).toEqual({t: 'after "ß🙂"'});
  expect(kept.get("#second")).toEqual({p: {method: "occlusion"}});
  expect(kept.get("saliency.0")!.s).toHaveLength(2);
});

test.each([
  "#ecco=1.!!!",
  "#ecco=2.e30",
  "#ecco=1.e30",
  "#ecco=1.W10",
  `#ecco=1.${btoa('{"x.0":{"p":{"a":1},"s":[-1,"b"],"t":7},"y.0":3}')}`,
  "#ecco",
  "#other",
  ""
])("%s: what cannot be read is passed over", (hash) => {
  for (const kept of readFragment(hash).values()) expect(kept).toEqual({});
});

test("a text that is too long for an address is said to be", async () => {
  const {prompt, first} = await page();
  prompt.value = "long ".repeat(3000);
  expect(() => first.toLink()).toThrow(/^link: got \d+ characters, expected at most 8000; shorten/);
});
