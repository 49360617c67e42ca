/** Notebooks of many cells in the editor: from the address to the last cell's value, for twice as many each time. */
import {afterAll, bench, describe} from "vitest";
import {chain} from "../tests/pages/chain.ts";
import {launch} from "../tests/pages/browsers.ts";
import {EditorHost, EditorPage} from "../tests/pages/editor-host.ts";

const sizes = [250, 500, 1000, 5000];

const browser = await launch(false);
const host = await EditorHost.start(
  Object.fromEntries(sizes.map((size) => [`${size}.html`, chain(size)]))
);
afterAll(async () => {
  await browser.close();
  await host[Symbol.asyncDispose]();
});

async function open(size: number): Promise<void> {
  const editor = await EditorPage.open(browser, host.url(`${size}.html`));
  const states = await editor.settled();
  if (states.length !== size) throw new Error(`got ${states.length} cells, expected ${size}`);
  await editor.close();
}
// The editor is built, and the browser has its code.
await open(250);

describe("cells, each reading the one before", () => {
  for (const size of sizes)
    bench(`${size} open`, () => open(size), {
      iterations: 1,
      time: 0,
      warmupIterations: 0,
      warmupTime: 0
    });
});
