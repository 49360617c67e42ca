/** What opening and editing a notebook of many cells takes, in counts: they grow with the cells, not with their square. */
import type {Browser} from "playwright-core";
import {afterAll, beforeAll, expect, test} from "vitest";
import {chain} from "./chain.ts";
import {launch} from "./browsers.ts";
import {EditorHost, EditorPage} from "./editor-host.ts";

let browser: Browser;
beforeAll(async () => void (browser = await launch(false)));
afterAll(() => browser?.close());

interface Counts {
  /** How often code was drawn. */
  drawn: number;
  /** Messages from the frame. */
  said: number;
  /** How many cells each message to the frame brought with it. */
  brought: number[];
}

/** Runs in every page before anything else of it. */
function count(): void {
  const counts: Counts = {drawn: 0, said: 0, brought: []};
  Object.assign(globalThis, {counts});
  const {replaceChildren} = HTMLPreElement.prototype;
  HTMLPreElement.prototype.replaceChildren = function (...nodes): void {
    counts.drawn++;
    replaceChildren.apply(this, nodes);
  };
  const {postMessage} = MessagePort.prototype;
  MessagePort.prototype.postMessage = function (...message: never[]): void {
    counts.said++;
    postMessage.apply(this, message as never);
  };
  addEventListener("message", ({ports: [port]}) =>
    port?.addEventListener("message", ({data}: MessageEvent<{kind: string; cells: unknown[]}>) => {
      if (data.kind === "cells") counts.brought.push(data.cells.length);
    })
  );
}

async function open(length: number): Promise<{host: EditorHost; editor: EditorPage}> {
  const host = await EditorHost.start({"many.html": chain(length)});
  const context = await browser.newContext({viewport: {width: 1280, height: 900}});
  await context.addInitScript(count);
  const editor = await EditorPage.open(browser, host.url("many.html"), {context});
  expect(await editor.settled()).toHaveLength(length);
  return {host, editor};
}

const countsOf = ({frame}: EditorPage): Promise<Counts> =>
  frame.evaluate(() => (globalThis as unknown as {counts: Counts}).counts);

test("opening draws each cell twice at most, and says a few words of each", async () => {
  for (const length of [40, 160]) {
    const {host, editor} = await open(length);
    await using _ = host;
    const {drawn, said, brought} = await countsOf(editor);
    expect(drawn).toBeLessThanOrEqual(2 * length);
    expect(said).toBeLessThanOrEqual(8 * length + 20);
    expect(brought).toEqual([length]);
    await editor.close();
  }
});

test("a keystroke brings no cell to the frame, a new cell brings itself, and neither draws the others", async () => {
  const {host, editor} = await open(60);
  await using _ = host;
  const {page, frame} = editor;
  await frame.evaluate(() => document.querySelectorAll<HTMLElement>(".cell")[59]!.focus());
  await page.keyboard.press("Enter");
  await frame.locator(".cm-content:focus").waitFor();
  const before = await countsOf(editor);
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type("000");
  await page.keyboard.press("Shift+Enter");
  await frame.locator('.cell[data-id="60"]:not(.changed)').waitFor();
  await editor.saved();
  const typed = await countsOf(editor);
  expect(typed.brought).toEqual(before.brought);
  expect(typed.drawn - before.drawn).toBeLessThanOrEqual(2);
  await page.keyboard.press("Escape");
  await page.keyboard.press("b");
  await editor.cell(61).locator(".cm-content:focus").waitFor();
  const inserted = await countsOf(editor);
  expect(inserted.brought).toEqual([...before.brought, 1]);
  expect(inserted.drawn - typed.drawn).toBeLessThanOrEqual(4);
  await editor.close();
});
