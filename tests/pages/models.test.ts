/** Models in the editor: asked for before they are downloaded, brought, kept, dropped, chosen and removed. */
import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Browser} from "playwright-core";
import {afterAll, afterEach, beforeAll, beforeEach, expect, test} from "vitest";
import {hubServer} from "../sources/hub-server.ts";
import type {HubServer} from "../sources/hub-server.ts";
import {launch, patiently} from "./browsers.ts";
import {EditorHost, EditorPage, notebookOf} from "./editor-host.ts";
import {violations} from "./violations.ts";

const folder = join(import.meta.dirname, "../../models/atlas");
const names = ["config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"];
const files = names.map((name) => [name, readFileSync(join(folder, name))] as const);

let browser: Browser;
let hub: HubServer;
let cache: string;
const {ECCO_HUB, ECCO_CACHE} = process.env;

beforeAll(async () => void (browser = await launch(false)));
afterAll(() => browser?.close());
beforeEach(async () => {
  hub = await hubServer();
  for (const [name, bytes] of files) hub.files.set(`friend/little/${name}`, bytes);
  cache = mkdtempSync(join(tmpdir(), "ecco-cache-"));
  Object.assign(process.env, {ECCO_HUB: hub.url, ECCO_CACHE: cache});
});
afterEach(async () => {
  await hub.close();
  rmSync(cache, {recursive: true, force: true});
  for (const [name, value] of Object.entries({ECCO_HUB, ECCO_CACHE}))
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
});

const wanting = notebookOf(
  'const model = ecco.model("hf:friend/little")',
  `const {top} = await model.candidates("Heathrow airport is located in the city of", {top: 1})`,
  "display(`it says ${top[0].text}`)",
  'ecco.candidates({model, prompt: "Heathrow airport is located in the city of"})'
);

/** The requests that ask for bytes of weights. */
const asked = (): number =>
  hub.asked.filter(({method, path}) => method === "GET" && path.endsWith(".safetensors")).length;

test("a model of the hub is downloaded once the reader agrees, and is there the next time", async () => {
  await using host = await EditorHost.start({"test.html": wanting});
  const editor = await EditorPage.open(browser, host.url("test.html"));
  const banner = editor.page.locator(".banner.model");
  await banner
    .getByText(`The notebook wants hf:friend/little from ${new URL(hub.url).host}`)
    .waitFor();
  await banner.getByText(`${hub.url}/friend/little`).waitFor();
  expect(hub.asked).toEqual([]);

  await banner.getByText("Not now").click();
  await editor.output(2).getByText("was not downloaded").waitFor();
  expect(hub.asked).toEqual([]);

  await editor.cell(2).locator("pre").click();
  await editor.page.keyboard.press("Shift+Enter");
  await banner.getByText("Download").click();
  await editor.output(3).getByText("it says  London").waitFor();
  await editor.live("Heathrow airport is located in the city of");
  expect(await banner.count()).toBe(0);
  expect(asked()).toBe(1);
  await editor.close();

  const again = await EditorPage.open(browser, host.url("test.html"));
  await again.output(3).getByText("it says  London").waitFor();
  expect(asked()).toBe(1);
  await again.close();
});

test("a notebook's model that breaks off goes on where it was", async () => {
  const weights = "friend/little/model.safetensors";
  hub.troubles.set(weights, [{kind: "break", after: 4_000_000}]);
  await using host = await EditorHost.start({"test.html": wanting});
  const editor = await EditorPage.open(browser, host.url("test.html"));
  await editor.page.locator(".banner.model").getByText("Download").click();
  await editor.output(3).getByText("it says  London").waitFor();
  const ranges = hub.asked.filter(({path}) => path.endsWith("model.safetensors"));
  expect(ranges.some(({headers}) => /^bytes=[1-9]/.test(headers.range ?? ""))).toBe(true);
  await editor.close();
});

test("a cell yields text as it is written, and a strip shows it; two draws without a seed differ", async () => {
  const cells = [
    'const model = ecco.model("atlas")',
    `const said = (async function* () {
  const all = [];
  for await (const {text} of model.stream("Heathrow airport is located in", {tokens: 5})) all.push(text);
  yield all;
})()`,
    "display(`pieces ${said.length}, ${said.every((text, i) => i === 0 || text.startsWith(said[i - 1]))}`)",
    'ecco.tokens({model, prompt: "Heathrow airport is located in", produce: 5})',
    `const draw = async () => (await model.generate("The", {tokens: 8, temperature: 3})).text;
display((await draw()) === (await draw()) ? "the same" : "another")`
  ];
  await using host = await EditorHost.start({"test.html": notebookOf(...cells)});
  const editor = await EditorPage.open(browser, host.url("test.html"));
  await editor.output(3).getByText("pieces 5, true").waitFor();
  await editor.output(5).getByText("another").waitFor();
  const strip = editor.output(4).locator("ecco-token-strip");
  await strip.locator(".t").nth(9).waitFor();
  await editor.close();
});

const chosen = files.map(([name, buffer]) => ({
  name,
  buffer,
  mimeType: "application/octet-stream"
}));

test("files chosen in the list of models become one cell that works, and are removed when they are not wanted", async () => {
  await using host = await EditorHost.start({"test.html": notebookOf("1 + 1")});
  const editor = await EditorPage.open(browser, host.url("test.html"));
  const {page} = editor;
  await page.getByRole("tab", {name: "Models"}).click();
  const list = page.locator("ecco-model-picker");
  await list.locator(".entry", {hasText: "atlas"}).waitFor();
  await list.locator("input[type=file]").first().setInputFiles(chosen);
  await editor.cell(2).waitFor();
  await editor.saved();
  expect(await editor.settled()).toEqual(["ok", "ok"]);
  const text = host.read("test.html");
  expect(text.match(/ecco\.model\(.*\)/g)).toEqual(['ecco.model("local:model")']);
  expect(text).toContain("const model = ");
  // Chosen again: it is there already.
  await list.locator(".entry", {hasText: "of this computer"}).click();
  await editor.saved();
  expect(host.read("test.html")).toBe(text);
  const entry = list.locator("li", {hasText: "of this computer"});
  await entry.getByRole("button", {name: /^Remove/}).click();
  await entry.waitFor({state: "detached"});
  await editor.close();
});

test("where a cell names a model, a dropped one goes where the writer says: into it, or nowhere", async () => {
  const prompt = "Heathrow airport is located in the city of";
  const cells = [
    'const model = ecco.model("cloze", {backend: "onnx"})',
    `ecco.candidates({model, prompt: ${JSON.stringify(prompt)}})`
  ];
  await using host = await EditorHost.start({"test.html": notebookOf(...cells)});
  const editor = await EditorPage.open(browser, host.url("test.html"));
  const {page} = editor;
  const before = host.read("test.html");
  await page.getByRole("tab", {name: "Models"}).click();
  const list = page.locator("ecco-model-picker");
  await list.locator(".entry", {hasText: "atlas"}).waitFor();
  const parts = chosen.map(({name, buffer}) => [name, buffer.toString("base64")] as const);
  const given = await page.evaluateHandle((all) => {
    const transfer = new DataTransfer();
    for (const [name, text] of all)
      transfer.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], name));
    return transfer;
  }, parts);
  await list.locator(".panel").dispatchEvent("drop", {dataTransfer: given});
  const question = page.getByRole("group", {name: "Where local:model goes"});
  await question.getByText("Into model").waitFor();
  expect(await violations(page.mainFrame())).toEqual([]);
  expect(host.read("test.html")).toBe(before);

  // The question has the keyboard; Escape leaves the notebook as it is.
  await page.waitForFunction(() => document.activeElement?.closest(".where"), undefined, patiently);
  await page.keyboard.press("Escape");
  await question.waitFor({state: "detached"});
  await list.locator(".entry", {hasText: "of this computer"}).click();
  await page.waitForFunction(() => document.activeElement?.closest(".where"), undefined, patiently);
  await page.keyboard.press("Enter");
  await question.waitFor({state: "detached"});
  await editor.live(prompt);
  await editor.saved();
  expect(host.read("test.html")).toBe(before.replace('"cloze"', '"local:model"'));
  await editor.close();
});

test.each([
  ["wide and light", {width: 1280, dark: false}],
  ["narrow and dark", {width: 390, dark: true}]
] as const)(
  "a picker in a notebook chooses by keyboard and shuts nobody out, %s",
  async (_, look) => {
    const cells = ["const name = view(ecco.modelPicker())", "display(`chosen: ${name}`)"];
    await using host = await EditorHost.start({"test.html": notebookOf(...cells)});
    const editor = await EditorPage.open(browser, host.url("test.html"), look);
    const picker = editor.output(1).locator("ecco-model-picker");
    await picker.locator(".current").focus();
    await editor.page.keyboard.press("Enter");
    await picker.locator(".entry", {hasText: "critic"}).focus();
    expect(await violations(editor.frame)).toEqual([]);
    expect(
      await editor.frame.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth
      )
    ).toBe(0);
    if (process.env["ECCO_PICTURES"])
      await editor.page.screenshot({
        path: `${process.env["ECCO_PICTURES"]}/picker-${look.width}.png`
      });
    await editor.page.keyboard.press("Enter");
    await editor.output(2).getByText("chosen: critic").waitFor();
    await editor.close();
  }
);
