/** Several of Ecco's scripts on one page: in any order, and in two versions. */
import {readdirSync, readFileSync} from "node:fs";
import {extname, join} from "node:path";
import type {Browser, Page} from "playwright-core";
import {afterAll, beforeAll, expect, test} from "vitest";
import {launch} from "./browsers.ts";
import {built} from "./built.ts";
import {staticHost, type StaticHost} from "./static-host.ts";

const prompt = "Heathrow airport is located in the city of";
let dist: string;
/** The tags of all views. */
let views: readonly string[];
let browser: Browser;

beforeAll(async () => {
  dist = await built();
  views = readdirSync(join(dist, "views"))
    .filter((file) => file.endsWith(".js"))
    .map((file) => file.replace(".js", ""));
  browser = await launch(false);
});
afterAll(() => browser?.close());

const pageWith = (...scripts: readonly string[]): string => `<!doctype html>
<meta charset="utf-8"><link rel="icon" href="data:,"><title>A page</title>
${scripts.map((src) => `<script type="module" src="${src}"></script>`).join("\n")}
<ecco-model src="atlas" backend="onnx"><ecco-prompt value="${prompt}"></ecco-prompt>
<ecco-candidates></ecco-candidates><ecco-logit-lens></ecco-logit-lens></ecco-model>
<iframe srcdoc="<!doctype html><body>"></iframe>`;

const types: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm"
};

/** The build, and under /v2/ the same as another version. */
const hostOf = (pages: Readonly<Record<string, string>>): Promise<StaticHost> =>
  staticHost({
    folder: dist,
    pages,
    answers(path, _request, response) {
      if (!path.startsWith("/v2/")) return false;
      const bytes = readFileSync(join(dist, path.slice("/v2/".length)));
      const type = types[extname(path)] ?? "application/octet-stream";
      response.writeHead(200, {"content-type": type});
      const isScript = type === "text/javascript";
      response.end(isScript ? bytes.toString().replaceAll("0.1.0", "9.9.9") : bytes);
      return true;
    }
  });

const shown = (page: Page, view: string, text: string): Promise<void> =>
  page.locator(view).getByText(text).first().waitFor({timeout: 60_000});

async function live(page: Page): Promise<void> {
  for (const view of ["ecco-candidates", "ecco-logit-lens"]) await shown(page, view, "London");
  await page
    .locator("ecco-prompt")
    .getByText(/\b10 (tokens|of)/)
    .waitFor({timeout: 60_000});
  await page.locator("ecco-prompt textarea").fill("The Eiffel Tower is in the city of");
  for (const view of ["ecco-candidates", "ecco-logit-lens"]) await shown(page, view, "Paris");
}

const orders: readonly (readonly [scripts: readonly string[], says: string])[] = [
  [
    ["views.js", "views/ecco-saliency.js", "v2/ecco.js", "ecco.js"],
    "0.1.0 and then 0.1.0 and 9.9.9"
  ],
  [["views/ecco-candidates.js", "ecco.js", "views.js", "ecco.js?again"], "0.1.0 and then 0.1.0"],
  [["v2/ecco.js", "views.js", "ecco.js"], "9.9.9 and then 0.1.0"]
];

test.each(orders.map(([scripts, says]) => [scripts.join(", "), scripts, says] as const))(
  "%s: every view is live, and one line in the console says that there are two",
  async (_, scripts, says) => {
    await using host = await hostOf({"/page.html": pageWith(...scripts)});
    const page = await browser.newPage();
    const said: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "warning" || message.type() === "error") said.push(message.text());
    });
    page.on("pageerror", (error) => said.push(String(error)));
    await page.goto(`${host.origin}/page.html`);
    await live(page);
    const alone = await page.evaluate(async (tags) => {
      const made = tags.map(
        (tag) => document.createElement(tag) as HTMLElement & {message: string}
      );
      document.body.append(...made);
      const isLive = (view: {message: string}): boolean => view.message.startsWith("no model here");
      for (let i = 0; i < 600 && !made.every(isLive); i++) await new Promise(requestAnimationFrame);
      return made.filter((view) => !isLive(view)).map(({localName}) => localName);
    }, views);
    expect(alone).toEqual([]);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(`Ecco ${says}`);
    await page.close();
  }
);

test("a group that moves into a frame goes on there, with its styles and its model", async () => {
  await using host = await hostOf({"/page.html": pageWith("ecco.js")});
  const page = await browser.newPage();
  const said: string[] = [];
  page.on("pageerror", (error) => said.push(String(error)));
  await page.goto(`${host.origin}/page.html`);
  await live(page);
  await page.evaluate(() => {
    const frame = document.querySelector("iframe")!;
    frame.style.cssText = "width:900px;height:900px";
    frame.contentDocument!.body.append(document.querySelector("ecco-model")!);
  });
  const frame = page.frameLocator("iframe");
  await frame.locator("ecco-prompt textarea").fill(prompt);
  for (const view of ["ecco-candidates", "ecco-logit-lens"])
    await frame.locator(view).getByText("London").first().waitFor({timeout: 60_000});
  const bar = await frame.locator("ecco-candidates .bar").first().boundingBox();
  expect(bar!.width).toBeGreaterThan(100);
  expect(said).toEqual([]);
  await page.close();
});

test("what is built can be imported where there is no page, and does nothing there", async () => {
  const files = ["views.js", "ecco.js", ...views.map((tag) => `views/${tag}.js`)];
  for (const file of files) {
    const module = (await import(join(dist, file))) as object;
    expect(Object.keys(module).length, file).toBeGreaterThan(0);
  }
  expect("customElements" in globalThis).toBe(false);
});
