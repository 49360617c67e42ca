import {chromium} from "playwright-core";
import {findBrowser} from "../../../scripts/browser.js";
import {advice} from "../../../scripts/ensure-browser.js";
import {sourceOf, type Engine, type EnginePage, type Scope} from "./engine.ts";

async function start(): Promise<EnginePage> {
  const executablePath = findBrowser();
  const browser = await chromium.launch({
    ...(executablePath ? {executablePath} : {}),
    args: ["--no-sandbox"]
  });
  const page = await browser.newPage();
  const scope = (at: () => Promise<Pick<typeof page, "evaluate">>): Scope => ({
    evaluate: async (work, ...args) =>
      JSON.parse(String(await (await at()).evaluate(sourceOf(work, args))))
  });
  return {
    ...scope(async () => page),
    open: async (address) => void (await page.goto(address)),
    type: (text) => page.keyboard.type(text),
    click: (x, y) => page.mouse.click(x, y),
    frame: (index) =>
      scope(async () => {
        const frame = page.mainFrame().childFrames()[index];
        if (!frame) throw new Error(`the page has no frame ${index}`);
        return frame;
      }),
    screenshot: () => page.screenshot(),
    [Symbol.asyncDispose]: () => browser.close()
  };
}

export const chromiumEngine: Engine = {
  name: "Chromium",
  missing: findBrowser() ? null : advice,
  start
};
