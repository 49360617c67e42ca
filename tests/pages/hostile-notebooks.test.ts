/** Notebooks that do not want to be stopped: the editor answers, Stop is there, the text stays, and nothing runs again by itself. */
import type {Browser, BrowserContext, Frame, Page} from "playwright-core";
import {afterAll, beforeAll, expect, test} from "vitest";
import {launch, patiently} from "./browsers.ts";
import {EditorHost, notebookOf} from "./editor-host.ts";
import {violations} from "./violations.ts";
import {eventually, patience} from "../eventually.ts";

/** Takes the line to the shell away from the frame's own code. */
const line = `const send = MessagePort.prototype.postMessage;
const port = await new Promise((resolve) => {
  MessagePort.prototype.postMessage = function (message, ...rest) {
    if (message?.kind === "pong" || message?.kind === "status") resolve(this);
    return send.call(this, message, ...rest);
  };
});
const flood = (make) => setInterval(() => { for (let n = 0; n < 300; n++) port.postMessage(...make(n)); });\n`;

/** What the notebook does, and what the editor says of it by itself; null where the reader has to stop it. */
const attacks: Readonly<Record<string, readonly [cell: string, says: RegExp | null]>> = {
  "messages that are none": [
    `${line}const name = "y".repeat(1e5); flood((n) => [{kind: "status", id: 1, name: name + n, state: "running", milliseconds: 1, problem: null}])`,
    /has sent more/
  ],
  "new cells, undone and done again": [
    `${line}flood((n) => [n % 3 ? {kind: n % 3 > 1 ? "undo" : "redo"} : {kind: "insert", type: "js", before: null}])`,
    /has sent more/
  ],
  "texts of megabytes": [
    `${line}const long = "ж\\n".repeat(4e6); flood((n) => [{kind: "text", id: 1, text: long + n, version: 0}])`,
    /has sent more/
  ],
  "wishes for models": [
    `${line}flood((n) => [{kind: "wants model", call: n, src: "hf:a/b" + n}])`,
    /has sent more/
  ],
  "ports by the thousand": [
    `${line}flood(() => { const ports = Array.from({length: 50}, () => new MessageChannel().port1); return [{ports}, ports]; })`,
    /has sent more/
  ],
  "buffers and deep objects": [
    `${line}let deep = {}; for (let n = 0; n < 3000; n++) deep = {deep}; flood((n) => { const buffer = new ArrayBuffer(1e6); return [{deep, buffer}, [buffer]]; })`,
    /has sent more/
  ],
  "messages past the line": [
    `setInterval(() => { for (let n = 0; n < 300; n++) globalThis.parent.postMessage("x".repeat(1e5), "*"); })`,
    /has sent more/
  ],
  "messages of a frame within": [
    `setInterval(() => { const {contentWindow} = document.body.appendChild(document.createElement("iframe")); contentWindow.top.postMessage(1, "*"); }, 50)`,
    /has sent more/
  ],
  "loading itself again": ["location.reload()", /loaded itself again and again/],
  "statuses that are right, without end, in a cell that never ends": [
    `${line}await new Promise((resolve) => setTimeout(resolve, 200)); for (let n = 0; ; n++) port.postMessage({kind: "status", id: 2, name: "y" + n, state: "running", milliseconds: 1, problem: null});`,
    null
  ],
  "a cell that never ends": [
    `await new Promise((resolve) => setTimeout(resolve, 200)); for (;;);`,
    null
  ],
  "an empty page": [`document.head.innerHTML = document.body.innerHTML = ""`, null],
  "another page in its place": [
    `document.open(); document.write("<h1>Nothing to see</h1>"); document.close()`,
    null
  ],
  "going nowhere": [`globalThis.location = "about:blank"`, null],
  "dialogs, printing and questions at leaving": [
    `globalThis.onbeforeunload = (event) => event.preventDefault(); setInterval(() => { alert(1); confirm(2); prompt(3); print(); })`,
    null
  ],
  "the whole screen and the pointer": [
    `setInterval(() => { document.documentElement.requestFullscreen().catch(() => 0); document.body.requestPointerLock()?.catch(() => 0); }, 10)`,
    null
  ],
  "going back in the history": [
    `setInterval(() => { history.pushState(1, ""); history.go(-5); }, 20)`,
    null
  ]
};
/** How a notebook ends is remembered the same whatever it did: by what it sent, by loading itself, and by the reader. */
const oneOfEachEnd: ReadonlySet<string> = new Set([
  "messages that are none",
  "loading itself again",
  "a cell that never ends",
  "dialogs, printing and questions at leaving"
]);
const files = new Map(Object.keys(attacks).map((name, n) => [name, `attack-${n}.html`]));

let browser: Browser;
let host: EditorHost;
let context: BrowserContext;
let page: Page;
beforeAll(async () => {
  browser = await launch(false);
  host = await EditorHost.start({
    "calm.html": notebookOf(`"calm"`),
    "large.html": notebookOf(...Array.from({length: 1002}, (_, n) => `${n}`)).replace(
      "A test",
      "T".repeat(300_000)
    ),
    "words.html": notebookOf(
      `"one"`,
      `${line}const engine = {kind: "engine", reason: "r".repeat(2000), weights: 1e308, milliseconds: 1e20, notice: "n".repeat(2000)};
globalThis.wide = true;
setInterval(() => port.postMessage({...engine, backend: globalThis.wide ? "W".repeat(200) : "w", model: globalThis.wide ? "M ".repeat(2000) : "m"}), 20)`
    ),
    "focus.html": notebookOf(
      `"one"`,
      `setInterval(() => { globalThis.focus(); document.querySelector(".cell")?.focus(); }, 5)`
    ),
    ...Object.fromEntries(
      Object.entries(attacks).map(([name, [cell]]) => [files.get(name)!, notebookOf(`"one"`, cell)])
    )
  });
  context = await browser.newContext({viewport: {width: 1280, height: 900}});
  page = await context.newPage();
});
afterAll(async () => {
  await browser?.close();
  await host?.[Symbol.asyncDispose]();
});

const frame = (): Frame | undefined =>
  page.frames().findLast((each) => each.url().startsWith("http://nb"));
const banner = (words: RegExp | string): ReturnType<Page["locator"]> =>
  page.locator(".banner", {hasText: words});
/** Presses what is there without the mouse, which waits for the frame as well. */
const press = (selector: string): Promise<void> =>
  page.locator(selector).evaluate((button: HTMLElement) => void setTimeout(() => button.click()));

/** Waits until a frame shows that many cells or more, and returns how they are. */
async function cells(least: number): Promise<readonly string[]> {
  return eventually(async () => {
    const found = await frame()!.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>(".cell")].map(({dataset}) => dataset["state"]!)
    );
    expect(found.length).toBeGreaterThanOrEqual(least);
    return found;
  });
}

/** Waits until the second cell has done what it does, or is at it. */
async function begun(): Promise<void> {
  // Both cells have been told of.
  await page.locator(".outline .name", {hasText: '"one"'}).waitFor();
  const running = page.locator(".outline .note", {hasText: "running"}).first();
  await eventually(async () => {
    const done = await Promise.race([
      running
        .or(banner("Nothing runs"))
        .first()
        .waitFor()
        .then(() => true),
      frame()?.evaluate(() => {
        const [, second] = document.querySelectorAll<HTMLElement>(".cell");
        return second ? second.dataset["state"] === "ok" : true;
      }) ?? true
    ]);
    expect(done).toBe(true);
  });
}

test.each(Object.entries(attacks))("%s", async (name, [, says]) => {
  const file = files.get(name)!;
  await page.goto(host.url(file));
  await page.locator(".outline li").nth(1).waitFor();
  if (says) await banner(says).waitFor({timeout: patience});
  else {
    await begun();
    expect(page.url()).toContain(file);
    await press(".stop");
  }
  await banner("Nothing runs").waitFor();
  expect(new Set(await cells(2))).toEqual(new Set(["idle"]));
  expect(host.read(file)).toContain("one");
  // The text of it can be changed now.
  await frame()!.locator('.cell[data-id="2"]').focus();
  await page.keyboard.press("Enter");
  await frame()!.locator(".cm-content:focus").waitFor();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.type("// mine ");
  await eventually(() => expect(host.read(file)).toContain("// mine "));
  if (!oneOfEachEnd.has(name)) return;
  // Nothing runs by itself, loaded again.
  await page.reload();
  await banner("Nothing runs").waitFor();
  expect(new Set(await cells(2))).toEqual(new Set(["idle"]));
});

test("a stopped notebook that is chosen again stays still until it is run; any other can be opened so", async () => {
  await page.goto(host.url("calm.html"));
  await page.getByRole("tab", {name: "Files"}).click();
  const attack = files.get("an empty page")!;
  await page.getByRole("button", {name: `Open ${attack} without running`}).click();
  await eventually(() => expect(page.url()).toContain(attack));
  await page.getByRole("button", {name: "Open calm.html without running"}).click();
  await eventually(() => expect(page.url()).toContain("calm.html"));
  await banner("Nothing runs").waitFor();
  expect(await cells(1)).toEqual(["idle"]);
  await page.locator(".files button", {hasText: attack}).click();
  await eventually(() => expect(page.url()).toContain(attack));
  expect(await cells(2)).toEqual(["idle", "idle"]);
  await page.locator(".files button", {hasText: "calm.html"}).click();
  await eventually(() => expect(page.url()).toContain("calm.html"));
  expect(await cells(1)).toEqual(["idle"]);
  await banner("Nothing runs").getByRole("button").click();
  await eventually(async () => expect(await cells(1)).toEqual(["ok"]));
  await page.reload();
  await eventually(async () => expect(await cells(1)).toEqual(["ok"]));
  expect(await banner("Nothing runs").count()).toBe(0);
});

test("a notebook that takes the keyboard away again and again is stopped when the editor is asked for it", async () => {
  await page.goto(host.url("focus.html"));
  await cells(2);
  for (let tries = 0; tries < 20 && !(await banner("taken the keyboard").count()); tries++) {
    await page.evaluate(() => document.querySelector<HTMLElement>(".stop")!.focus());
    await page.waitForFunction(
      () =>
        document.activeElement?.localName === "iframe" ||
        document.body.innerText.includes("taken the keyboard"),
      undefined,
      patiently
    );
  }
  await banner("taken the keyboard").waitFor();
  expect(await cells(2)).toEqual(["idle", "idle"]);
});

test.each([1280, 390])(
  "Stop is reached by key and by hand at %i pixels, and nobody is shut out",
  async (width) => {
    await page.setViewportSize({width, height: 844});
    await page.goto(host.url("calm.html"));
    await cells(1);
    const stop = page.getByRole("button", {name: "Stop", exact: true});
    const box = (await stop.boundingBox())!;
    expect(box.x + box.width).toBeLessThanOrEqual(width);
    await page.locator(".appbar button").first().focus();
    for (let steps = 0; steps < 12; steps++) {
      if (await stop.evaluate((element) => element === document.activeElement)) break;
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    await banner("Nothing runs").waitFor();
    expect(await violations(page.mainFrame())).toEqual([]);
    await banner("Nothing runs").getByRole("button").click();
  }
);

test.each([1280, 390])(
  "Stop stays where it is at %i pixels, whatever the engine is said to be",
  async (width) => {
    await page.setViewportSize({width, height: 844});
    await page.goto(host.url("words.html"));
    await cells(2);
    const stop = page.getByRole("button", {name: "Stop", exact: true});
    const places = new Set<string>();
    for (const wide of [true, false, true]) {
      await frame()!.evaluate((is) => Object.assign(globalThis, {wide: is}), wide);
      await page.waitForFunction(
        (is) => document.querySelector("#engine b")?.textContent?.startsWith(is ? "M " : "m"),
        wide,
        patiently
      );
      const {x, y, width: own} = (await stop.boundingBox())!;
      places.add(`${x} ${y}`);
      expect(x + own).toBeLessThanOrEqual(width);
      expect(x).toBeGreaterThan(0);
    }
    expect(places.size).toBe(1);
    await page.mouse.click(...middle((await stop.boundingBox())!));
    await banner("Nothing runs").waitFor();
    await banner("Nothing runs").getByRole("button").click();
  }
);

const middle = (box: {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}): [number, number] => [box.x + box.width / 2, box.y + box.height / 2];

test("of a title without end, and of an outline of more than a thousand cells, a part is shown; the file keeps all", async () => {
  await page.setViewportSize({width: 1280, height: 844});
  await page.goto(host.url("large.html"));
  await page.locator(".outline li").nth(999).waitFor();
  expect(await page.locator(".outline li").count()).toBe(1000);
  const title = page.getByLabel("Title of the notebook");
  expect(await title.inputValue()).toBe(`${"T".repeat(1000)}…`);
  expect(await title.getAttribute("readonly")).toBe("");
  await page.getByRole("button", {name: "Show more of 1002 cells"}).click();
  await page.locator(".outline li").nth(1001).waitFor();
  expect(host.read("large.html")).toContain("T".repeat(300_000));
});
