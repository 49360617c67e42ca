import {loadModel} from "@ecco/engine";
import type {Attribution, Candidates, LensGrid, Model, Rankings} from "@ecco/engine";
import type {} from "@ecco/cells/elements";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {launch} from "./browsers.ts";
import {EditorHost, EditorPage} from "./editor-host.ts";
import {shown} from "./shown.ts";
import type {Shown} from "./shown.ts";
import {patience} from "../eventually.ts";

const heathrow = "Heathrow airport is located in the city of";

const close = (
  numbers: readonly number[],
  expected: readonly number[],
  tolerance: number
): void => {
  expect(numbers.length).toBe(expected.length);
  const scale = Math.max(...expected.map(Math.abs));
  numbers.forEach((number, index) =>
    expect(Math.abs(number - expected[index]!) / scale, `at ${index}`).toBeLessThan(tolerance)
  );
};

let atlas: Model;
beforeAll(async () => void (atlas = await loadModel("atlas", {backend: "reference"})));
afterAll(() => atlas?.dispose());

interface Expected {
  readonly direct: Candidates;
  readonly explained: Attribution;
  readonly grid: LensGrid;
  readonly ranked: Rankings;
}
const known = new Map<string, Promise<Expected>>();

/** Returns what the views have to show for a prompt, in float64; computed once for all backends. */
function expected(prompt: string, top: number): Promise<Expected> {
  const found = known.get(prompt) ?? compute();
  known.set(prompt, found);
  return found;

  async function compute(): Promise<Expected> {
    const direct = await atlas.candidates(prompt, {top});
    return {
      direct,
      explained: await atlas.explain(prompt, {target: `#${direct.top[0]!.id}`}),
      grid: await atlas.lensGrid(prompt),
      ranked: await atlas.rankings(prompt, {watch: [" London", " Paris", " Madrid"]})
    };
  }
}

describe.each([
  ["webgpu", true, "WebGPU"],
  ["onnx", false, "WebAssembly"]
] as const)("00-welcome on %s", (backend, gpu, title) => {
  test("a word typed at the end: every view shows the new prompt's numbers, none an older prompt", async () => {
    const browser = await launch(gpu);
    await using host = await EditorHost.start();
    const before = host.read("00-welcome.html");
    try {
      const editor = await EditorPage.open(browser, host.url("00-welcome.html"));
      await editor.live(heathrow);
      expect(await editor.settled()).not.toContain("error");
      await expectNumbers(editor, heathrow);
      const engine = editor.page.locator(".engine");
      await engine.waitFor();
      expect(await engine.textContent()).toMatch(
        new RegExp(`${title}\\s+atlas 4\\.8 M\\s+\\d+ ms`)
      );

      // Something pinned, something scrolled: both stay through all that follows.
      const pin = await editor.frame.evaluate(() => {
        const lens = document.querySelector("ecco-logit-lens")!;
        lens.value = {layer: 4, position: 9};
        scrollTo(0, 120);
        return JSON.stringify(lens.value);
      });
      await watch(editor);
      const field = editor.frame.locator("ecco-prompt textarea");
      await field.click();
      await editor.page.keyboard.press("ControlOrMeta+End");
      // No prompt on the way has more tokens than the last: a lens of more columns has its heads upright, and is higher.
      const added = " the new";
      await editor.page.keyboard.type(added, {delay: 40});
      const typed = `${heathrow}${added}`;
      await editor.live(typed);
      await expectNumbers(editor, typed);
      const {prompts, empty, places} = await watched(editor);
      // Nothing moves but once, to where it is at the end: the strip of tokens may have one more line.
      for (const [view, tops] of Object.entries(places))
        expect(tops.length, view).toBeLessThanOrEqual(2);
      expect(
        await editor.frame.evaluate(() => [
          JSON.stringify(document.querySelector("ecco-logit-lens")!.value),
          scrollY,
          document.activeElement?.localName
        ])
      ).toEqual([pin, 120, "ecco-prompt"]);
      for (const [view, seen] of Object.entries(prompts)) {
        const lengths = seen.map(({length}) => length);
        expect(lengths, view).toEqual(lengths.toSorted((a, b) => a - b));
        expect(
          seen.every((prompt) => typed.startsWith(prompt)),
          view
        ).toBe(true);
      }
      expect(empty).toEqual([]);
      // The reader has written into a view, not into the notebook.
      expect(host.read("00-welcome.html")).toBe(before);
      await editor.close();
    } finally {
      await browser.close();
    }
  });

  async function expectNumbers(editor: EditorPage, prompt: string): Promise<void> {
    const candidates = await shown(editor, "ecco-candidates");
    expect(candidates.provenance.backend).toBe(backend);
    const {direct, explained, grid, ranked} = await expected(prompt, candidates.top.length);
    expect(candidates.top[0]!.id).toBe(direct.top[0]!.id);
    close(
      candidates.top.map((each) => each.probability),
      direct.top.map((each) => each.probability),
      1e-3
    );

    const [attribution] = (await shown(editor, "ecco-saliency")).attributions;
    expect(attribution!.method).toBe("deeplift");
    close(attribution!.scores, explained.scores, 2e-3);

    const lens = await shown(editor, "ecco-logit-lens");
    const tops = ({cells}: LensGrid): readonly number[] =>
      cells.flat().map(({top}) => top[0]!.probability);
    close(tops(lens), tops(grid), 1e-3);

    const ranks = ({columns}: Rankings): unknown => columns.map((column) => column.ranks);
    expect(ranks(await shown(editor, "ecco-rankings"))).toEqual(ranks(ranked));
  }
});

test("01-sentiment: one word turns the verdict, and the colours", async () => {
  const browser = await launch(false);
  await using host = await EditorHost.start();
  try {
    const editor = await EditorPage.open(browser, host.url("01-sentiment.html"));
    await editor.settled();
    await editor.output(4).getByText("negative with 88.7 %").waitFor({timeout: patience});
    const first = await strongest(editor);
    expect(first.text?.trim()).toBe("weak");
    expect(first.score).toBeCloseTo(1.07, 1);

    const field = editor.frame.locator("ecco-prompt textarea");
    await field.fill((await field.inputValue()).replace("weakness", "inclination"));
    await editor.output(4).getByText("positive with 53.3 %").waitFor({timeout: patience});
    await editor.frame.waitForFunction(
      () =>
        [
          ...document.querySelectorAll<HTMLElement & {state: string; shownPrompt?: string}>(
            "ecco-saliency"
          )
        ].every((view) => view.state === "live" && view.shownPrompt?.includes("inclination")),
      undefined,
      {timeout: patience}
    );
    expect((await strongest(editor)).text).not.toContain("weak");
    await editor.close();
  } finally {
    await browser.close();
  }

  async function strongest(editor: EditorPage): Promise<{text: string | null; score: number}> {
    await editor.frame.waitForFunction(
      () =>
        (document.querySelector("ecco-saliency") as unknown as {state: string}).state === "live",
      undefined,
      {timeout: patience}
    );
    const data = (await shown(editor, "ecco-saliency")) as unknown as
      | Attribution
      | Shown["ecco-saliency"];
    const attribution = "attributions" in data ? data.attributions[0]! : data;
    const at = attribution.scores.indexOf(Math.max(...attribution.scores));
    return {text: attribution.tokens[at]!.text, score: attribution.scores[at]!};
  }
});

test("02-neuron-factors: the views find punctuation, and a neuron clicked on is asked by the cells below", async () => {
  const browser = await launch(false);
  await using host = await EditorHost.start();
  try {
    const editor = await EditorPage.open(browser, host.url("02-neuron-factors.html"));
    const live = (tags: readonly string[]): boolean =>
      tags.every(
        (tag) => (document.querySelector(tag) as {state?: string} | null)?.state === "live"
      );
    const tags = ["ecco-factors", "ecco-activations"];
    await editor.frame.waitForFunction(live, tags, {timeout: patience});
    const {factors, tokens} = await shown(editor, "ecco-factors");
    const [first] = factors;
    const strongest = first!.loadings.indexOf(Math.max(...first!.loadings));
    expect(tokens[strongest]!.text).toBe(",");
    const {layer, neuron} = first!.neurons[1]!;
    await editor.frame.locator("ecco-factors .neurons > *").nth(1).click();
    await editor
      .output(15)
      .getByText(`Neuron ${neuron} of layer ${layer}`)
      .waitFor({timeout: patience});
    expect(await editor.settled()).not.toContain("error");
    await editor.close();
  } finally {
    await browser.close();
  }
});

test("03-inside-the-answer: every view answers, and patching brings London back as the engine says", async () => {
  const browser = await launch(false);
  await using host = await EditorHost.start();
  try {
    const editor = await EditorPage.open(browser, host.url("03-inside-the-answer.html"));
    const tags = ["compare", "methods", "attention", "direct-logits", "patching"];
    const live = (names: readonly string[]): boolean =>
      names.every(
        (name) => (document.querySelector(name) as {state?: string} | null)?.state === "live"
      );
    await editor.frame.waitForFunction(
      live,
      [...tags, "attribution-matrix"].map((name) => `ecco-${name}`),
      {timeout: patience}
    );
    const {recovered} = await shown(editor, "ecco-patching");
    const orly = heathrow.replace("Heathrow", "Orly");
    // In Node's own runtime, which gives the grid of float64 (tests/engine/patching.test.ts) in far less time.
    const fast = await loadModel("atlas", {backend: "onnx"});
    const direct = await fast.patch(heathrow, orly, {target: " London", foil: " Paris"});
    fast.dispose();
    close(recovered!.flat(), direct.recovered!.flat(), 1e-3);
    expect(await editor.settled()).not.toContain("error");
    await editor.close();
  } finally {
    await browser.close();
  }
});

interface Seen {
  readonly prompts: Readonly<Record<string, readonly string[]>>;
  readonly empty: readonly string[];
  readonly places: Readonly<Record<string, readonly number[]>>;
}

/** Looks at every frame from now on: whose numbers each view shows, and whether one shows nothing. */
function watch(editor: EditorPage): Promise<void> {
  return editor.frame.evaluate(() => {
    const seen = {
      prompts: {} as Record<string, string[]>,
      empty: [] as string[],
      places: {} as Record<string, number[]>
    };
    Object.assign(globalThis, {seen});
    const look = (): void => {
      for (const view of document.querySelectorAll<
        HTMLElement & {shownPrompt?: string; data: unknown}
      >("ecco-candidates, ecco-saliency, ecco-logit-lens, ecco-rankings")) {
        const list = (seen.prompts[view.localName] ??= []);
        if (view.shownPrompt !== undefined && list.at(-1) !== view.shownPrompt)
          list.push(view.shownPrompt);
        if (!view.data || view.offsetHeight < 60) seen.empty.push(view.localName);
        const tops = (seen.places[view.localName] ??= []);
        const top = Math.round(view.getBoundingClientRect().top + scrollY);
        // Fractions of a pixel are rounded this way and that.
        if (Math.abs((tops.at(-1) ?? -9) - top) > 1) tops.push(top);
      }
      requestAnimationFrame(look);
    };
    look();
  });
}

function watched(editor: EditorPage): Promise<Seen> {
  return editor.frame.evaluate(() => (globalThis as unknown as {seen: Seen}).seen);
}
