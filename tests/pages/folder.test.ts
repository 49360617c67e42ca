/** What the editor says of files that it cannot open or must not write, on the page itself. */
import {chmodSync, mkdirSync, truncateSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import type {Browser} from "playwright-core";
import {afterAll, beforeAll, expect, test} from "vitest";
import {launch} from "./browsers.ts";
import {EditorHost, EditorPage, notebookOf} from "./editor-host.ts";
import {violations} from "./violations.ts";
import {eventually} from "../eventually.ts";

let browser: Browser;
beforeAll(async () => void (browser = await launch(false)));
afterAll(() => browser?.close());

const pictures = process.env["ECCO_PICTURES"];
const one = notebookOf("1 + 1");

test("large files, other encodings and tags that do not end are listed and told; what is open stays", async () => {
  await using host = await EditorHost.start({
    "test.html": one,
    "hundred.html": notebookOf("large"),
    "unclosed.html": `<!doctype html><notebook>${"<a ".repeat(30_000)}`
  });
  truncateSync(join(host.folder, "hundred.html"), 100_000_000);
  writeFileSync(join(host.folder, "latin.html"), Buffer.from("<notebook>\u00fc", "latin1"));
  mkdirSync(join(host.folder, "folder.html"));
  const editor = await EditorPage.open(browser, host.url("test.html"));
  const {page} = editor;
  await page.getByRole("tab", {name: "Files"}).click();
  const row = (path: string) => page.locator(".entries li", {hasText: path});
  await row("hundred.html")
    .getByText("does not open: 100.0 MB; notebooks open up to 20 MB")
    .waitFor();
  await row("latin.html").getByText("does not open: not written in UTF-8").waitFor();
  expect(await row("folder.html").count()).toBe(0);
  for (const [path, words] of [
    ["hundred.html", "it has 100.0 MB, and notebooks are opened up to 20 MB"],
    ["latin.html", "not written in UTF-8"]
  ] as const) {
    await row(path).locator("button").first().click();
    await page.locator(".banner", {hasText: words}).waitFor();
    expect(await editor.output(1).textContent()).toBe("2");
  }
  if (pictures) await page.screenshot({path: join(pictures, "files.png")});
  await row("unclosed.html").locator("button").first().click();
  await eventually(() => expect(page.url()).toContain("unclosed.html"));
  // A file that comes, and one that goes, change the list by themselves.
  host.write("later.html", notebookOf("3"));
  await row("later.html").waitFor();
  await editor.close();
});

test("a notebook that is read-only says so when it is opened, keeps what is typed, and is saved once it may be", async () => {
  await using host = await EditorHost.start({"test.html": one});
  chmodSync(join(host.folder, "test.html"), 0o444);
  const editor = await EditorPage.open(browser, host.url("test.html"));
  const {page} = editor;
  await page.locator(".banner", {hasText: "test.html is read-only."}).waitFor();
  if (pictures) await page.screenshot({path: join(pictures, "read-only.png")});
  expect(await violations(page.mainFrame())).toEqual([]);
  await editor.cell(1).locator("pre").click();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type(" + 5");
  await page
    .locator(".banner", {hasText: "Not saved: test.html is read-only; make it writable"})
    .waitFor();
  if (pictures) await page.screenshot({path: join(pictures, "not-saved.png")});
  expect(host.read("test.html")).toBe(one);
  chmodSync(join(host.folder, "test.html"), 0o644);
  await page.getByRole("button", {name: "Try now"}).click();
  await editor.saved();
  expect(host.read("test.html")).toBe(one.replace("1 + 1", "1 + 1 + 5"));
  await editor.close();
});
