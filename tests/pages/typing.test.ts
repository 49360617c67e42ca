import {readNotebook} from "@ecco/runtime/document";
import type {Browser, Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {launch} from "./browsers.ts";
import {EditorHost, EditorPage, notebookOf} from "./editor-host.ts";
import {eventually} from "../eventually.ts";

let browser: Browser;
beforeAll(async () => void (browser = await launch(false)));
afterAll(() => browser?.close());

const kinds = {js: "module", ts: "text/x-typescript", md: "text/markdown", html: "text/html"};
const empty = (kind: keyof typeof kinds): string =>
  notebookOf("").replace('type="module"', `type="${kinds[kind]}"`);

/** Opens the code of the only cell, of that kind. */
async function inCode(
  kind: keyof typeof kinds,
  text = empty(kind)
): Promise<{host: EditorHost; editor: EditorPage; page: Page}> {
  const host = await EditorHost.start({"test.html": text});
  const editor = await EditorPage.open(browser, host.url("test.html"));
  await editor.frame.evaluate(() => document.querySelector<HTMLElement>(".cell")!.focus());
  await editor.page.keyboard.press("Enter");
  await editor.frame.locator(".cm-content:focus").waitFor();
  return {host, editor, page: editor.page};
}

/** Returns the text of the first cell: as the editor shows it, and as it is on disk. */
async function texts(
  {frame}: EditorPage,
  host: EditorHost
): Promise<readonly (string | undefined)[]> {
  const shown = await frame.evaluate(() =>
    [...document.querySelectorAll(".cm-line")].map((line) => line.textContent).join("\n")
  );
  return [shown, readNotebook(host.read("test.html")).cells[0]?.text];
}

async function expectText(editor: EditorPage, host: EditorHost, text: string): Promise<void> {
  await eventually(async () => expect(await texts(editor, host)).toEqual([text, text]));
}

const everything = [
  "<p>a<b>t</b></p>",
  '<a x="x">y</a><br/><!--z--><i>',
  "f = {b: [1, (2)]}; `${a}<i>`; 'i' \"s\" it's",
  "- a\n- b\n1. c\n> d\n  - e\n    f",
  "if (a) {\n  b();\n}\n  else {\n\tc }\n\n}",
  "&lt; </script> <\\/script> ${ }} ]] ))",
  "日本 Кир عرب עבר 👩🏽‍🚀 e\u0301 ∑"
].join("\n");

describe.each(["js", "ts", "md", "html"] as const)("what is typed into %s", (kind) => {
  test("is that text: by keys, all at once, and key by key slowly", async () => {
    const {host, editor, page} = await inCode(kind);
    await using _ = host;
    await page.keyboard.type(everything);
    await expectText(editor, host, everything);
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText("<b>'in' \"one\"</b>");
    await expectText(editor, host, "<b>'in' \"one\"</b>");
    await page.keyboard.press("ControlOrMeta+a");
    // Slow enough for lists of completions to open.
    await page.keyboard.type("ecco.a <b>t</b>\nMath.m\n${", {delay: 130});
    await expectText(editor, host, "ecco.a <b>t</b>\nMath.m\n${");
    await editor.close();
  });
});
