import {chromium, type Frame} from "playwright-core";
import {findBrowser, withoutFeatures} from "../../../scripts/browser.js";
import {advice} from "../../../scripts/ensure-browser.js";
import {sourceOf, type Engine, type EnginePage, type Scope} from "./engine.ts";

async function start(): Promise<EnginePage> {
  const executablePath = findBrowser();
  const browser = await chromium.launch({
    ...(executablePath ? {executablePath} : {}),
    args: ["--no-sandbox", withoutFeatures()]
  });
  const page = await browser.newPage();
  const scope = (at: () => Promise<Pick<typeof page, "evaluate">>): Scope => ({
    evaluate: async (work, ...args) =>
      JSON.parse(String(await (await at()).evaluate(sourceOf(work, args))))
  });
  const frameAt = (index: number): Frame => {
    const frame = page.mainFrame().childFrames()[index];
    if (!frame) throw new Error(`the page has no frame ${index}`);
    return frame;
  };
  return {
    ...scope(async () => page),
    open: async (address) => void (await page.goto(address)),
    type: (text) => page.keyboard.type(text),
    async click(x, y, index) {
      const element = index === undefined ? undefined : await frameAt(index).frameElement();
      const box = await element?.boundingBox();
      await page.mouse.click(x + (box?.x ?? 0), y + (box?.y ?? 0));
    },
    frame: (index) => scope(async () => frameAt(index)),
    screenshot: () => page.screenshot(),
    [Symbol.asyncDispose]: () => browser.close()
  };
}

export const chromiumEngine: Engine = {
  name: "Chromium",
  missing: findBrowser() ? null : advice,
  start
};
