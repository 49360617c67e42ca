import "@ecco/cells/elements";
import "@ecco/cells/guided";
import {configure} from "@ecco/cells";
import {afterEach, beforeEach, expect, test} from "vitest";
import axe from "axe-core";
import {eventually} from "../eventually.ts";
import {candidatesFor, FakeModel} from "./fake-model.ts";

type Tags = HTMLElementTagNameMap;
let model: FakeModel;
let page: HTMLElement;

beforeEach(() => {
  model = new FakeModel();
  configure({load: model.load, linger: 0});
  page = document.body.appendChild(document.createElement("div"));
});
afterEach(async () => {
  page.remove();
  await new Promise((resolve) => setTimeout(resolve, 20));
  configure({load: undefined, linger: undefined});
});

const the = <T extends keyof Tags>(tag: T): Tags[T] => page.querySelector(tag)!;
const buttons = (): HTMLButtonElement[] => [
  ...the("ecco-steps").renderRoot.querySelectorAll("button")
];
const press = (key: string): boolean =>
  buttons()[1]!.dispatchEvent(
    new KeyboardEvent("keydown", {key, bubbles: true, composed: true, cancelable: true})
  );
/** Answers every question as it comes. */
const answerAll = async (prompts: readonly string[]): Promise<void> => {
  await eventually(() => expect(model.asked.map(({prompt}) => prompt)).toEqual(prompts));
  for (const each of model.asked) each.answer();
};
const bar = (): string =>
  the("ecco-steps").renderRoot.querySelector(".bar span")!.textContent.trim();

const markup = `<ecco-steps>
  <ecco-model src="fake" prompt="first"><ecco-candidates></ecco-candidates></ecco-model>
  <ecco-step prompt="a"><p>One</p></ecco-step>
  <ecco-step pin="1"><p>Two</p></ecco-step>
  <ecco-step prompt="b" position="2" pin="none"><p>Three</p></ecco-step>
  <ecco-step reset><p>Four</p></ecco-step>
</ecco-steps>`;

test("steps set prompt, pin and attributes, each from those before it; buttons and keys go through them, and what was answered is not asked again", async () => {
  page.innerHTML = markup;
  await answerAll(["a"]);
  const view = the("ecco-candidates");
  await eventually(() => expect(view.state).toBe("live"));
  expect(bar()).toBe("Step 1 of 4");
  expect(buttons()[0]!.getAttribute("aria-disabled")).toBe("true");
  const seen: number[] = [];
  the("ecco-steps").addEventListener("input", ({target}) => {
    if (target === the("ecco-steps")) seen.push(the("ecco-steps").value);
  });

  buttons()[1]!.click();
  await eventually(() => expect(view.value).toBe(1));
  expect(model.asked).toHaveLength(1);
  await eventually(() =>
    expect(the("ecco-steps").renderRoot.querySelector('[role="status"]')!.textContent).toBe(
      "Step 2 of 4. Two"
    )
  );

  press("ArrowRight");
  // A model's attribute is the model's, a view's its own.
  await answerAll(["a", "b"]);
  await eventually(() => expect(view.shownPrompt).toBe("b"));
  expect([view.position, view.value, view.prompt]).toEqual([2, null, undefined]);

  press("End");
  await eventually(() => expect(model.asked.at(-1)!.prompt).toBe("first"));
  model.last.answer();
  await eventually(() => expect(view.shownPrompt).toBe("first"));
  // As it was before any step.
  expect(view.position).toBeUndefined();

  press("Home");
  await eventually(() => expect(view.shownPrompt).toBe("a"));
  press("ArrowDown");
  await eventually(() => expect(view.value).toBe(1));
  press("ArrowUp");
  press("ArrowUp");
  expect(the("ecco-steps").value).toBe(0);
  // Three prompts were asked about, once each.
  expect(model.asked.map(({prompt}) => prompt)).toEqual(["a", "b", "first"]);
  expect(seen).toEqual([1, 2, 3, 0, 1, 0]);
  expect(page.querySelectorAll("[aria-current]")).toHaveLength(1);
  const {violations} = await axe.run(page, {resultTypes: ["violations"]});
  expect(violations.map(({id, nodes}) => [id, nodes[0]!.html])).toEqual([]);
});

test("scrolling reads the step that the line is in; what the reader chooses meanwhile stays until the next step", async () => {
  const recorded = JSON.stringify(candidatesFor("x"));
  page.innerHTML = `<ecco-steps>
    <ecco-candidates><script type="application/json">${recorded}</script></ecco-candidates>
    <ecco-step heading="A"><p>One</p></ecco-step><ecco-step heading="B"><p>Two</p></ecco-step>
  </ecco-steps><div style="height: 200vh"></div>`;
  const [steps, view] = [the("ecco-steps"), the("ecco-candidates")];
  await eventually(() => expect(view.heading).toBe("A"));
  view.heading = "mine";
  await view.updateComplete;
  expect(view.heading).toBe("mine");
  for (const [index, heading] of [
    [1, "B"],
    [0, "A"]
  ] as const) {
    page.querySelectorAll("ecco-step")[index]!.scrollIntoView({block: "start"});
    await eventually(() => expect([steps.value, view.heading]).toEqual([index, heading]));
  }
});

test("a step with a text beside it says where it cannot be shown; the element may come later", async () => {
  const recorded = JSON.stringify(candidatesFor("x"));
  page.innerHTML = `<ecco-steps paged><p>No view here.</p>
    <ecco-step for="later" heading="A"></ecco-step>
    <ecco-step for="later" pin="7"></ecco-step>
    <ecco-step for="later" pin="{a"></ecco-step>
    <ecco-step for="field" value="5"></ecco-step>
  </ecco-steps><input id="field">`;
  const steps = [...page.querySelectorAll("ecco-step")];
  await eventually(() =>
    expect(steps[0]!.problem).toContain('nothing on this page has the id "later"')
  );
  expect(steps[1]!.checkVisibility()).toBe(false);
  page.insertAdjacentHTML(
    "beforeend",
    `<ecco-candidates id="later"><script type="application/json">${recorded}</script></ecco-candidates>`
  );
  await eventually(() => expect(the("ecco-candidates").heading).toBe("A"));
  expect(steps[0]!.problem).toBeUndefined();
  the("ecco-steps").value = 1;
  await eventually(() => expect(steps[1]!.problem).toContain("shows no mark with 7"));
  expect(steps[1]!.checkVisibility()).toBe(true);
  the("ecco-steps").value = 2;
  await eventually(() => expect(steps[2]!.problem).toContain("got {a, expected parts"));
  const changed: string[] = [];
  const field = page.querySelector<HTMLInputElement>("#field")!;
  field.addEventListener("input", () => changed.push(field.value));
  the("ecco-steps").value = 3;
  await eventually(() => expect(changed).toEqual(["5"]));
});

test("on paper each step has the picture that was seen in it", async () => {
  const recorded = JSON.stringify(candidatesFor("x"));
  page.innerHTML = `<ecco-steps paged>
    <ecco-candidates><script type="application/json">${recorded}</script></ecco-candidates>
    <ecco-step heading="Seen"><p>One</p></ecco-step><ecco-step><p>Two</p></ecco-step>
  </ecco-steps>`;
  const pictures = (): number[] => {
    dispatchEvent(new Event("beforeprint"));
    const found = [...page.querySelectorAll("ecco-step")].map(
      ({renderRoot}) => renderRoot.querySelectorAll(".picture svg").length
    );
    dispatchEvent(new Event("afterprint"));
    return found;
  };
  await eventually(() => expect(pictures()).toEqual([1, 0]));
  expect(page.querySelectorAll("ecco-step")[0]!.renderRoot.querySelector("svg")).toBeNull();
});
