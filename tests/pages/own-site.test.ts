/** Each notebook has a site of its own: what it keeps there is its own, and what it breaks there is its own loss. */
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {chromium} from "playwright-core";
import type {Browser, BrowserContext} from "playwright-core";
import {afterAll, beforeAll, expect, onTestFinished, test} from "vitest";
import {findBrowser} from "../../scripts/browser.js";
import {ask} from "../server/site.ts";
import {isConfined} from "../../apps/editor/src/frame/confined.ts";
import {launch} from "./browsers.ts";
import {EditorHost, EditorPage, notebookOf} from "./editor-host.ts";
import {violations} from "./violations.ts";
import {eventually, patience} from "../eventually.ts";

let browser: Browser;
beforeAll(async () => void (browser = await launch(false)));
afterAll(() => browser?.close());

/** A reader's own profile: in a private window, as all others are here, frames of other sites keep nothing. */
async function profile(): Promise<BrowserContext> {
  const folder = mkdtempSync(join(tmpdir(), "ecco-profile-"));
  onTestFinished(() => rmSync(folder, {recursive: true, force: true, maxRetries: 5}));
  mkdirSync(join(folder, "Default"));
  const preferences = {profile: {cookie_controls_mode: 0, block_third_party_cookies: false}};
  writeFileSync(join(folder, "Default/Preferences"), JSON.stringify(preferences));
  const executablePath = findBrowser();
  const context = await chromium.launchPersistentContext(folder, {
    ...(executablePath ? {executablePath} : {}),
    args: ["--no-sandbox", "--disable-features=ThirdPartyStoragePartitioning"]
  });
  context.setDefaultTimeout(patience);
  return context;
}

const bomb = `{
  for (let n = 0; n < 60; n++)
    for (const end of ["", "; Domain=localhost", "; Domain=.localhost", "; Domain=" + location.hostname])
      for (const site of ["", "; SameSite=None; Secure", "; SameSite=None; Secure; Partitioned"])
        document.cookie = "bomb" + n + "-" + end.length + site.length + "=" + "x".repeat(3500) + "; Path=/; Max-Age=9999999" + end + site;
}`;

test("what one keeps, no other reads; no cookie keeps one from loading, nor the editor", async () => {
  await using host = await EditorHost.start({
    "one.html": notebookOf(
      `localStorage.setItem("x", "of one"); new BroadcastChannel("x").postMessage(1);\n${bomb}`,
      "display(location.hostname)"
    ),
    "two.html": notebookOf(
      `const databases = (await indexedDB.databases()).length, caches_ = (await caches.keys()).length;`,
      `display([localStorage.length, databases, caches_, document.cookie.length].join())`,
      "display(location.hostname)"
    )
  });
  const context = await profile();
  const one = await EditorPage.open(browser, host.url("one.html"), {context});
  await one.settled();
  expect((await context.cookies()).length).toBeGreaterThan(30);
  // Those that the browser does not take from a frame.
  const hostname = new URL(one.frame.url()).hostname;
  await context.addCookies(
    Array.from({length: 150}, (_, n) => ({
      name: `given${n}`,
      value: "x".repeat(3500),
      domain: hostname,
      path: "/"
    }))
  );
  const size = (await context.cookies()).reduce((sum, {value}) => sum + value.length, 0);
  expect(size).toBeGreaterThan(200_000);
  // Nobody's but its own.
  expect(new Set((await context.cookies()).map(({domain}) => domain.replace(/^\./, "")))).toEqual(
    new Set([hostname])
  );
  const two = await EditorPage.open(browser, host.url("two.html"), {context});
  await two.settled();
  expect(await two.output(2).textContent()).toBe('"0,0,0,0"');
  expect(await two.output(3).textContent()).not.toContain(hostname);
  const again = await EditorPage.open(browser, host.url("one.html"), {context});
  await again.settled();
  await eventually(async () => expect(await again.output(2).textContent()).toBe(`"${hostname}"`));
  expect(await again.frame.evaluate(() => localStorage.getItem("x"))).toBe("of one");
  await again.close();
});

test("no service worker, and no page of one's own making, out of what a notebook names", async () => {
  await using host = await EditorHost.start({
    "test.html": notebookOf(
      `const paths = ["/models/atlas/config.json", "/fetched/0123456789abcdef/model/sw.js", "/", ...performance.getEntriesByType("resource").map(({name}) => new URL(name).pathname).filter((name) => name.endsWith(".js"))];`,
      `const workers = await Promise.all(paths.map((path) => navigator.serviceWorker.register(path).then(() => path, () => "refused")));`,
      `const script = (path) => new Promise((resolve) => { const element = document.createElement("script"); element.src = path; element.onload = () => resolve("ran"); element.onerror = () => resolve("refused"); document.head.append(element); });`,
      `display([...new Set([...workers, await script("/models/atlas/config.json"), await script("/models/atlas/README.md")])].join())`,
      `display(await fetch("/models/atlas/config.json").then((answer) => answer.json()).then(({model_type}) => model_type))`
    )
  });
  const editor = await EditorPage.open(browser, host.url("test.html"));
  await editor.settled();
  expect(await editor.output(4).textContent()).toBe('"refused"');
  expect(await editor.output(5).textContent()).toBe('"gpt2"');
  await editor.close();
});

test("where the browser does not find the site, the editor says so and what to do", async () => {
  await using host = await EditorHost.start({"test.html": notebookOf("1")});
  const lost = await launch(false, ["--host-resolver-rules=MAP *.localhost ^NOTFOUND"]);
  try {
    const page = await lost.newPage();
    await page.goto(host.url("test.html"));
    const banner = page.locator(".banner", {hasText: "The page of this notebook does not open."});
    await banner.waitFor({timeout: patience});
    expect(await banner.textContent()).toMatch(/http:\/\/nb-[\da-f]{20}\.localhost:\d+.*Firefox/);
    expect(await violations(page.mainFrame())).toEqual([]);
  } finally {
    await lost.close();
  }
});

test("where the browser does not keep notebooks from the network, the editor says so until it is seen", async () => {
  await using host = await EditorHost.start({"test.html": notebookOf("1")});
  const context = await browser.newContext();
  // A browser that does not know the rule does as if it were not there.
  await context.route(/^http:\/\/nb-/, async (route) => {
    const {hostname, port, pathname} = new URL(route.request().url());
    const {status, bytes, headers: given} = await ask(Number(port), pathname, {host: hostname});
    const {"connection-allowlist": _, ...headers} = given as Record<string, string>;
    await route.fulfill({status, body: bytes, headers});
  });
  const editor = await EditorPage.open(browser, host.url("test.html"), {context});
  const banner = editor.page.locator(".banner", {hasText: "does not keep notebooks from all"});
  await banner.waitFor({timeout: patience});
  expect(await violations(editor.page.mainFrame())).toEqual([]);
  await banner.getByRole("button").focus();
  await editor.page.keyboard.press("Enter");
  await banner.waitFor({state: "detached"});
  await editor.page.reload();
  await editor.settled();
  // Said again by the page by then, and not shown.
  expect(await editor.frame.evaluate(isConfined, 3000)).toBe(false);
  expect(await banner.count()).toBe(0);
  await editor.close();
});
