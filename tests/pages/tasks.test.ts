/** What a cell asks a model itself: a bar with words and Stop stands in the cell while it runs. */
import type {Browser} from "playwright-core";
import {afterAll, beforeAll, expect, test} from "vitest";
import {launch} from "./browsers.ts";
import {EditorHost, EditorPage, notebookOf} from "./editor-host.ts";
import {violations} from "./violations.ts";

let browser: Browser;
beforeAll(async () => void (browser = await launch(false)));
afterAll(() => browser?.close());

// Long enough on any machine: a test that stops it does not wait for it.
const long = `model.explain("Heathrow airport is located in the city of", {method: "integrated-gradients", steps: 8000})`;

test("a cell that waits says how far it is, and is stopped by keyboard", async () => {
  const cells = [
    'const model = ecco.model("atlas")',
    `const first = (await model.candidates("The", {top: 1})).top[0].text; await ${long}`,
    'display(`others go on: ${(await model.candidates("A", {top: 1})).top.length}`)'
  ];
  await using host = await EditorHost.start({"test.html": notebookOf(...cells)});
  const editor = await EditorPage.open(browser, host.url("test.html"), {width: 390, dark: true});
  // Asked after an `await`: it is the cell that still runs.
  const task = editor.cell(2).locator(".task");
  await task.getByText(/^model\.explain: running .*%/).waitFor();
  const bar = task.getByRole("progressbar", {name: "model.explain"});
  expect(Number(await bar.getAttribute("aria-valuenow"))).toBeLessThan(100);
  expect(await violations(editor.frame)).toEqual([]);
  expect(
    await editor.frame.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth
    )
  ).toBe(0);
  if (process.env["ECCO_PICTURES"])
    await editor.page.screenshot({
      path: `${process.env["ECCO_PICTURES"]}/task.png`
    });
  const stop = task.getByRole("button", {name: "Stop model.explain"});
  await stop.focus();
  await editor.page.keyboard.press("Enter");
  await editor.output(2).getByText("model.explain: stopped; run the cell again").waitFor();
  await task.waitFor({state: "detached"});
  await editor.output(3).getByText("others go on: 1").waitFor();
  expect(await editor.settled()).toEqual(["ok", "error", "ok"]);
  await editor.close();
});
