import {cpSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {loadModel} from "@ecco/engine";
import type {View} from "@ecco/viz";
import type {Browser, Page} from "playwright-core";
import {afterAll, beforeAll, expect, test} from "vitest";
import {built} from "./built.ts";
import {launch, patiently} from "./browsers.ts";
import {staticHost} from "./static-host.ts";
import {patience} from "../eventually.ts";

const prompt = "Heathrow airport is located in the city of";
let dist: string;
let browser: Browser;

beforeAll(async () => {
  dist = await built();
  browser = await launch(true);
});
afterAll(() => browser?.close());

const connected = (script: string): string => `<!doctype html>
<meta charset="utf-8">
<link rel="icon" href="data:,">
<title>A page</title>
<script type="module" src="${script}"></script>
<ecco-model src="atlas">
  <ecco-prompt value="${prompt}"></ecco-prompt>
  <ecco-saliency></ecco-saliency>
  <ecco-logit-lens></ecco-logit-lens>
</ecco-model>`;

test("one script tag from the page's own host: the views show London, and Paris for another prompt", async () => {
  await using host = await staticHost({
    folder: dist,
    pages: {"/page.html": connected("./ecco.js")}
  });
  await expectLondon(`${host.origin}/page.html`, [host.origin]);
});

test("one script tag from another host: workers, kernels and models come from there", async () => {
  await using script = await staticHost({folder: dist});
  await using host = await staticHost({
    pages: {"/article/page.html": connected(`${script.origin}/ecco.js`)}
  });
  await expectLondon(`${host.origin}/article/page.html`, [host.origin, script.origin]);
  expect(host.requests).toEqual(["/article/page.html"]);
});

const head = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">`;

test("views.js draws a trace, a script inside and data, and loads nothing else; a single view draws alone; a file draws from a classic script", async () => {
  const model = await loadModel("atlas", {backend: "reference"});
  const result = await model.explain(prompt, {method: "input-x-gradient", target: " London"});
  const candidates = await model.candidates(prompt);
  model.dispose();
  const entries = [result, candidates].map((each) => ({request: {prompt}, result: each}));
  const trace = JSON.stringify({format: "ecco-trace", version: 1, model: "atlas", entries});
  const inside = `<script type="application/json">${trace.replaceAll("<", "\\u003c")}</script>`;
  await using host = await staticHost({
    folder: dist,
    pages: {
      "/trace.json": trace,
      "/page.html": `${head}<script type="module" src="./views.js"></script>
<ecco-saliency src="trace.json" prompt="${prompt}"></ecco-saliency>
<ecco-candidates>${inside}</ecco-candidates>
<ecco-token-strip></ecco-token-strip>
<script>document.querySelector("ecco-token-strip").data = ${JSON.stringify({tokens: candidates.tokens})}</script>`,
      "/single.html": `${head}<script type="module" src="./views/ecco-candidates.js"></script>
<ecco-candidates src="trace.json"></ecco-candidates>`
    }
  });
  await visit(`${host.origin}/page.html`, [host.origin], async (page) => {
    await shows(page, "ecco-saliency", "London", "Heathrow");
    await shows(page, "ecco-candidates", "London", "99.6");
    await shows(page, "ecco-token-strip", "airport");
    // What is exported of it draws on the next page, and its picture is inside the one file.
    const {snippet, svg} = await page.evaluate(async () => {
      const view = document.querySelector("ecco-candidates") as unknown as View<unknown, unknown>;
      return {snippet: view.toSnippet(), svg: await view.toSvg()};
    });
    expect(svg).toContain(">London</text>");
    await page.evaluate((html) => void (document.body.innerHTML = html), snippet);
    await shows(page, "ecco-candidates", "London", "99.6");
  });
  expect(host.requests).toEqual(["/page.html", "/views.js", "/trace.json"]);
  await visit(`${host.origin}/single.html`, [host.origin], async (page) => {
    await shows(page, "ecco-candidates", "London");
    expect(await page.evaluate(() => customElements.get("ecco-saliency"))).toBeUndefined();
  });

  const folder = mkdtempSync(join(tmpdir(), "ecco-file-"));
  try {
    cpSync(join(dist, "views.classic.js"), join(folder, "views.classic.js"));
    writeFileSync(
      join(folder, "page.html"),
      `${head}<script src="views.classic.js"></script><ecco-candidates>${inside}</ecco-candidates><ecco-saliency src="trace.json"></ecco-saliency>`
    );
    const address = pathToFileURL(folder).href;
    await visit(`${address}/page.html`, [address], async (page) => {
      await shows(page, "ecco-candidates", "London");
      await shows(page, "ecco-saliency", "put the result into a script element");
    });
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
});

test("under a strict policy everything works, PNG too; with the service worker also without network", async () => {
  const policy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src blob: data:";
  const live = `${head}<script type="module" src="./ecco.js"></script>
<ecco-model src="atlas" backend="onnx"><ecco-prompt value="${prompt}"></ecco-prompt>
<ecco-candidates></ecco-candidates><ecco-logit-lens></ecco-logit-lens></ecco-model>`;
  await using host = await staticHost({
    folder: dist,
    headers: {"content-security-policy": policy},
    pages: {"/live.html": live}
  });
  await visit(`${host.origin}/live.html`, [host.origin], async (page) => {
    const refused: string[] = [];
    page.on("console", (message) => {
      if (/Content Security Policy/.test(message.text())) refused.push(message.text());
    });
    await page.evaluate(async () => {
      await navigator.serviceWorker.register("/ecco-sw.js");
      await navigator.serviceWorker.ready;
    });
    await page.reload();
    await shows(page, "ecco-candidates", "London");
    await shows(page, "ecco-logit-lens", "London");
    const size = await page.evaluate(async () => {
      const view = document.querySelector("ecco-candidates") as unknown as View<unknown, unknown>;
      await view.toHtml();
      const cells = view.renderRoot.querySelectorAll<HTMLElement>(".bar");
      return {png: (await view.toPng()).size, bar: cells[0]!.getBoundingClientRect().width};
    });
    expect(size.png).toBeGreaterThan(5000);
    expect(size.bar).toBeGreaterThan(50);
    expect(refused).toEqual([]);

    // A link brings back what the reader did: before the first question, and for others to hear.
    await page.locator("ecco-prompt textarea").fill("The capital of France is");
    await shows(page, "ecco-candidates", "Paris");
    const pinned = await page.evaluate(() => {
      const view = document.querySelector("ecco-logit-lens") as unknown as View<unknown, unknown>;
      view.renderRoot.querySelector<HTMLElement>('[data-row="3"][data-column="2"]')!.click();
      view.toLink();
      return JSON.stringify(view.value);
    });
    expect(pinned).toContain('"position":2');
    await page.reload();
    await shows(page, "ecco-candidates", "Paris");
    await page.waitForFunction(
      (value) =>
        JSON.stringify(
          (document.querySelector("ecco-logit-lens") as unknown as View<unknown, unknown>).value
        ) === value,
      pinned,
      patiently
    );

    // No host any more: what the page asks now, nobody answers.
    await host[Symbol.asyncDispose]();
    await page.reload();
    await page.locator("ecco-prompt textarea").fill("The Eiffel Tower is in the city of");
    await shows(page, "ecco-candidates", "Paris");
  });
});

async function shows(page: Page, view: string, ...texts: readonly string[]): Promise<void> {
  for (const text of texts)
    await page.locator(view).getByText(text).first().waitFor({timeout: patience});
}

async function expectLondon(address: string, origins: readonly string[]): Promise<void> {
  await visit(address, origins, async (page) => {
    await expectInViews(page, "London");
    await page.locator("ecco-prompt textarea").fill("The Eiffel Tower is in the city of");
    await expectInViews(page, "Paris");
  });
}

async function expectInViews(page: Page, text: string): Promise<void> {
  for (const view of ["ecco-saliency", "ecco-logit-lens"]) {
    await page.locator(view).getByText(text).first().waitFor({timeout: patience});
  }
}

/** Opens a page with every request to other hosts blocked; none may be tried, and nothing may fail in it. */
async function visit(
  address: string,
  origins: readonly string[],
  look: (page: Page) => Promise<void>
): Promise<void> {
  const context = await browser.newContext();
  const foreign: string[] = [];
  const failures: string[] = [];
  await context.route("**/*", (route) => {
    const url = route.request().url();
    if (origins.some((origin) => url.startsWith(`${origin}/`)) || /^(blob|data):/.test(url))
      return route.continue();
    foreign.push(url);
    return route.abort();
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => failures.push(String(error)));
  page.on("response", (response) => {
    if (response.status() >= 400) failures.push(`${response.status()} ${response.url()}`);
  });
  try {
    await page.goto(address);
    await look(page);
  } catch (error) {
    throw new Error(
      `${String(error)}\nin the page: ${failures.join("\n") || "no error"}\nblocked: ${foreign.join(" ") || "nothing"}`,
      {cause: error}
    );
  } finally {
    await context.close();
  }
  expect(foreign).toEqual([]);
  expect(failures).toEqual([]);
}
