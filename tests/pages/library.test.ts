/** The libraries of cells in the editor: each comes when it is named, from the notebook's own site. */
import {expect, test} from "vitest";
import {launch} from "./browsers.ts";
import {EditorHost, EditorPage, notebookOf} from "./editor-host.ts";

/** What a file of the build is of, by its name; d3-dsv is small, and reads files of readers too. */
const files =
  /\/(?:d3(?!-dsv)|katex|core|viz|lodash|index-browser|browser|esm|KaTeX_[\w-]+|[a-z]+-[\w-]+\.csv)\b/;
/** What no file but Plot's has: a name by itself does not tell it. */
const ofPlot = "--plot-background";
const cells = [
  "Plot.lineY(aapl, {x: 'Date', y: 'Close', tip: true}).plot()",
  "tex.block`\\int x`",
  "dot`digraph { a -> b }`",
  "_.chunk(aq.table({a: [1, 2]}).array('a'), 1).length + Object.keys(topojson).length",
  "import {extent} from 'npm:d3@7';\ndisplay(extent([2, 1]).join());",
  "const form = view(Inputs.table([{a: 1}]))"
];

const withProse = (notebook: string, text: string): string =>
  notebook.replace(
    "</notebook>",
    `  <script id="99" type="text/markdown">\n    ${text}\n  </script>\n</notebook>`
  );

interface Loaded {
  readonly editor: EditorPage;
  readonly names: readonly string[];
  readonly hasPlot: boolean;
}

test("a notebook loads a library when a cell names it, and none before; it has the page's colours, and a cell says which did not come", async () => {
  const browser = await launch(false);
  const host = await EditorHost.start({
    "none.html": withProse(notebookOf("1 + 1"), "Plain *words*, $5 and $6, `code`."),
    "all.html": withProse(notebookOf(...cells), "~~~js\n    let a = 1;\n    ~~~")
  });
  const loaded = async (file: string): Promise<Loaded> => {
    const editor = await EditorPage.open(browser, host.url(file), {dark: true, width: 390});
    expect(new Set(await editor.settled())).toEqual(new Set(["ok"]));
    if (file === "all.html") await editor.frame.locator(".hljs-keyword").first().waitFor();
    await editor.frame.evaluate(() => document.fonts.ready.then(() => undefined));
    const names = await editor.frame.evaluate(() =>
      performance.getEntriesByType("resource").map(({name}) => new URL(name).pathname)
    );
    const texts = await editor.frame.evaluate(
      (all) => Promise.all(all.map(async (name) => (await fetch(name)).text())),
      names.filter((name) => name.endsWith(".js"))
    );
    return {editor, names, hasPlot: texts.some((text) => text.includes(ofPlot))};
  };
  const plain = await loaded("none.html");
  expect(plain.names.length).toBeGreaterThan(1);
  const {editor, names, hasPlot} = await loaded("all.html");
  expect([plain.hasPlot, hasPlot]).toEqual([false, true]);
  const more = names
    .filter((name) => !plain.names.includes(name))
    .map((name) => name.split("/").at(-1)!);
  for (const part of [
    /^d3-.*\.js$/,
    /^katex-.*\.css$/,
    /^core-.*\.js$/,
    /^KaTeX_Main-Regular-.*\.woff2$/,
    /^viz-.*\.js$/,
    /^lodash-.*\.js$/,
    /^aapl-.*\.csv$/
  ])
    expect(
      more.filter((name) => part.test(name)),
      String(part)
    ).toHaveLength(1);
  expect(plain.names.filter((name) => files.test(name))).toEqual([]);
  const {frame} = editor;
  const colours = await frame.evaluate(() => {
    const colour = (selector: string, name: string): string =>
      getComputedStyle(document.querySelector(selector)!).getPropertyValue(name);
    return {
      chart: colour("svg[class^=plot-] text", "fill"),
      graph: colour(".cell[data-id='3'] text", "fill"),
      formula: colour(".katex", "color"),
      ink: getComputedStyle(document.body).color,
      head: colour("form thead th", "background-color"),
      page: getComputedStyle(document.body).backgroundColor,
      wide: document.documentElement.scrollWidth
    };
  });
  const {ink, page: ground} = colours;
  expect(colours).toEqual({
    chart: ink,
    graph: ink,
    formula: ink,
    ink,
    head: ground,
    page: ground,
    wide: 390
  });
  expect(await frame.evaluate(() => document.fonts.check("16px KaTeX_Main"))).toBe(true);
  await plain.editor.close();
  await editor.close();
  // A server that has ended while the page is open.
  const cut = await EditorPage.open(browser, host.url("none.html"));
  await cut.settled();
  await cut.page.route(/lodash|d3-/, (route) => route.abort());
  host.write("none.html", notebookOf("_.chunk([1], 1)", "import 'npm:d3'", "1 + 2"));
  await cut.frame.locator(".ecco-problem").nth(1).waitFor();
  expect(await cut.settled()).toEqual(["error", "error", "ok"]);
  expect(await cut.output(1).textContent()).toMatch(/^_ could not be loaded \(.*reload the page/);
  expect(await cut.output(2).textContent()).toMatch(/^d3 could not be loaded \(.*reload the page/);
  await cut.close();
  await host[Symbol.asyncDispose]();
  await browser.close();
});
