import {readNotebook} from "@ecco/runtime/document";
import type {Browser, Page} from "playwright-core";
import {afterAll, beforeAll, expect, test} from "vitest";
import {launch} from "./browsers.ts";
import {EditorHost, EditorPage, notebookOf} from "./editor-host.ts";
import {violations} from "./violations.ts";
import {eventually} from "../eventually.ts";

let browser: Browser;
beforeAll(async () => void (browser = await launch(false)));
afterAll(() => browser?.close());

interface Open extends AsyncDisposable {
  readonly host: EditorHost;
  readonly editor: EditorPage;
  readonly page: Page;
  /** What has the focus: the number of a cell, "code 2", or another element. */
  readonly focus: () => Promise<string>;
  /** Numbers and kinds of the cells. */
  readonly cells: () => Promise<string>;
  readonly hint: () => Promise<string>;
}

async function open(...cells: readonly string[]): Promise<Open> {
  const host = await EditorHost.start({"test.html": notebookOf(...cells)});
  const editor = await EditorPage.open(browser, host.url("test.html"));
  await editor.settled();
  await editor.frame.evaluate(() => document.querySelector<HTMLElement>(".cell")!.focus());
  return {
    host,
    editor,
    page: editor.page,
    focus: () =>
      editor.frame.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        const id = element.closest<HTMLElement>(".cell")?.dataset["id"];
        if (element.classList.contains("cm-content")) return `code ${id}`;
        return element.dataset["id"] ?? (element.className || element.localName);
      }),
    cells: () =>
      editor.frame.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>(".cell")]
          .map(
            ({dataset: {id}, classList}) => `${id}${classList.contains("prose") ? " prose" : ""}`
          )
          .join()
      ),
    hint: async () => (await editor.frame.locator(".hint").textContent())!,
    async [Symbol.asyncDispose]() {
      await host[Symbol.asyncDispose]();
    }
  };
}

const soon = (what: () => Promise<unknown>, is: unknown): Promise<void> =>
  eventually(async () => expect(await what()).toEqual(is));

test("Escape closes a list, leaves the code, and never makes commands of what is typed on", async () => {
  await using all = await open("", "2");
  const {editor, page, focus, cells, host, hint} = all;
  await page.keyboard.press("Enter");
  await soon(focus, "code 1");
  await page.keyboard.type("ecco.");
  await editor.frame.locator(".cm-tooltip-autocomplete").waitFor();
  await page.keyboard.press("Escape");
  expect(await focus()).toBe("code 1");
  expect(await editor.frame.locator(".cm-tooltip-autocomplete").count()).toBe(0);
  await page.keyboard.press("Escape");
  expect(await focus()).toBe("1");
  expect(await hint()).toContain("Typing goes on in the code of this cell");
  await page.keyboard.type("m");
  expect(await focus()).toBe("code 1");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("End");
  await page.keyboard.press("Escape");
  // A list that came meanwhile has closed first.
  if ((await focus()) === "code 1") await page.keyboard.press("ArrowRight");
  if ((await focus()) === "code 1") await page.keyboard.press("Escape");
  expect(await focus()).toBe("1");
  expect(await hint()).toContain("This cell is selected");
  await page.keyboard.press("Escape");
  expect(await hint()).toContain("Typing goes on in the code of this cell");
  expect(await violations(editor.frame)).toEqual([]);
  await page.keyboard.type("method(a, b) + jmhtp");
  await page.keyboard.press("Backspace");
  expect(await focus()).toBe("code 1");
  // Held down, a second Escape, and again text.
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Backspace");
  await page.keyboard.insertText("🚀");
  await soon(cells, "1,2");
  await editor.saved();
  expect(readNotebook(host.read("test.html")).cells.map(({text, type}) => [type, text])).toEqual([
    ["js", "ecco.method(a, b) + jmh🚀"],
    ["js", "2"]
  ]);
  await editor.close();
});

test("a click selects, and letters do nothing then; keys that are held down delete one cell", async () => {
  await using all = await open("html`<p id=p>one</p>`", "2", "3", "4");
  const {editor, page, focus, cells, hint} = all;
  await editor.frame.locator("#p").click();
  expect(await focus()).toBe("1");
  await page.keyboard.type("the method b");
  await page.keyboard.press("Delete");
  expect([await cells(), await focus()]).toEqual(["1,2,3,4", "1"]);
  expect(await hint()).toContain("Nothing was done: Enter edits this cell");
  await page.keyboard.press("ArrowDown");
  for (let n = 0; n < 5; n++) await page.keyboard.down("Backspace");
  await page.keyboard.up("Backspace");
  await soon(cells, "1,3,4");
  expect(await hint()).toContain("Deleted: “2”; Ctrl-Z brings it back.");
  await editor.frame.locator(".hint button").click();
  await soon(cells, "1,2,3,4");
  await soon(focus, "2");
  await editor.close();
});

test("the same key leads back to the kind before, in the cell and in its code", async () => {
  await using all = await open("1", "2");
  const {editor, page, focus, cells, hint} = all;
  for (const [key, is] of [
    ["m", "1 prose,2"],
    ["m", "1,2"],
    ["h", "1 prose,2"],
    ["t", "1,2"],
    ["t", "1 prose,2"]
  ] as const) {
    await page.keyboard.press(key);
    await soon(cells, is);
    expect(await focus()).toBe("1");
  }
  expect(await hint()).toContain("This cell is HTML now; H again leads back");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("j");
  expect(await hint()).toContain("This cell is JavaScript already");
  // By the menu while it is edited, and back by undo: the caret stays in the code.
  await page.keyboard.press("Enter");
  await page.keyboard.press("End");
  await page.keyboard.type("0");
  await editor.cell(2).locator(".more").click();
  await editor.frame.locator(".menu button", {hasText: "Markdown"}).click();
  await soon(cells, "1 prose,2 prose");
  expect(await focus()).not.toBe("body");
  await editor.cell(2).locator(".cm-content, pre").first().click();
  await soon(focus, "code 2");
  await page.keyboard.press("ControlOrMeta+z");
  await soon(cells, "1 prose,2");
  await soon(focus, "code 2");
  await page.keyboard.type("1");
  await soon(async () => editor.cell(2).locator(".cm-line").textContent(), "201");
  await editor.close();
});

test("undo while typing stays in the code", async () => {
  await using all = await open("one", "two");
  const {editor, page, focus, host} = all;
  await page.keyboard.press("Enter");
  await page.keyboard.press("End");
  await page.keyboard.type(" abc");
  await page.keyboard.press("ControlOrMeta+z");
  await page.keyboard.type("them");
  expect(await focus()).toBe("code 1");
  await page.keyboard.press("ControlOrMeta+z");
  await page.keyboard.press("ControlOrMeta+Shift+z");
  await page.keyboard.type("!");
  await soon(async () => readNotebook(host.read("test.html")).cells[0]!.text, "onethem!");
  await editor.close();
});

test("after an answer beside the notebook the focus is where it was in it", async () => {
  await using all = await open("html`<a id=out href='https://example.org/'>out</a>`", "2");
  const {editor, page, focus, cells, host} = all;
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.keyboard.press("End");
  const failing = /\/api\/notebooks\//;
  await page.route(failing, (route) =>
    // A program that has taken the port.
    route.request().method() === "PUT" ? route.fulfill({body: "<p>fine"}) : route.continue()
  );
  await page.keyboard.type(" + 1");
  await page.locator(".banner", {hasText: "something else than Ecco's server answers"}).waitFor();
  await page.unroute(failing);
  await page.locator(".banner button", {hasText: "Try now"}).click();
  await editor.saved();
  await soon(focus, "code 2");
  await page.keyboard.type("0");
  await soon(async () => readNotebook(host.read("test.html")).cells[1]!.text, "2 + 10");
  await editor.frame.locator("#out").click();
  await page.locator(".leads button", {hasText: "Stay"}).click();
  await soon(() => editor.frame.evaluate(() => document.activeElement?.id), "out");
  // A cell that was selected has no commands of letters then.
  await editor.frame.evaluate(() => document.querySelector<HTMLElement>(".cell")!.focus());
  await editor.frame.evaluate(() => document.querySelector<HTMLElement>("#out")!.click());
  await page.locator(".leads button", {hasText: "Stay"}).click();
  await soon(focus, "1");
  await page.keyboard.type("method b");
  await page.keyboard.press("Delete");
  await soon(cells, "1,2");
  await editor.close();
});

test("after every command the focus is in the notebook", async () => {
  await using all = await open("1", "2", "3", "4");
  const {editor, page, focus, cells, host} = all;
  const menu = async (entry: string): Promise<void> => {
    await page.keyboard.press("Escape");
    await editor.frame.locator(".cell:focus-within .more").focus();
    await page.keyboard.press("Enter");
    const button = editor.frame.locator(".menu button:not(:disabled)", {hasText: entry});
    await button.focus();
    await page.keyboard.press("Enter");
  };
  await menu("Move down");
  await soon(cells, "2,1,3,4");
  await soon(focus, "1");
  await page.keyboard.press("Alt+ArrowUp");
  await soon(cells, "1,2,3,4");
  await soon(focus, "1");
  await page.keyboard.press("p");
  await soon(focus, "1");
  await menu("Insert below");
  await soon(focus, "code 5");
  await page.keyboard.press("ControlOrMeta+z");
  await soon(cells, "1,2,3,4");
  await soon(async () => /^\d$|^code \d$/.test(await focus()), true);
  await page.keyboard.press("Escape");
  await menu("Delete");
  await soon(async () => (await cells()).split(",").length, 3);
  await soon(async () => /^\d$/.test(await focus()), true);
  // A menu that is left.
  await editor.frame.locator(".cell:focus-within .more").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await soon(focus, "more");
  await page.keyboard.press("Shift+Tab");
  // Another program deletes the cell that has the focus.
  await editor.saved();
  await editor.frame.evaluate(() => document.querySelector<HTMLElement>(".cell")!.focus());
  const first = Number(await focus());
  const {text} = readNotebook(host.read("test.html")).cells.find(({id}) => id === first)!;
  host.write(
    "test.html",
    host
      .read("test.html")
      .replace(new RegExp(`\\s*<script id="${first}"[^]*?${text}[^]*?</script>`), "")
  );
  await soon(async () => (await cells()).split(",").length, 2);
  await soon(async () => /^\d$/.test(await focus()), true);
  // Letters are not commands there: nobody has chosen that cell.
  await page.keyboard.press("b");
  await soon(async () => (await cells()).split(",").length, 2);
  // Run by its button, which goes then.
  await page.keyboard.press("Enter");
  await page.keyboard.type("1;");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+Enter");
  await soon(async () => /^\d$/.test(await focus()), true);
  // To the last one, and what is left then.
  await page.keyboard.press("Escape");
  for (let left = 1; left >= 0; left--) {
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Delete");
    await soon(async () => (await cells()).split(",").filter(Boolean).length, left);
  }
  await soon(focus, "button");
  await page.keyboard.press("Enter");
  await soon(async () => /^code \d$/.test(await focus()), true);
  await editor.close();
});
