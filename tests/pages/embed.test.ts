import {loadModel} from "@ecco/engine";
import {chromium, type Browser, type Page} from "playwright-core";
import {afterAll, beforeAll, expect, test} from "vitest";
import {findBrowser} from "../../scripts/browser.js";
import {built} from "./built.ts";
import {staticHost} from "./static-host.ts";

const prompt = "Heathrow airport is located in the city of";
let dist: string;
let browser: Browser;

beforeAll(async () => {
  dist = await built();
  const executablePath = findBrowser();
  browser = await chromium.launch({
    ...(executablePath ? {executablePath} : {}),
    args: [
      "--no-sandbox",
      "--enable-unsafe-webgpu",
      "--use-webgpu-adapter=swiftshader",
      "--enable-features=Vulkan"
    ]
  });
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

test("views.js draws recorded results and loads nothing else", async () => {
  const model = await loadModel("atlas", {backend: "reference"});
  const data = await model.explain(prompt, {method: "input-x-gradient", target: " London"});
  model.dispose();
  const page = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
<script type="module" src="./views.js"></script>
<ecco-saliency></ecco-saliency>
<script>document.querySelector("ecco-saliency").data = ${JSON.stringify(data).replaceAll("<", "\\u003c")}</script>`;
  await using host = await staticHost({folder: dist, pages: {"/page.html": page}});
  await visit(`${host.origin}/page.html`, [host.origin], async (page) => {
    await page.locator("ecco-saliency").getByText("London").first().waitFor({timeout: 20_000});
    await page.locator("ecco-saliency").getByText("Heathrow").first().waitFor({timeout: 20_000});
  });
  expect(host.requests).toEqual(["/page.html", "/views.js"]);
});

async function expectLondon(address: string, origins: readonly string[]): Promise<void> {
  await visit(address, origins, async (page) => {
    await expectInViews(page, "London");
    await page.locator("ecco-prompt textarea").fill("The Eiffel Tower is in the city of");
    await expectInViews(page, "Paris");
  });
}

async function expectInViews(page: Page, text: string): Promise<void> {
  for (const view of ["ecco-saliency", "ecco-logit-lens"]) {
    await page.locator(view).getByText(text).first().waitFor({timeout: 60_000});
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
