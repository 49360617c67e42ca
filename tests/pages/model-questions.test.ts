/** A notebook that wants models, files and hosts: nothing is asked, read or kept before the reader agrees. */
import {existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import {mkdirSync} from "node:fs";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Browser} from "playwright-core";
import {afterAll, afterEach, beforeAll, beforeEach, expect, test, vi} from "vitest";
import {launch} from "./browsers.ts";
import {EditorHost, EditorPage, notebookOf} from "./editor-host.ts";
import {violations} from "./violations.ts";

let browser: Browser;
let folder: string;
/** What other hosts were asked: a listener on this computer. */
const asked: string[] = [];
const other = createServer((request, response) => {
  asked.push(`${request.method} ${request.url}`);
  response.writeHead(404).end();
});
let address = "";

beforeAll(async () => {
  browser = await launch(false);
  await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
  address = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
});
afterAll(async () => {
  other.close();
  await browser?.close();
});
beforeEach(() => {
  asked.length = 0;
  folder = mkdtempSync(join(tmpdir(), "ecco-questions-"));
  vi.stubEnv("ECCO_CACHE", join(folder, "cache"));
  vi.stubEnv("ECCO_HUB", address);
  vi.stubEnv("HF_TOKEN", "hf_secret");
  const secret = join(folder, "cache/local/my-secret");
  mkdirSync(secret, {recursive: true});
  writeFileSync(join(folder, "id_rsa"), "SECRET");
  writeFileSync(join(secret, "config.json"), "SECRET");
  writeFileSync(
    join(secret, "ecco-model.json"),
    JSON.stringify({
      src: "local:my-secret",
      name: "my-secret",
      revision: null,
      file: null,
      files: [{name: "config.json", bytes: 6}],
      time: "2026"
    })
  );
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, {recursive: true, force: true});
});

/** Speaks with the shell as the notebook's own page does, past all that Ecco gives its cells. */
const past = `const port = await new Promise((resolve) => {
  const send = MessagePort.prototype.postMessage;
  MessagePort.prototype.postMessage = function (message, ...rest) {
    if (message?.kind === "pong" || message?.kind === "status") resolve(this);
    return send.call(this, message, ...rest);
  };
});
const answers = new Map();
port.addEventListener("message", ({data}) => answers.get(data.call)?.(data));
let call = 1e6;
globalThis.say = (message) => new Promise((resolve) => {
  answers.set(++call, (data) => { if (data.kind !== "model progress") resolve(data); });
  port.postMessage({...message, call});
});
display("ready");`;

interface Said {
  readonly value?: string | null;
  readonly error?: string | null;
  readonly models?: readonly {readonly src: string}[];
}
declare const say: (message: object) => Promise<Said>;

async function hostile(
  host: EditorHost,
  look: {readonly width?: number; readonly dark?: boolean} = {}
) {
  const editor = await EditorPage.open(browser, host.url("test.html"), look);
  await editor.output(1).getByText("ready").waitFor();
  const ask = (message: object): Promise<Said> =>
    editor.frame.evaluate((each) => say(each), message);
  return {editor, ask, banners: editor.page.locator(".banner.model")};
}

test("no host is asked, no model of this computer named and no file kept without a question", async () => {
  await using host = await EditorHost.start({"test.html": notebookOf(past)});
  const {editor, ask, banners} = await hostile(host);
  const {models} = await ask({kind: "lists models"});
  expect(models!.map(({src}) => src)).toEqual(["atlas", "cloze", "critic"]);

  // Refused in words that name nothing of this computer, and without a question.
  for (const src of [
    "local:../../x",
    "hf:owner/../x",
    "hf:a/b/%2e%2e/c.gguf",
    "file:///etc/passwd",
    "../../id_rsa",
    "/etc/passwd",
    "./test.html"
  ]) {
    const {value, error} = await ask({kind: "wants model", src});
    expect([src, value]).toEqual([src, null]);
    expect(error).not.toMatch(/my-secret|\/home|\/tmp|cache/);
  }
  const files = await editor.frame.evaluate(async () => {
    const record = JSON.stringify({
      src: "local:race",
      name: "race",
      revision: null,
      file: "../../../id_rsa",
      files: [],
      time: "2020"
    });
    const all: Said[] = [];
    for (const names of [
      ["ecco-model.json"],
      ["page.html", "x.js"],
      ["ECCO-MODEL.JSON", "config.json"]
    ])
      all.push(
        await say({kind: "keeps files", files: names.map((name) => new File([record], name))})
      );
    return all;
  });
  expect(files.map(({value}) => value)).toEqual([null, null, null]);
  expect(await banners.count()).toBe(0);

  // Asked for: a model of this computer that is there and one that is not look the same to the notebook.
  const wanted = [`${address}/what-I-know`, "hf:friend/little", "local:my-secret", "local:nothing"];
  const answers = Promise.all(wanted.map((src) => ask({kind: "wants model", src})));
  await banners.nth(2).waitFor();
  await expect.poll(() => banners.count()).toBe(3);
  const text = (await banners.allInnerTexts()).join("\n");
  expect(text).toContain(
    `Asked is ${address}/what-I-know, an address of this computer or its network.`
  );
  expect(text).toContain(`Asked is ${address}/friend/little, with this computer's access token.`);
  expect(text).toContain("The notebook wants to use local:my-secret, which is on this computer.");
  await editor.page.getByText("The notebook has 1 more question about models.").waitFor();
  expect(asked).toEqual([]);
  await editor.page.getByRole("button", {name: "Refuse all"}).click();
  for (const {error} of await answers) expect(error).toMatch("wants no more questions");
  await expect.poll(() => banners.count()).toBe(0);
  expect((await ask({kind: "wants model", src: `${address}/again`})).error).toMatch(
    "no more questions"
  );
  expect(asked).toEqual([]);
  expect(readdirSync(join(folder, "cache/local"))).toEqual(["my-secret"]);
  await editor.close();
});

test("files are kept under a name of their own once the reader agrees, by keyboard", async () => {
  await using host = await EditorHost.start({"test.html": notebookOf(past)});
  const {editor, banners} = await hostile(host);
  const kept = editor.frame.evaluate(() =>
    say({kind: "keeps files", files: [new File(["POISONED"], "my-secret.gguf")]})
  );
  await banners
    .getByText("The notebook wants to keep files on this computer, as local:my-secret")
    .waitFor();
  expect(await banners.innerText()).toContain("my-secret.gguf (8");
  expect(existsSync(join(folder, "cache/local/my-secret-2"))).toBe(false);
  // Not at once: a click may have been meant for what stood there before.
  await banners.locator("button:not([aria-disabled])", {hasText: "Keep them"}).waitFor();
  await banners.getByRole("button", {name: "Not now"}).focus();
  await editor.page.keyboard.press("Shift+Tab");
  await editor.page.keyboard.press("Enter");
  expect((await kept).value).toBe("local:my-secret-2");
  expect(readdirSync(join(folder, "cache/local")).toSorted()).toEqual(
    ["my-secret", "my-secret-2"].toSorted()
  );
  await editor.close();
});

test.each([
  ["wide and light", {width: 1280, dark: false}],
  ["narrow and dark", {width: 390, dark: true}]
] as const)("the questions shut nobody out and show the whole address, %s", async (_, look) => {
  await using host = await EditorHost.start({"test.html": notebookOf(past)});
  const {editor, ask, banners} = await hostile(host, look);
  const long = `https://аррlе.example/${"what-I-know".repeat(40)}`;
  for (const src of [long, "hf:friend/little", "local:my-secret", "local:nothing"])
    void ask({kind: "wants model", src}).catch(() => undefined);
  await banners.nth(2).waitFor();
  expect(await banners.first().innerText()).toContain(new URL(long).href);
  expect(await banners.first().innerText()).toContain(
    "The notebook wants a model from xn--l-7sbq6ba.example."
  );
  expect(await violations(editor.page.mainFrame())).toEqual([]);
  const over = await editor.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(over).toBeLessThanOrEqual(0);
  if (process.env["ECCO_PICTURES"])
    await editor.page.screenshot({
      path: `${process.env["ECCO_PICTURES"]}/questions-${look.width}.png`
    });
  await editor.close();
});
