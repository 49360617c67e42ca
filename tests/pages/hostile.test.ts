import type {Browser, CDPSession, Page} from "playwright-core";
import {afterAll, beforeAll, expect, test} from "vitest";
import {built} from "./built.ts";
import {launch, patiently} from "./browsers.ts";
import {staticHost, type StaticHost} from "./static-host.ts";
import {eventually, patience} from "../eventually.ts";

const prompt = "Heathrow airport is located in the city of";
let browser: Browser;
let host: StaticHost;

/** Everything a page can do to what stands in it. */
const hostileStyle = `
html { font-size: 300%; direction: rtl; }
* { display: block !important; box-sizing: content-box !important; margin: 31px !important; padding: 7px !important;
  border: 3px solid red !important; font: italic 900 44px/3 cursive !important; color: red !important; letter-spacing: 9px !important;
  text-transform: uppercase !important; word-spacing: 20px !important; white-space: pre !important; text-align: right !important;
  list-style: square inside !important; cursor: help !important; visibility: visible; text-indent: 40px !important; }
button, table, td, i, b, svg, dl { float: left !important; width: 13px !important; }
head, script, style, title, meta, link { display: none !important; }`;

const views = `<ecco-saliency method="saliency"></ecco-saliency><ecco-logit-lens></ecco-logit-lens><ecco-rankings produce="2"></ecco-rankings>`;
const model = (inside: string): string =>
  `<ecco-model src="atlas" backend="onnx" prompt="${prompt}">${inside}</ecco-model>`;
const page = (style: string, body: string): string => `<!doctype html><html><head>
<meta charset="utf-8"><link rel="icon" href="data:,"><title>A page</title><style>${style}</style>
<script>customElements.define("ecco-candidates", class Other extends HTMLElement {});</script>
<script type="module" src="./ecco.js"></script></head><body>${body}</body></html>`;

beforeAll(async () => {
  host = await staticHost({
    folder: await built(),
    pages: {
      "/calm.html": page("body { width: 700px }", model(views)),
      "/hostile.html": page(hostileStyle, `<div id="place">${model(views)}</div>`),
      "/empty.html": page("", "")
    }
  });
  browser = await launch(false);
});
afterAll(async () => {
  await browser?.close();
  await host?.[Symbol.asyncDispose]();
});

interface Seen extends AsyncDisposable {
  readonly page: Page;
  readonly errors: string[];
  readonly warnings: string[];
}

async function open(path: string, inBrowser = browser): Promise<Seen> {
  const page = await inBrowser.newPage({viewport: {width: 900, height: 900}});
  const errors: string[] = [];
  const warnings: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
    if (message.type() === "warning") warnings.push(message.text());
  });
  await page.goto(`${host.origin}${path}`);
  return {page, errors, warnings, [Symbol.asyncDispose]: () => page.close()};
}

/** Waits until every view is live. */
async function live(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const found = [
        ...document.querySelectorAll<HTMLElement & {state: string}>(
          "ecco-saliency, ecco-logit-lens, ecco-rankings"
        )
      ];
      return found.length > 0 && found.every(({state}) => state === "live");
    },
    undefined,
    patiently
  );
}

/** How parts of the views look, whatever the page says of everything. */
const looks = (page: Page): Promise<Record<string, string>> =>
  page.evaluate(() => {
    const seen: Record<string, string> = {};
    for (const tag of ["ecco-saliency", "ecco-logit-lens", "ecco-rankings"]) {
      const root = document.querySelector(tag)!.shadowRoot!;
      for (const part of [".view", ".title", ".sub", ".picture", "footer", ".legend", ".t", ".c"]) {
        const element = root.querySelector(part);
        if (!element) continue;
        const style = getComputedStyle(element);
        seen[`${tag} ${part}`] = [
          style.display,
          style.color,
          style.fontFamily,
          style.fontWeight,
          // In ems, and the page's own type is larger.
          (Number.parseFloat(style.letterSpacing) / Number.parseFloat(style.fontSize)).toFixed(3),
          style.textTransform,
          style.padding,
          style.margin,
          style.float,
          style.textIndent,
          style.direction,
          style.boxSizing
        ].join(" | ");
      }
    }
    return seen;
  });

test("a page that restyles everything, from right to left, with a taken tag: the views look as they do elsewhere", async () => {
  await using calm = await open("/calm.html");
  await using hostile = await open("/hostile.html");
  await Promise.all([live(calm.page), live(hostile.page)]);
  expect(await looks(hostile.page)).toEqual(await looks(calm.page));
  expect(hostile.warnings.join()).toMatch(/<ecco-candidates> taken by another module/);
  expect([...calm.errors, ...hostile.errors]).toEqual([]);
  // Nothing leaves its view, however large the page's own type is.
  const wide = await hostile.page.evaluate(() =>
    [...document.querySelectorAll("ecco-saliency, ecco-logit-lens, ecco-rankings")].map((view) => {
      const section = view.shadowRoot!.querySelector<HTMLElement>(".view")!;
      return section.scrollWidth - section.clientWidth;
    })
  );
  expect(Math.max(...wide)).toBeLessThanOrEqual(1);
});

test("inside closed details and a foreign shadow root, moved, removed during a run: it works and nothing fails", async () => {
  await using seen = await open("/empty.html");
  const {page} = seen;
  await page.evaluate((html) => {
    document.body.innerHTML = `<details><summary>More</summary><div id="in"></div></details><main></main>`;
    const root = document.querySelector("#in")!.attachShadow({mode: "open"});
    root.innerHTML = html;
  }, model(views));
  const state = (): Promise<unknown> =>
    page.evaluate(() => {
      const root = document.querySelector("#in")!.shadowRoot ?? document;
      const view = (root.querySelector("ecco-logit-lens") ??
        document.querySelector("ecco-logit-lens")) as HTMLElement & {state: string};
      return view.state;
    });
  await expect.poll(state, {timeout: patience}).toBe("live");
  await page.evaluate(() => void (document.querySelector("details")!.open = true));
  const width = await page.evaluate(() => {
    const view = document.querySelector("#in")!.shadowRoot!.querySelector("ecco-logit-lens")!;
    return new Promise<number>((resolve) =>
      requestAnimationFrame(() =>
        requestAnimationFrame(() => resolve(view.shadowRoot!.querySelector(".c")!.clientWidth))
      )
    );
  });
  expect(width).toBeGreaterThan(10);
  // Moved while it is asked about another prompt, and removed while it is asked about a third.
  await page.evaluate(() => {
    const model = document.querySelector("#in")!.shadowRoot!.querySelector("ecco-model")!;
    Object.assign(model, {prompt: "The Eiffel Tower is in the city of"});
    document.querySelector("main")!.append(model);
  });
  await page.waitForFunction(
    () => {
      const view = document.querySelector<HTMLElement & {state: string; shownPrompt: string}>(
        "main ecco-logit-lens"
      );
      return view?.state === "live" && view.shownPrompt.startsWith("The Eiffel");
    },
    undefined,
    patiently
  );
  await page.evaluate(async () => {
    const model = document.querySelector("ecco-model")!;
    Object.assign(model, {prompt: "Charles de Gaulle airport is located in the city of"});
    await new Promise((resolve) => setTimeout(resolve, 5));
    model.remove();
    await new Promise((resolve) => setTimeout(resolve, 300));
  });
  expect(seen.errors).toEqual([]);
});

test("a hundred times attached and detached: one worker, and nothing stays in memory", async () => {
  // Nodes are counted of all pages that one process shows: this browser has one page.
  const own = await launch(false, ["--disable-extensions"]);
  await using seen = await open("/empty.html", own);
  const {page} = seen;
  const cdp = await page.context().newCDPSession(page);
  const cycle = (times: number): Promise<void> =>
    page.evaluate(
      async ({html, count, patience}) => {
        for (let i = 0; i < count; i++) {
          document.body.innerHTML = html;
          const view = document.querySelector<HTMLElement & {state: string}>("ecco-rankings")!;
          const end = performance.now() + patience;
          while (view.state !== "live" && performance.now() < end)
            await new Promise((resolve) => setTimeout(resolve, 4));
          if (view.state !== "live") throw new Error(`cycle ${i}: ${view.state}`);
          document.body.replaceChildren();
          await new Promise((resolve) => setTimeout(resolve, 0));
        }
      },
      {html: model(views), count: times, patience}
    );
  await cycle(10);
  const before = await counted(page, cdp);
  await cycle(100);
  expect(page.workers()).toHaveLength(1);
  // What is no longer held is given back some time later.
  await eventually(async () => {
    const after = await counted(page, cdp);
    expect(after.nodes - before.nodes).toBeLessThan(200);
    expect(after.jsEventListeners - before.jsEventListeners).toBeLessThan(50);
    expect(after.heap - before.heap).toBeLessThan(2e6);
  });
  // Nobody uses the model any more: its worker goes, and with it all it held.
  await expect.poll(() => page.workers().length, {timeout: patience}).toBe(0);
  expect(seen.errors).toEqual([]);
  await own.close();
});

async function counted(
  page: Page,
  cdp: CDPSession
): Promise<{readonly heap: number; readonly nodes: number; readonly jsEventListeners: number}> {
  await page.waitForTimeout(300);
  for (let i = 0; i < 3; i++) await cdp.send("HeapProfiler.collectGarbage");
  const {nodes, jsEventListeners} = await cdp.send("Memory.getDOMCounters");
  const {usedSize} = await cdp.send("Runtime.getHeapUsage");
  return {heap: usedSize, nodes, jsEventListeners};
}
