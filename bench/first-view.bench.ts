/**
 * From an empty page to a view drawn from a recorded result: the main thread's work, script, style and layout included,
 * by one view's own module, by views.js with all of them, and by ecco.js, which could run a model too; beside the same
 * page with a line of text in the place of the view, which is what the browser and the measuring cost.
 */
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {chromium} from "playwright-core";
import type {CDPSession} from "playwright-core";
import {afterAll, bench, describe} from "vitest";
import {findBrowser} from "../scripts/browser.js";
import {built} from "../tests/pages/built.ts";
import {staticHost} from "../tests/pages/static-host.ts";

const {lens} = JSON.parse(
  readFileSync(join(import.meta.dirname, "../tests/viz/data/recorded.json"), "utf8")
) as {readonly lens: unknown};
const result = JSON.stringify(lens).replaceAll("<", "\\u003c");
const page = (script: string): string => `<!doctype html><meta charset="utf-8">
<link rel="icon" href="data:,"><title>A page</title>
${script ? `<script type="module" src="./${script}"></script>` : '<p data-row="8" data-column="9">A line of text</p>'}
<ecco-logit-lens><script type="application/json">${result}</script></ecco-logit-lens>`;
const scripts = {
  "": "a line of text",
  "views/ecco-logit-lens.js": "one view's module",
  "views.js": "views.js",
  "ecco.js": "ecco.js"
};

const host = await staticHost({
  folder: await built(),
  pages: Object.fromEntries(Object.keys(scripts).map((script, i) => [`/${i}.html`, page(script)]))
});
const executablePath = findBrowser();
const browser = await chromium.launch({
  ...(executablePath ? {executablePath} : {}),
  args: ["--no-sandbox"]
});
const times = new Map<string, number[]>();

async function busy(client: CDPSession): Promise<number> {
  const {metrics} = await client.send("Performance.getMetrics");
  return (metrics.find(({name}) => name === "TaskDuration")?.value ?? Number.NaN) * 1000;
}

/** Opens the page in a context without cache, and waits for the last cell of the grid. */
async function open(address: string, name: string): Promise<void> {
  const context = await browser.newContext();
  const tab = await context.newPage();
  const client = await context.newCDPSession(tab);
  await client.send("Performance.enable", {timeDomain: "threadTicks"});
  const before = await busy(client);
  await tab.goto(address);
  await tab.locator("[data-row='8'][data-column='9']").waitFor();
  times.set(name, [...(times.get(name) ?? []), (await busy(client)) - before]);
  await context.close();
}

describe("a logit lens of 9 × 10 cells from a recorded result", () => {
  const options = {iterations: 10, time: 0, warmupIterations: 1, warmupTime: 0};
  Object.values(scripts).forEach((name, i) =>
    bench(name, () => open(`${host.origin}/${i}.html`, name), options)
  );
});

afterAll(async () => {
  for (const [name, samples] of times) {
    const sorted = samples.slice(1).toSorted((a, b) => a - b);
    const middle = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
    console.log(
      `main thread, ${name}: p50 ${middle.toFixed(0)} ms, most ${(sorted.at(-1) ?? Number.NaN).toFixed(0)} ms`
    );
  }
  await browser.close();
  await host[Symbol.asyncDispose]();
});
