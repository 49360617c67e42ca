import type {Browser} from "playwright-core";
import {afterAll, beforeAll, expect, test} from "vitest";
import {launch} from "./browsers.ts";
import {EditorHost, EditorPage, notebookOf} from "./editor-host.ts";
import {violations} from "./violations.ts";
import {eventually, patience} from "../eventually.ts";

let browser: Browser;
beforeAll(async () => void (browser = await launch(false)));
afterAll(() => browser?.close());

const three = notebookOf("const a = 1;", "a + 1", "display(`a is ${a}`)");

/** Opens a notebook of that text. */
async function open(text: string): Promise<{host: EditorHost; editor: EditorPage}> {
  const host = await EditorHost.start({"test.html": text});
  const editor = await EditorPage.open(browser, host.url("test.html"));
  return {host, editor};
}

test("cells are edited, added, moved, retyped and deleted, and undo gives back every byte", async () => {
  const {host, editor} = await open(three);
  await using _ = host;
  const {page, frame} = editor;
  await editor.output(2).getByText("2").waitFor();

  // Edit, run on Shift-Enter, run on leaving the cell.
  await editor.cell(1).locator("pre").click();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.press("Backspace");
  await page.keyboard.type("0;");
  await page.keyboard.press("Shift+Enter");
  await editor.output(2).getByText("11").waitFor();
  await page.keyboard.press("Backspace");
  await page.keyboard.type("5;");
  await page.keyboard.press("Escape");
  await page.keyboard.press("ArrowDown");
  await editor.output(3).getByText("a is 105").waitFor();
  await editor.saved();
  expect(host.read("test.html")).toBe(three.replace("a = 1;", "a = 105;"));

  // A new cell below the second, by its line; then Markdown by key.
  await editor.cell(3).locator(".add").hover();
  await editor.cell(3).locator(".kinds button", {hasText: "JavaScript"}).click();
  await editor.cell(4).locator(".cm-content:focus").waitFor();
  await page.keyboard.type("a * 2");
  await page.keyboard.press("Shift+Enter");
  await editor.output(4).getByText("210").waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("m");
  await editor.output(4).locator("p", {hasText: "a * 2"}).waitFor();
  // Up, then away.
  await page.keyboard.press("Alt+ArrowUp");
  await eventually(async () => expect(await order()).toEqual([1, 4, 2, 3]));
  await editor.cell(2).locator(".more").click();
  await frame.locator(".menu button", {hasText: "Delete"}).click();
  await eventually(async () => expect(await order()).toEqual([1, 4, 3]));
  await editor.saved();
  expect(host.read("test.html")).toContain('<script id="4" type="text/markdown"');
  expect(host.read("test.html")).not.toContain('id="2"');

  for (let steps = 0; steps < 20; steps++) {
    const undo = page.locator(".appbar button[aria-label^=Undo]");
    // A press on what is disabled does nothing.
    await undo.evaluate((button) => (button as HTMLButtonElement).click());
  }
  await eventually(async () => expect(await order()).toEqual([1, 2, 3]));
  await editor.saved();
  expect(host.read("test.html")).toBe(three);
  await editor.output(3).getByText('"a is 1"', {exact: true}).waitFor();
  await editor.close();

  async function order(): Promise<readonly number[]> {
    return frame.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>(".cell")].map((cell) => Number(cell.dataset["id"]))
    );
  }
});

test("an error says message and place, in the cell, in those who read it, and in the outline", async () => {
  const {host, editor} = await open(notebookOf("const a = 1;\nconst b = a.x.y;", "b + 1", "1 +"));
  await using _ = host;
  await editor.output(1).getByText("Cannot read properties of undefined (reading 'y')").waitFor();
  await editor.output(1).getByText("line 2, column 15").waitFor();
  await editor.output(2).getByText("b is missing").waitFor();
  await editor.output(3).getByText("unexpected token").waitFor();
  expect(await editor.page.locator(".outline .bad").count()).toBe(3);
  await editor.output(2).locator("button", {hasText: "const a = 1;"}).click();
  expect(await editor.frame.evaluate(() => document.activeElement?.getAttribute("data-id"))).toBe(
    "1"
  );
  await editor.close();
});

test("another program writes: other cells come in, the same cell is a question, nothing is lost", async () => {
  const {host, editor} = await open(three);
  await using _ = host;
  const {page} = editor;
  await editor.settled();
  host.write("test.html", three.replace("a is ${a}", "it is ${a}"));
  await editor.output(3).getByText("it is 1").waitFor({timeout: patience});

  await editor.cell(1).locator("pre").click();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.type("// mine\n");
  // Before the pause after which it would be written.
  const theirs = three.replace("const a = 1;", "const a = 7;");
  host.write("test.html", theirs);
  await page.locator(".banner", {hasText: "changed the same cells"}).waitFor({timeout: patience});
  expect(host.read("test.html")).toBe(theirs);
  await page.locator(".banner button", {hasText: "Reload from disk"}).click();
  await editor.output(2).getByText("8").waitFor({timeout: patience});
  await page.locator(".appbar button[aria-label^=Undo]").click();
  await editor.saved();
  await eventually(() => expect(host.read("test.html")).toContain("// mine"));
  await editor.close();
});

test("the server goes away: the text stays in the browser, and comes back", async () => {
  const {host, editor} = await open(three);
  await using _ = host;
  const {page, context} = editor;
  await editor.settled();
  const {port} = host.server;
  await host.server.close();
  await editor.cell(1).locator("pre").click();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.type("// not on disk\n");
  await page.locator(".banner", {hasText: "Not saved"}).waitFor({timeout: patience});
  await page.close({runBeforeUnload: false});
  expect(host.read("test.html")).toBe(three);

  await host.serve(port);
  const again = await EditorPage.open(browser, host.url("test.html"), {context});
  // What is typed before the question is answered does not take the place of what it is about.
  await again.cell(2).locator("pre").click();
  await again.page.keyboard.press("ControlOrMeta+Home");
  await again.page.keyboard.type("1 + ");
  await again.saved();
  expect(host.read("test.html")).toContain("1 + a + 1");
  await again.page.reload();
  await again.cells();
  await again.page.locator(".banner button", {hasText: "Restore"}).click();
  await again.page.locator(".banner button", {hasText: "Keep mine"}).click();
  await eventually(async () => expect(await again.cell(1).textContent()).toContain("not on disk"));
  await again.saved();
  expect(host.read("test.html")).toContain("// not on disk");
  await again.close();
});

test("a cell that loops forever is stopped from outside; its text stays", async () => {
  const {host, editor} = await open(notebookOf("const a = 1;", "1"));
  await using _ = host;
  const {page} = editor;
  await editor.settled();
  await editor.cell(2).locator("pre").click();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.type("while (true); //");
  // Not waited for: the frame will never say that it has had the key.
  page.keyboard.press("Shift+Enter").catch(() => undefined);
  await page.locator(".banner", {hasText: "is not responding"}).waitFor({timeout: patience});
  // The shell goes on.
  await page
    .getByRole("tab", {name: "Files"})
    .evaluate((tab) => setTimeout(() => (tab as HTMLElement).click()));
  await page.locator(".entries", {hasText: "00-welcome.html"}).waitFor();
  // Not by the mouse: whoever drives the browser waits for the frame to see it, too.
  await page.locator(".banner button", {hasText: "Stop"}).evaluate((stop) => {
    setTimeout(() => (stop as HTMLElement).click());
  });
  await page.locator(".banner", {hasText: "Nothing runs"}).waitFor();
  await editor.cells();
  await editor.cell(2).locator("pre", {hasText: "while (true)"}).waitFor();
  await editor.saved();
  expect(host.read("test.html")).toContain("while (true); //1");
  await editor.close();
});

test("the shell runs no code of a notebook, and the notebook reaches neither shell nor files", async () => {
  const {host, editor} = await open(
    notebookOf(
      "const port = location.port;",
      "let shell = 'open'; try { globalThis.parent.document; } catch (error) { shell = error.name; } const files = await Promise.all([location.origin, `http://localhost:${port}`].map((origin) => fetch(`${origin}/api/notebooks`).then((r) => r.status, () => 'blocked')));",
      "display([shell, ...files].join())"
    )
  );
  await using _ = host;
  await editor.settled();
  expect(await editor.output(3).textContent()).toBe('"SecurityError,404,blocked"');
  const evaluated = await editor.page.evaluate(
    () =>
      new Promise((resolve) =>
        // Later: what is evaluated from outside may do more than the page.
        setTimeout(() => {
          try {
            // oxlint-disable-next-line no-new-func, typescript/no-implied-eval -- this is what must fail
            resolve(new Function("return 1")());
          } catch (error) {
            resolve((error as Error).name);
          }
        })
      )
  );
  expect(evaluated).toBe("EvalError");
  await editor.close();
});

test("by keyboard alone: into a cell, out of it, on to the next, without traps", async () => {
  const {host, editor} = await open(three);
  await using _ = host;
  const {page, frame} = editor;
  await editor.settled();
  const active = (): Promise<string> =>
    frame.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      return element.dataset["id"] ?? (element.className || element.localName);
    });
  await frame.evaluate(() => document.querySelector<HTMLElement>('.cell[data-id="1"]')!.focus());
  await page.keyboard.press("ArrowDown");
  expect(await active()).toBe("2");
  await page.keyboard.press("Enter");
  expect(await active()).toContain("cm-content");
  // In code Tab is text; Escape leads out.
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  expect(await active()).not.toBe("2");
  await page.keyboard.press("Shift+Tab");
  await frame.evaluate(() => document.querySelector<HTMLElement>('.cell[data-id="3"]')!.focus());
  await page.keyboard.press("b");
  await eventually(async () => expect(await active()).toContain("cm-content"));
  await page.keyboard.type("'typed'");
  await page.keyboard.press("Shift+Enter");
  await editor.output(4).getByText('"typed"').waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Delete");
  await eventually(async () => expect(await active()).toBe("3"));
  await page.keyboard.press("ControlOrMeta+z");
  await editor.output(4).getByText('"typed"').waitFor();
  await editor.close();
});

test("notebooks are listed, opened and made; a file that is none says so and stays as it is", async () => {
  const {host, editor} = await open(three);
  await using _ = host;
  const {page} = editor;
  host.write("broken.html", "<notebook><script id=1>");
  await page.getByRole("tab", {name: "Files"}).click();
  await page.locator(".entries button", {hasText: "broken.html"}).click();
  await page.locator(".banner", {hasText: "this notebook is cut off"}).waitFor();
  expect(host.read("broken.html")).toBe("<notebook><script id=1>");
  // What was open stays open.
  expect(await editor.output(2).textContent()).toBe("2");
  await page.locator(".create input").fill("My own");
  await page.keyboard.press("Enter");
  await eventually(async () =>
    expect(await editor.frame.locator("h1").textContent()).toBe("My own")
  );
  expect(host.read("my-own.html")).toContain("<title>My own</title>");
  await page.locator(".title").fill("Another name");
  await page.keyboard.press("Enter");
  await eventually(() => expect(host.read("my-own.html")).toContain("<title>Another name</title>"));
  await editor.close();
});

test("links of a notebook open beside it, links within it go there", async () => {
  const {host, editor} = await open(
    notebookOf(
      "html`<a id=out href='/models/atlas/config.json'>out</a> <a id=in href='#there'>in</a>`",
      "html`<p id=there style='margin-top: 200vh'>there</p>`"
    )
  );
  await using _ = host;
  const {frame, context} = editor;
  await editor.output(2).getByText("there").waitFor();
  await frame.locator("#in").click();
  await eventually(async () => expect(await frame.evaluate(() => scrollY)).toBeGreaterThan(100));
  const [opened] = await Promise.all([context.waitForEvent("page"), frame.locator("#out").click()]);
  expect(opened.url()).toContain("config.json");
  expect(await editor.cells()).toHaveLength(2);
  await editor.close();
});

test.each([
  ["wide and light", {width: 1280, dark: false}],
  ["narrow and dark", {width: 390, dark: true}]
] as const)(
  "nobody is shut out: axe finds nothing, nothing scrolls sideways, %s",
  async (_, look) => {
    await using host = await EditorHost.start({
      "test.html": `${notebookOf("const a = 1;", "a.b.c", "[1, 2]")}`
    });
    const editor = await EditorPage.open(browser, host.url("test.html"), look);
    await editor.settled();
    for (const frame of [editor.page.mainFrame(), editor.frame]) {
      expect(await violations(frame)).toEqual([]);
      expect(
        await frame.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth
        )
      ).toBe(0);
    }
    // And with a cell that is edited, and its menu.
    await editor.frame.evaluate(() => document.querySelector<HTMLElement>(".cell")!.focus());
    await editor.page.keyboard.press("Enter");
    await editor.frame.locator(".cm-content:focus").waitFor();
    expect(await violations(editor.frame)).toEqual([]);
    await editor.close();
  }
);
