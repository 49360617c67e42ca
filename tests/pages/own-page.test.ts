/** A page of its own with a picker: what is chosen there is brought, kept by the browser, and answers. */
import {readFileSync} from "node:fs";
import {join} from "node:path";
import type {Browser, BrowserContext, Page} from "playwright-core";
import {afterAll, beforeAll, expect, test} from "vitest";
import {hubServer} from "../sources/hub-server.ts";
import type {HubServer} from "../sources/hub-server.ts";
import {built} from "./built.ts";
import {launch} from "./browsers.ts";
import {staticHost} from "./static-host.ts";

const prompt = "Heathrow airport is located in the city of";
const page = `<!doctype html>
<meta charset="utf-8">
<link rel="icon" href="data:,">
<title>A page</title>
<script type="module" src="./ecco.js"></script>
<ecco-model-picker></ecco-model-picker>
<ecco-model>
  <ecco-prompt value="${prompt}"></ecco-prompt>
  <ecco-candidates></ecco-candidates>
</ecco-model>
<script>
  const picker = document.querySelector("ecco-model-picker");
  picker.addEventListener("input", () => (document.querySelector("ecco-model").src = picker.value));
</script>`;
const names = ["config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"];
const files = names.map((name) => ({
  name,
  mimeType: "application/octet-stream",
  buffer: readFileSync(join(import.meta.dirname, "../../models/atlas", name))
}));

let dist: string;
let browser: Browser;
let hub: HubServer;

beforeAll(async () => {
  dist = await built();
  browser = await launch(false);
  hub = await hubServer();
  for (const {name, buffer} of files) hub.files.set(`little/${name}`, buffer);
});
afterAll(async () => {
  await browser?.close();
  await hub?.close();
});

const visit = async (context: BrowserContext, origin: string): Promise<Page> => {
  const opened = await context.newPage();
  await opened.goto(`${origin}/page.html`);
  await opened.locator("ecco-model-picker .current").click();
  return opened;
};
const london = (opened: Page): Promise<void> =>
  opened.locator("ecco-candidates").getByText("London").first().waitFor();
const downloads = (): number =>
  hub.asked.filter(({method, path}) => method === "GET" && path === "little/model.safetensors")
    .length;

test("an address is asked about, downloaded once, and kept by the browser", async () => {
  await using host = await staticHost({folder: dist, pages: {"/page.html": page}});
  const context = await browser.newContext();
  const first = await visit(context, host.origin);
  const address = `${hub.url}/little/`;
  await first.getByRole("textbox", {name: /address/}).fill(address);
  await first.keyboard.press("Enter");
  await first.getByText("It stays in this browser").waitFor();
  expect(downloads()).toBe(0);
  await first.getByRole("button", {name: "Download"}).click();
  await london(first);
  expect(downloads()).toBe(1);
  await first.close();

  const second = await visit(context, host.origin);
  await second.locator(".entry", {hasText: "little"}).click();
  await london(second);
  expect(downloads()).toBe(1);
  await second.locator("ecco-model-picker .current").click();
  await second.getByRole("button", {name: "Remove little"}).click();
  await second.locator(".entry", {hasText: "little"}).waitFor({state: "detached"});
  await context.close();
});

test("files of this computer answer and are sent nowhere", async () => {
  await using host = await staticHost({folder: dist, pages: {"/page.html": page}});
  const context = await browser.newContext();
  const sent: string[] = [];
  context.on("request", (request) => {
    if (!["GET", "HEAD"].includes(request.method()) || !request.url().startsWith(host.origin))
      if (!/^(blob|data):/.test(request.url())) sent.push(`${request.method()} ${request.url()}`);
  });
  const opened = await visit(context, host.origin);
  await opened.locator("ecco-model-picker input[type=file]").first().setInputFiles(files);
  await london(opened);
  expect(
    await opened.evaluate(
      () => document.querySelector<HTMLInputElement>("ecco-model-picker")!.value
    )
  ).toMatch(/^local:/);
  expect(sent).toEqual([]);
  await context.close();
});

test("a model of another host, or a lazy one, says what it weighs and comes when asked for; with autoload at once", async () => {
  const model = (attributes: string): string => `<!doctype html><link rel="icon" href="data:,">
<script type="module" src="./ecco.js"></script>
<ecco-model ${attributes} prompt="${prompt}"><ecco-candidates></ecco-candidates></ecco-model>`;
  const far = `src="${hub.url}/little/"`;
  await using host = await staticHost({
    folder: dist,
    pages: {
      "/far.html": model(far),
      "/auto.html": model(`${far} autoload`),
      "/lazy.html": model(`src="atlas" lazy`)
    }
  });
  const context = await browser.newContext();
  const opened = await context.newPage();
  const weights = (): number =>
    downloads() + host.requests.filter((path) => path === "/models/atlas/model.safetensors").length;
  for (const page of ["far", "lazy"]) {
    const before = weights();
    await opened.goto(`${host.origin}/${page}.html`);
    const button = opened.getByRole("button", {
      name: /^Run live, 1?\d\.\d MB, stays in this browser$/
    });
    await button.waitFor();
    // To be told its length, a host is asked for the file; nothing of it is read.
    if (page === "far") expect(weights()).toBe(before);
    expect(opened.workers()).toHaveLength(0);
    await button.click();
    await london(opened);
  }
  await context.close();
  const fresh = await browser.newContext();
  const auto = await fresh.newPage();
  await auto.goto(`${host.origin}/auto.html`);
  await london(auto);
  await fresh.close();
});
