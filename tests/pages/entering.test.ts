/** How a page is let in, and what becomes of it when the server of its address is another one. */
import type {Browser} from "playwright-core";
import {afterAll, beforeAll, expect, test} from "vitest";
import {launch} from "./browsers.ts";
import {EditorHost, EditorPage, notebookOf} from "./editor-host.ts";
import {eventually} from "../eventually.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch(false);
});
afterAll(() => browser?.close());

test("the token leaves the address; a reload and a new tab need none, and there is no cookie", async () => {
  await using host = await EditorHost.start({"a b.html": notebookOf("1")});
  const editor = await EditorPage.open(browser, host.url("a%20b.html"));
  const {page, context} = editor;
  const address = new URL(page.url());
  expect([address.pathname, address.search]).toEqual(["/", "?open=a+b.html"]);
  expect(await context.cookies()).toEqual([]);
  await page.reload();
  await editor.cells();
  const tab = await EditorPage.open(browser, address.href, {context});
  expect(tab.page.url()).toBe(address.href);
  const first = await context.newPage();
  await first.goto(address.origin);
  await first.locator(".title").waitFor();
  expect(first.url()).not.toContain("token");
  await editor.close();
});

test("who was never here, or has the token of an earlier server, reads what to do", async () => {
  await using host = await EditorHost.start();
  const context = await browser.newContext();
  const page = await context.newPage();
  const {origin} = new URL(host.server.url);
  const refused = async (): Promise<void> => {
    await page.getByText("the address that ecco edit has printed").waitFor();
    expect(await page.locator("ecco-shell").count()).toBe(0);
  };
  await page.goto(origin);
  await refused();
  await page.evaluate(() => localStorage.setItem("ecco-token", "x".repeat(32)));
  await page.goto(`${origin}/?open=00-welcome.html`);
  await eventually(() => expect(page.url()).toContain(`open=00-welcome.html&token=xxx`));
  await refused();
  await context.close();
});

test("a tab of another folder writes nothing there, says so, and goes on when its own is back", async () => {
  await using one = await EditorHost.start({"test.html": notebookOf("1")});
  await using two = await EditorHost.start({"test.html": notebookOf("2")});
  const {port} = one.server;
  const old = await EditorPage.open(browser, one.url("test.html"));
  await old.settled();
  await one.server.close();
  await two.server.close();
  await two.serve(port);
  const other = await EditorPage.open(browser, two.url("test.html"), {context: old.context});
  const type = async (text: string): Promise<void> => {
    await old.page.bringToFront();
    await old.cell(1).locator("pre, .cm-content").first().click();
    await old.page.keyboard.press("ControlOrMeta+End");
    await old.page.keyboard.type(text);
  };
  await old.page.locator(".banner", {hasText: "serves another folder now"}).waitFor();
  const sent: string[] = [];
  old.page.on("request", (request) => sent.push(`${request.method()} ${request.url()}`));
  await type(" + 40");
  await old.saved("not saved");
  await old.page.evaluate(() => dispatchEvent(new Event("pagehide")));
  expect(sent.filter((each) => each.startsWith("PUT"))).toEqual([]);
  expect(two.read("test.html")).toBe(notebookOf("2"));
  expect(one.read("test.html")).toBe(notebookOf("1"));
  // Its own folder again, with yet another token, which only the other tab has seen.
  await two.server.close();
  await one.serve(port);
  await other.page.goto(one.url("test.html"));
  await old.saved();
  expect(one.read("test.html")).toContain("1 + 40");
  expect(two.read("test.html")).toBe(notebookOf("2"));
  expect(await old.page.locator(".banner", {hasText: "another folder"}).count()).toBe(0);
  await old.context.close();
});
