/**
 * The libraries of cells in the editor: from a new cell that names one to what it shows, in a page where none was named
 * before and without anything in the browser's cache; and what the page loads for it.
 */
import {afterAll, bench, describe} from "vitest";
import {launch} from "../tests/pages/browsers.ts";
import {EditorHost, EditorPage, notebookOf} from "../tests/pages/editor-host.ts";

/** Cells, by the name of the library that each names. */
const cells = {
  "no library": "1 + 1",
  Plot: "Plot.lineY([1, 3, 2]).plot()",
  d3: "d3.max([1, 2])",
  tex: "tex`x^2`",
  dot: "dot`digraph { a -> b }`",
  aq: "aq.table({a: [1]}).array('a')",
  topojson: "typeof topojson.feature",
  _: "_.chunk([1, 2, 3], 2)",
  penguins: "penguins.length",
  diamonds: "diamonds.length"
};

const browser = await launch(false);
const host = await EditorHost.start({"first.html": notebookOf("0")});
const seen = new Map<string, {readonly milliseconds: number[]; bytes: number}>();

async function use(name: keyof typeof cells): Promise<void> {
  const file = "first.html";
  host.write(file, notebookOf("0"));
  const editor = await EditorPage.open(browser, host.url(file));
  await editor.settled();
  let bytes = 0;
  const sizes: Promise<void>[] = [];
  editor.page.on("requestfinished", (request) => {
    sizes.push(request.sizes().then(({responseBodySize}) => void (bytes += responseBodySize)));
  });
  await editor.frame.evaluate(() => {
    let began = 0;
    const observer = new MutationObserver(() => {
      const cell = document.querySelector<HTMLElement>('.cell[data-id="2"]');
      if (!cell) return;
      began ||= performance.now();
      if (cell.dataset["state"] !== "ok") return;
      observer.disconnect();
      document.body.dataset["took"] = String(performance.now() - began);
    });
    observer.observe(document.body, {subtree: true, childList: true, attributes: true});
  });
  host.write(file, notebookOf("0", cells[name]));
  await editor.frame.locator("body[data-took]").waitFor();
  const took = Number(await editor.frame.evaluate(() => document.body.dataset["took"]));
  await Promise.all(sizes);
  const known = seen.get(name) ?? {milliseconds: [], bytes: 0};
  known.milliseconds.push(took);
  known.bytes = bytes;
  seen.set(name, known);
  await editor.close();
}
// The editor is built, and the server has read its files.
await use("no library");
seen.clear();

describe("the first cell that names a library", () => {
  for (const name of Object.keys(cells) as (keyof typeof cells)[])
    bench(name, () => use(name), {iterations: 5, time: 0, warmupIterations: 0, warmupTime: 0});
});

afterAll(async () => {
  for (const [name, {milliseconds, bytes}] of seen) {
    const sorted = milliseconds.toSorted((a, b) => a - b);
    const middle = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
    const most = sorted.at(-1) ?? Number.NaN;
    console.log(
      `${name}: p50 ${middle.toFixed(0)} ms, most ${most.toFixed(0)} ms, ${(bytes / 1000).toFixed(0)} kB`
    );
  }
  await browser.close();
  await host[Symbol.asyncDispose]();
});
