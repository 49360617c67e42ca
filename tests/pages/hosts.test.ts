/** Pages on hosts as they are: that compress, lie about lengths, cut off; of another origin, without https, below a path. */
import {chromium, type Browser, type Page} from "playwright-core";
import {afterAll, beforeAll, expect, test} from "vitest";
import {findBrowser} from "../../scripts/browser.js";
import {built} from "./built.ts";
import {staticHost} from "./static-host.ts";

const prompt = "Heathrow airport is located in the city of";
/** A name that is this machine and that browsers do not trust as such: as a host of a network without https. */
const network = "ecco-host.test";
let dist: string;
let browser: Browser;

beforeAll(async () => {
  dist = await built();
  const executablePath = findBrowser();
  browser = await chromium.launch({
    ...(executablePath ? {executablePath} : {}),
    args: ["--no-sandbox", `--host-resolver-rules=MAP ${network} 127.0.0.1`]
  });
});
afterAll(() => browser?.close());

const page = (script: string, model: string): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>A page</title>
<script type="module" src="${script}"></script>
<ecco-model ${model}><ecco-prompt value="${prompt}"></ecco-prompt><ecco-candidates></ecco-candidates></ecco-model>`;

/** Opens an address and looks. */
async function visit(address: string, look: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext();
  try {
    const opened = await context.newPage();
    await opened.goto(address);
    await look(opened);
  } finally {
    await context.close();
  }
}

const shows = (opened: Page, text: string | RegExp): Promise<void> =>
  opened.locator("ecco-candidates").getByText(text).first().waitFor({timeout: 60_000});

test("ecco.js of another host that compresses runs", async () => {
  await using script = await staticHost({folder: dist, compresses: true});
  await using host = await staticHost({
    pages: {"/page.html": page(`${script.origin}/ecco.js`, 'src="atlas"')}
  });
  await visit(`${host.origin}/page.html`, (opened) => shows(opened, "99.6"));
});
