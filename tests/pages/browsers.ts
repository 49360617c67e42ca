/** Browsers for tests: one of each kind, which all files of a worker share, and such as have arguments of their own. */
import {chromium} from "playwright-core";
import type {Browser, BrowserContext} from "playwright-core";
import {findBrowser, withoutFeatures} from "../../scripts/browser.js";
import {patience} from "../eventually.ts";

/** A name that is this machine and that browsers do not trust as such: as a host of a network without https. */
export const untrustedName = "ecco-host.test";

/** How `waitForFunction` waits: by itself it looks at every frame, and a page that would rest draws 60 a second for it. */
export const patiently = {timeout: patience, polling: 100} as const;

const kinds = {
  "with WebGPU": [
    "--enable-unsafe-webgpu",
    "--use-webgpu-adapter=swiftshader",
    "--enable-features=Vulkan",
    withoutFeatures()
  ],
  "without WebGPU": ["--disable-gpu", withoutFeatures("WebGPU")]
} as const;
const always = [
  "--no-sandbox",
  "--js-flags=--expose-gc",
  `--host-resolver-rules=MAP ${untrustedName} 127.0.0.1`
];

function start(kind: keyof typeof kinds, more: readonly string[]): Promise<Browser> {
  const executablePath = findBrowser();
  return chromium.launch({
    ...(executablePath ? {executablePath} : {}),
    args: [...always, ...kinds[kind], ...more],
    // Closing it well takes longer than a worker that is ended has.
    handleSIGTERM: false
  });
}

const shared = new Map<keyof typeof kinds, Promise<Browser>>();

/** Returns the browser of that kind, started by whoever asks first; it ends with this process. */
async function sharedOf(kind: keyof typeof kinds): Promise<Browser> {
  const browser = await shared.get(kind);
  if (browser?.isConnected()) return browser;
  // Playwright ends its browsers, and removes what they wrote, when the process exits.
  if (shared.size === 0) process.once("SIGTERM", () => process.exit());
  const started = start(kind, []);
  shared.set(kind, started);
  return started;
}

/**
 * Returns a browser with or without WebGPU; *more* are arguments of its own. Without such it is one that others use as
 * well: then `close` closes what was opened through this one.
 */
export async function launch(gpu: boolean, more: readonly string[] = []): Promise<Browser> {
  const kind = gpu ? "with WebGPU" : "without WebGPU";
  const browser = more.length > 0 ? await start(kind, more) : await sharedOf(kind);
  const contexts = new Set<BrowserContext>();
  const own = Object.create(browser) as Browser;
  // newPage makes a context of its own by this too.
  own.newContext = async (options) => {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(patience);
    contexts.add(context);
    context.once("close", () => contexts.delete(context));
    return context;
  };
  if (more.length === 0)
    own.close = async () => void (await Promise.all([...contexts].map((each) => each.close())));
  return own;
}
