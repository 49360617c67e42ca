/**
 * What pointing at a cell of a large grid costs the page's main thread: painted on a canvas, against the same grid with
 * an element a cell. And what scrolling 5,000 tokens costs. Times of single events are printed at the end.
 */
import {html, render} from "lit";
import {afterAll, bench, describe} from "vitest";
import {drawGrid} from "../packages/viz/src/grid/draw-grid.ts";
import type {Token, TokenStrip} from "../packages/viz/src/index.ts";
import json from "../tests/viz/data/token-strip.json" with {type: "json"};
import {mount} from "../tests/viz/mount.ts";
import {gridOf, mountLarge} from "../tests/viz/large-grid.ts";
import type {LargeGrid} from "../tests/viz/large-grid.ts";

const times = new Map<string, number[]>();
const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));

/** Runs what an event costs: its handlers, the updates they ask for, and style and layout after them. */
async function cost(name: string, element: HTMLElement, act: () => unknown): Promise<void> {
  await frame();
  const start = performance.now();
  await act();
  void element.offsetHeight;
  const samples = times.get(name) ?? [];
  samples.push(performance.now() - start);
  times.set(name, samples);
}

const sizes = [
  {rows: 30, columns: 512, narrowest: 34},
  {rows: 512, columns: 512}
] as const;

for (const size of sizes) {
  const name = `${size.rows} × ${size.columns}`;
  describe(`pointing at a cell of ${name}`, () => {
    let element: LargeGrid | undefined;
    let step = 0;
    const options = {iterations: 40, time: 0, warmupIterations: 3, warmupTime: 0};
    bench(
      "on a canvas",
      async () => {
        element ??= await mountLarge(size, 900);
        const {left, top} = element.renderRoot.querySelector(".area")!.getBoundingClientRect();
        const at = {clientX: left + 20 + (++step % 19) * 35, clientY: top + 20 + (step % 11) * 30};
        await cost(`${name} on a canvas`, element, async () => {
          element!.renderRoot
            .querySelector("canvas")!
            .dispatchEvent(new PointerEvent("pointermove", {...at, bubbles: true, composed: true}));
          await element!.updateComplete;
        });
      },
      options
    );
    // A tenth of the columns of the larger one: the whole takes the tab down.
    const naive = size.rows > 100 ? {...size, columns: 51} : size;
    const grid = gridOf(naive);
    let box: HTMLElement | undefined;
    const draw = (column: number): unknown =>
      render(
        html`${drawGrid(grid, {highlight: column, width: 900, mostElements: Infinity})}`,
        box!
      );
    bench(
      `an element a cell${naive === size ? "" : `, ${naive.rows} × ${naive.columns}`}`,
      async () => {
        if (!box) {
          document.body.replaceChildren((box = document.createElement("div")));
          element = undefined;
          draw(0);
        }
        await cost(`${naive.rows} × ${naive.columns} in elements`, box, () => draw(++step % 19));
      },
      options
    );
  });
}

const prompt = json.long as unknown as readonly Token[];
/** A text of 5,000 tokens: a real one, again and again. */
const tokens = Array.from({length: 5000}, (_, i) => prompt[i % prompt.length]!);

async function strip(unchunked: boolean): Promise<TokenStrip> {
  const element = await mount("ecco-token-strip", {}, 900);
  if (unchunked) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(".chunk { content-visibility: visible !important }");
    const root = element.renderRoot as ShadowRoot;
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  }
  return element;
}

describe("5,000 tokens", () => {
  const options = {iterations: 8, time: 0, warmupIterations: 1, warmupTime: 0};
  const ways = [
    ["in chunks", 5000, false],
    ["all laid out", 5000, true],
    ["a tenth of them alone", 500, false]
  ] as const;
  for (const [way, count, unchunked] of ways)
    bench(
      `the first picture, ${way}`,
      async () => {
        const element = await strip(unchunked);
        const data = {tokens: tokens.slice(0, count)};
        await cost(`first picture, ${way}`, element as unknown as HTMLElement, async () => {
          element.data = data;
          await element.updateComplete;
        });
        let at = 0;
        for (let i = 0; i < 10; i++)
          await cost(`pointing, ${way}`, element as unknown as HTMLElement, async () => {
            const mark = element.renderRoot.querySelector(`[data-column="${(at += 7)}"]`)!;
            mark.dispatchEvent(new PointerEvent("pointerover", {bubbles: true, composed: true}));
            await element.updateComplete;
          });
        const frames = times.get(`frame while scrolling, ${way}`) ?? [];
        for (let i = 0; i < 40; i++) {
          const before = performance.now();
          scrollBy(0, 60);
          await frame();
          frames.push(performance.now() - before);
        }
        times.set(`frame while scrolling, ${way}`, frames);
        scrollTo(0, 0);
      },
      options
    );
});

afterAll(() => {
  for (const [name, samples] of times) {
    const sorted = samples.slice(3).toSorted((a, b) => a - b);
    const at = (share: number): string =>
      `${(sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN).toFixed(1)} ms`;
    console.log(`${name}: p50 ${at(0.5)}, p95 ${at(0.95)}, most ${at(1)} (${sorted.length})`);
  }
});
