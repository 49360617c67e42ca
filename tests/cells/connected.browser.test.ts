import "@ecco/cells/elements";
import {configure} from "@ecco/cells";
import type {EngineDetail} from "@ecco/cells";
import {deferred} from "@ecco/engine";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {FakeModel, candidatesFor} from "./fake-model.ts";
import {eventually} from "../eventually.ts";

let model: FakeModel;
let page: HTMLElement;
beforeEach(() => {
  model = new FakeModel();
  configure({load: model.load, linger: 0});
  page = document.body.appendChild(document.createElement("main"));
});
afterEach(async () => {
  page.remove();
  // What nobody uses is let go of.
  await new Promise((resolve) => setTimeout(resolve, 20));
  configure({load: undefined, linger: undefined});
});

type Views = HTMLElementTagNameMap;
function show<T extends keyof Views>(markup: string, tag: T): Views[T] {
  page.innerHTML = markup;
  return page.querySelector(tag)!;
}
const asked = (count: number): Promise<void> =>
  eventually(() => expect(model.asked.length).toBe(count));
const state = (view: {state: string | undefined}, words: string | undefined): Promise<void> =>
  eventually(() => expect(view.state).toBe(words));
const shows = (view: Views["ecco-candidates"]): string | null | undefined =>
  view.data?.top[0]?.text;

const group = `<ecco-model src="fake"><ecco-prompt value="a"></ecco-prompt><ecco-candidates></ecco-candidates></ecco-model>`;

function type(text: string): void {
  const field = page.querySelector("ecco-prompt")!.renderRoot.querySelector("textarea")!;
  field.value = text;
  field.dispatchEvent(new Event("input", {bubbles: true, composed: true}));
}

describe("typing", () => {
  test("a burst: one question at a time, the others stopped, and no answer older than what is shown", async () => {
    const view = show(group, "ecco-candidates");
    await asked(1);
    model.last.answer();
    await state(view, "live");
    const seen: (string | null | undefined)[] = [];
    const heights = new Set<number>();
    let looking = true;
    const look = (): void => {
      if (seen.at(-1) !== shows(view)) seen.push(shows(view));
      heights.add(view.offsetHeight);
      if (looking) requestAnimationFrame(look);
    };
    look();
    let text = "a";
    for (const letter of "bcdefghijk") {
      type((text += letter));
      await new Promise((resolve) => setTimeout(resolve, 30));
      if (letter === "e") {
        await eventually(() => expect(model.last.prompt).toBe(text));
        model.last.answer();
        await eventually(() => expect(view.shownPrompt).toBe(text));
      }
      // Too late for the one before.
      if (letter === "h") model.asked.at(-2)!.answer();
    }
    await eventually(() => expect(model.last.prompt).toBe(text));
    expect(model.asked.filter(({signal}) => !signal!.aborted && signal).length).toBeLessThanOrEqual(
      3
    );
    for (const {prompt, signal} of model.asked)
      if (!["a", "abcde", text].includes(prompt)) expect(signal!.aborted, prompt).toBe(true);
    model.last.answer();
    await state(view, "live");
    await eventually(() => expect(seen.at(-1)).toBe(`after ${text}`));
    looking = false;
    expect(seen).toEqual(["after a", "after abcde", `after ${text}`]);
    expect(heights.size).toBe(1);
    expect(view.shownPrompt).toBe(text);
  });

  test("the old picture stays while the new one is on its way, and an error keeps it and the prompt", async () => {
    const view = show(group, "ecco-candidates");
    await asked(1);
    model.last.answer();
    await state(view, "live");
    type("too long");
    await asked(2);
    expect(shows(view)).toBe("after a");
    model.last.fail("the prompt has 300 tokens, the model takes 256: shorten it");
    await state(view, "error");
    expect(view.message).toBe("the prompt has 300 tokens, the model takes 256: shorten it");
    expect(shows(view)).toBe("after a");
    expect(page.querySelector("ecco-prompt")!.value).toBe("too long");
    type("short");
    await asked(3);
    model.last.answer();
    await state(view, "live");
    expect([shows(view), view.message]).toEqual(["after short", ""]);
  });

  test("an empty prompt asks nothing, and offers the last one", async () => {
    const view = show(group, "ecco-candidates");
    await asked(1);
    model.last.answer();
    await state(view, "live");
    type("");
    await state(view, undefined);
    expect(view.data).toBeUndefined();
    expect(view.suggestion).toBe("a");
    view.dispatchEvent(new CustomEvent("ecco-action", {detail: {name: "try"}, bubbles: true}));
    await eventually(() => expect(page.querySelector("ecco-prompt")!.value).toBe("a"));
    // It was asked before, so the answer is there at once.
    await state(view, "live");
    expect(model.asked.length).toBe(1);
  });
});

describe("the model", () => {
  test("is loaded once for all views, and equal questions are one run", async () => {
    show(`${group}<ecco-candidates model="fake" prompt="a"></ecco-candidates>`, "ecco-candidates");
    await asked(1);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect([model.loads, model.asked.length]).toEqual([1, 1]);
    model.last.answer();
    const views = [...page.querySelectorAll("ecco-candidates")];
    await eventually(() => expect(views.map(shows)).toEqual(["after a", "after a"]));
  });

  test("says how it loads, what it fails with, and is tried again when asked to", async () => {
    const weights = deferred<null>();
    model.arrives = () => weights.promise;
    model.broken = "model.safetensors is cut off: got 5 bytes, expected 10; fetch it again";
    const view = show(group, "ecco-candidates");
    await eventually(() => expect(view.message).toMatch(/^fake is loading, .+ of .+/));
    weights.resolve(null);
    await state(view, "error");
    expect(view.message).toBe(model.broken);
    model.broken = undefined;
    view.dispatchEvent(new CustomEvent("ecco-action", {detail: {name: "run"}, bubbles: true}));
    await asked(1);
    model.last.answer();
    await state(view, "live");
    expect(model.loads).toBe(2);
  });

  test("a page hears which engine runs, why, and what it costs", async () => {
    const heard: EngineDetail[] = [];
    const hear = (event: Event): void =>
      void heard.push((event as CustomEvent<EngineDetail>).detail);
    document.addEventListener("ecco-engine", hear);
    show(group, "ecco-candidates");
    await asked(1);
    model.last.answer();
    await eventually(() =>
      expect(heard.at(-1)).toEqual({
        backend: "webgpu",
        reason: "made for a test",
        model: "fake",
        weights: 7,
        milliseconds: 3,
        notice: null
      })
    );
    document.removeEventListener("ecco-engine", hear);
  });
});

describe("the page", () => {
  test("a view that is moved goes on, one that is taken out stops asking", async () => {
    const view = show(group, "ecco-candidates");
    await asked(1);
    const {parentElement} = view;
    view.remove();
    parentElement!.prepend(view);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([model.asked.length, model.last.signal!.aborted]).toEqual([1, false]);
    view.remove();
    await eventually(() => expect(model.last.signal!.aborted).toBe(true));
  });

  test("what is pointed at in one view is marked in the others of its model, not in other models'", async () => {
    page.innerHTML = `${group.replace("</ecco-model>", "<ecco-token-strip></ecco-token-strip></ecco-model>")}<ecco-model src="fake"><ecco-token-strip></ecco-token-strip></ecco-model>`;
    const [own, other] = [...page.querySelectorAll("ecco-token-strip")];
    const view = page.querySelector("ecco-candidates")!;
    await asked(1);
    own!.dispatchEvent(new CustomEvent("ecco-token-hover", {detail: {position: 2}, bubbles: true}));
    await eventually(() => expect(view.highlight).toBe(2));
    expect(other!.highlight).toBeNull();
    own!.dispatchEvent(
      new CustomEvent("ecco-token-hover", {detail: {position: null}, bubbles: true})
    );
    await eventually(() => expect(view.highlight).toBeNull());
  });
});

describe("recorded results", () => {
  const json = JSON.stringify(candidatesFor("x")).replaceAll("<", "\\u003c");

  test("in the page or in a file: shown, and no model is loaded", async () => {
    const file = URL.createObjectURL(
      new Blob([
        JSON.stringify({
          format: "ecco-trace",
          version: 1,
          entries: [{request: {prompt: "x"}, result: candidatesFor("x")}]
        })
      ])
    );
    page.innerHTML = `<ecco-candidates><script type="application/json">${json}</script></ecco-candidates><ecco-candidates src="${file}"></ecco-candidates>`;
    const views = [...page.querySelectorAll("ecco-candidates")];
    await eventually(() => expect(views.map(shows)).toEqual(["after x", "after x"]));
    expect(model.loads).toBe(0);
    URL.revokeObjectURL(file);
  });

  test.each([
    ["{", "is not JSON"],
    ['{"format": "ecco-trace", "version": 9, "entries": []}', "trace of version 9, expected 1"],
    [
      '{"format": "ecco-trace", "version": 1, "entries": []}',
      "no recorded result for <ecco-candidates>"
    ]
  ])("%s: said in words", async (text, words) => {
    const view = show(
      `<ecco-candidates><script type="application/json">${text}</script></ecco-candidates>`,
      "ecco-candidates"
    );
    await state(view, "error");
    expect(view.message).toContain(words);
    expect(model.loads).toBe(0);
  });
});
