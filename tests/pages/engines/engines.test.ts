/** The engines that readers have: Chromium, Firefox and WebKit. Each runs everything, or says why not. */
import {cpSync, mkdtempSync, readdirSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {basename, join} from "node:path";
import {loadModel, type Candidates} from "@ecco/engine";
import type {View} from "@ecco/viz";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {built} from "../built.ts";
import {staticHost, type StaticHost} from "../static-host.ts";
import {chromiumEngine} from "./chromium.ts";
import {shows, type EnginePage} from "./engine.ts";
import {firefoxEngine} from "./firefox.ts";
import {folders, livePage, pageOf, pageOfFrames, refusing, running, type Case} from "./pages.ts";
import {webkitEngine} from "./webkit.ts";

const prompt = "Heathrow airport is located in the city of";
let site: string;
let expected: Candidates;

beforeAll(async () => {
  const dist = await built();
  // A site as it is put on a host: it can be renewed while a page is open.
  site = mkdtempSync(join(tmpdir(), "ecco-site-"));
  for (const part of ["ecco", "ecco.js", "models/atlas"])
    cpSync(join(dist, part), join(site, part), {recursive: true});
  const tiny = join(import.meta.dirname, "../../fixtures/ecco/tiny-gpt2");
  for (const folder of folders) cpSync(tiny, join(site, folder), {recursive: true});
  // A build whose worker is gone.
  for (const part of ["ecco", "ecco.js"])
    cpSync(join(dist, part), join(site, "gone", part), {
      recursive: true,
      filter: (path) => !/worker|wasm$/.test(basename(path))
    });
  const model = await loadModel("atlas", {backend: "reference"});
  expected = await model.candidates(prompt, {top: 20});
  model.dispose();
});
afterAll(() => rmSync(site, {recursive: true, force: true}));

describe.for([chromiumEngine, firefoxEngine, webkitEngine])("$name", (engine) => {
  if (engine.missing) {
    test.skip(`is not tested: ${engine.missing}`);
    return;
  }
  let page: EnginePage;
  beforeAll(async () => {
    page = await engine.start();
  });
  afterAll(() => page?.[Symbol.asyncDispose]());

  test("views are live, follow what is typed, and give the numbers of the reference; nothing is said in the console", async () => {
    await using host = await staticHost({folder: site, pages: {"/page.html": livePage(prompt)}});
    await page.open(`${host.origin}/page.html`);
    for (const tag of ["ecco-candidates", "ecco-saliency", "ecco-logit-lens"])
      await shows(page, tag, "London");
    const data = await page.evaluate(
      () => (document.querySelector("ecco-candidates") as unknown as {data: Candidates}).data
    );
    expect(data.tokens.map(({id}) => id)).toEqual(expected.tokens.map(({id}) => id));
    data.top.forEach(({id, probability}, index) => {
      expect(id).toBe(expected.top[index]!.id);
      expect(Math.abs(probability - expected.top[index]!.probability)).toBeLessThan(1e-5);
    });
    const field = await page.evaluate(() => {
      const text = document.querySelector("ecco-prompt")!.shadowRoot!.querySelector("textarea")!;
      text.focus();
      text.select();
      const {x, y, width, height} = text.getBoundingClientRect();
      return {x: x + width / 2, y: y + height / 2};
    });
    expect(field.x).toBeGreaterThan(0);
    await page.type("The Eiffel Tower is in the city of");
    for (const tag of ["ecco-candidates", "ecco-saliency", "ecco-logit-lens"])
      await shows(page, tag, "Paris");
    const said = await page.evaluate(
      () => (globalThis as unknown as {messages: readonly string[]}).messages
    );
    expect(said).toEqual([]);

    // Nothing answers any more, and what a reader wants to keep is kept.
    await host[Symbol.asyncDispose]();
    const exported = await page.evaluate(async () => {
      const view = document.querySelector("ecco-candidates") as unknown as View<unknown, unknown>;
      return {
        svg: await view.toSvg(),
        html: await view.toHtml(),
        csv: view.toCsv(),
        json: view.toJson(),
        png: (await view.toPng()).size
      };
    });
    expect(exported.svg).toContain(">Paris</text>");
    expect(exported.html).toContain("Paris");
    expect(exported.csv).toContain("Paris");
    expect(JSON.parse(exported.json).entries).toHaveLength(1);
    expect(exported.png).toBeGreaterThan(2000);
  });

  test("a model that is offered in a page whose site was renewed meanwhile says to reload it", async () => {
    const old = mkdtempSync(join(tmpdir(), "ecco-old-"));
    try {
      for (const part of ["ecco", "ecco.js", ...folders])
        cpSync(join(site, part), join(old, part), {recursive: true});
      await using host = await staticHost({
        folder: old,
        pages: {"/page.html": pageOf(".").replace("autoload", "lazy")}
      });
      await page.open(`${host.origin}/page.html`);
      await shows(page, "ecco-candidates", "Run live");
      for (const name of readdirSync(join(old, "ecco"))) rmSync(join(old, "ecco", name));
      await page.evaluate(() => {
        const {shadowRoot} = document.querySelector("ecco-candidates")!;
        const button = [...shadowRoot!.querySelectorAll("button")].find(({textContent}) =>
          textContent.includes("Run live")
        );
        button!.click();
      });
      await shows(page, "ecco-candidates", "answers 404", "reload the page");
    } finally {
      rmSync(old, {recursive: true, force: true});
    }
  });

  test("workers start from another host, in frames without an origin, under trusted types and strict policies", async () => {
    await using script = await staticHost({folder: site});
    await look(page, {script, cases: running}, async (frame) =>
      shows(frame, "ecco-candidates", "Next token after")
    );
  });

  test("what keeps the engine out is said in the view", async () => {
    await using script = await staticHost({folder: site});
    await look(page, {script, cases: refusing}, async (frame, {says}) =>
      shows(frame, "ecco-candidates", says)
    );
  });

  test("works in a page that is isolated from other sites", async () => {
    await using host = await staticHost({
      folder: site,
      headers: {
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-embedder-policy": "require-corp"
      },
      pages: {"/page.html": pageOf(".")}
    });
    await page.open(`${host.origin}/page.html`);
    await shows(page, "ecco-candidates", "Next token after");
    expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(true);
  });
});

/** Opens *cases* as frames of one page, and looks into each. */
async function look<C extends Case>(
  page: EnginePage,
  {
    script,
    cases
  }: {
    readonly script: StaticHost;
    readonly cases: (own: string, other: string) => readonly C[];
  },
  into: (frame: ReturnType<EnginePage["frame"]>, each: C) => Promise<void>
): Promise<void> {
  const pages: Record<string, string> = {};
  await using host = await staticHost({folder: site, pages});
  const all = cases(host.origin, script.origin);
  const addressOf = (index: number): string => `/case-${index}.html`;
  all.forEach((each, index) => {
    if (each.page) pages[addressOf(index)] = each.page;
  });
  pages["/page.html"] = pageOfFrames(all, addressOf);
  await page.open(`${host.origin}/page.html`);
  for (const [index, each] of all.entries()) {
    try {
      await into(page.frame(index), each);
    } catch (error) {
      throw new Error(`${each.name}: ${String(error)}`, {cause: error});
    }
  }
}
