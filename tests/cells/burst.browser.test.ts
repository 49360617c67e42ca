/** Typing fast with the real engine: what a reader sees frame by frame. */
import {describe, expect, test} from "vitest";
import {
  all,
  answered,
  backends,
  drawn,
  frame,
  heathrow,
  pause,
  show,
  text,
  the,
  type,
  views
} from "./page.ts";
import type {ViewTag} from "./page.ts";

const typed = " New York.";
const growing = (start: string): readonly string[] =>
  Array.from(typed, (_, i) => start + typed.slice(0, i + 1));

/** Views keep their badge at least so long when a new question runs, in ms. */
const kept = 140;

interface Frame {
  readonly at: number;
  readonly prompt: string | undefined;
  readonly height: number;
  readonly marks: number;
  readonly badge: string;
}

/** Where the marks of each view are. */
const marks: {readonly [T in ViewTag]: string} = {
  "ecco-saliency": ".body .t",
  "ecco-logit-lens": ".body .c",
  "ecco-candidates": ".body [data-row]",
  "ecco-rankings": ".body .c",
  "ecco-token-strip": ".body .t"
};

/** Looks at every view in every frame until it is told to stop. */
function watch(): {readonly seen: {readonly [T in ViewTag]: Frame[]}; readonly stop: () => void} {
  const seen = Object.fromEntries(views.map((tag) => [tag, [] as Frame[]])) as {
    readonly [T in ViewTag]: Frame[];
  };
  let looking = true;
  const look = (): void => {
    for (const tag of views) {
      const view = the(tag);
      seen[tag].push({
        at: performance.now(),
        prompt: view.shownPrompt as string | undefined,
        height: view.offsetHeight,
        marks: all(view, marks[tag]).length,
        badge: text(view, ".badge")
      });
    }
    if (looking) requestAnimationFrame(look);
  };
  look();
  return {seen, stop: () => (looking = false)};
}

const page = (
  backend: string,
  start: string
): string => `<ecco-model src="atlas" backend="${backend}">
  <ecco-prompt value="${start}"></ecco-prompt>
  <ecco-saliency method="input-x-gradient"></ecco-saliency>
  <ecco-logit-lens style="width: 480px"></ecco-logit-lens>
  <ecco-candidates></ecco-candidates>
  <ecco-rankings></ecco-rankings>
  <ecco-token-strip></ecco-token-strip>
</ecco-model>`;

/** Types 10 characters at 30 ms; returns when the last is answered everywhere. */
async function typeAll(prompts: readonly string[]): Promise<void> {
  for (const prompt of prompts) {
    type(the("ecco-prompt"), prompt);
    await pause(30);
  }
  for (const tag of views) await answered(the(tag), prompts.at(-1)!);
}

describe.each(backends)("a burst of keystrokes on %s", (backend) => {
  test("goes from prompt to prompt in order, ends with the last, and nothing flashes", async () => {
    const prompts = growing(heathrow);
    show(page(backend, heathrow));
    for (const tag of views) await answered(the(tag), heathrow);
    const {seen, stop} = watch();
    await typeAll(prompts);
    await frame();
    stop();
    const order = [heathrow, ...prompts];
    for (const tag of views) {
      const frames = seen[tag];
      const places = frames.map(({prompt}) => order.indexOf(prompt!));
      expect(places, tag).not.toContain(-1);
      expect(places, tag).toEqual(places.toSorted((a, b) => a - b));
      expect(places.at(-1), tag).toBe(order.length - 1);
      expect(Math.min(...frames.map((seen) => seen.marks)), tag).toBeGreaterThan(0);
      expect(
        frames.filter(({at}) => at < frames[0]!.at + kept).map(({badge}) => badge),
        tag
      ).not.toContain("");
      const [first, final] = [frames[0]!.height, frames.at(-1)!.height];
      for (const {height} of frames)
        expect(
          Math.abs(height - first),
          `${tag}: ${frames.map((f) => f.height).join()}`
        ).toBeLessThanOrEqual(Math.abs(final - first));
    }
  });
});

test("hover, selection and scroll position survive", async () => {
  const start = `The airport of London is not in the city. ${heathrow}`;
  show(page("onnx", start));
  const lens = the("ecco-logit-lens");
  for (const tag of views) await answered(the(tag), start);
  const scroller = all(lens, ".scroll")[0]!;
  scroller.scrollLeft = 20;
  expect(scroller.scrollLeft).toBe(20);
  const cell = all(lens, '.c[data-row="7"][data-column="4"]')[0]!;
  cell.click();
  const [token] = all(the("ecco-token-strip"), '[data-position="3"]');
  token!.dispatchEvent(new PointerEvent("pointerover", {bubbles: true, composed: true}));
  await drawn(lens);
  expect(lens.highlight).toBe(3);

  await typeAll(growing(start));
  expect(lens.value).toEqual({layer: 6, position: 4});
  expect(all(lens, ".c.cur").map(({dataset}) => dataset["column"])).toEqual(["4"]);
  expect(all(lens, ".scroll")[0]).toBe(scroller);
  expect(scroller.scrollLeft).toBe(20);
  expect(all(the("ecco-token-strip"), '[data-position="3"]')[0]).toBe(token);
  expect([lens.highlight, the("ecco-saliency").highlight, the("ecco-saliency").selected]).toEqual([
    3, 3, 4
  ]);
});
