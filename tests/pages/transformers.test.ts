/** Models that transformers.js runs, in the editor: beside the notebook and, when the reader agrees, from the hub. */
import {cpSync, mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Browser} from "playwright-core";
import {afterAll, beforeAll, expect, test} from "vitest";
import {hubServer} from "../sources/hub-server.ts";
import {exportFolder} from "../transformers/export-folder.ts";
import {launch} from "./browsers.ts";
import {EditorHost, EditorPage, notebookOf} from "./editor-host.ts";

let browser: Browser;
beforeAll(async () => void (browser = await launch(false)));
afterAll(() => browser?.close());

/** Of the library and its runtime. */
const ofLibrary = /\/transformers|asyncify/;

test("exports answer views and methods, from the folder and from the hub once the reader agrees; others load no part of the library", async () => {
  const hub = await hubServer();
  const critic = exportFolder("bert-sequence", {suffix: "_quantized"});
  const names = [
    "config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "onnx/model_quantized.onnx"
  ];
  for (const name of names)
    hub.files.set(`friend/critic/${name}`, new Uint8Array(readFileSync(join(critic, name))));
  const cache = mkdtempSync(join(tmpdir(), "ecco-cache-"));
  const {ECCO_HUB, ECCO_CACHE} = process.env;
  Object.assign(process.env, {ECCO_HUB: hub.url, ECCO_CACHE: cache});
  const cells = [
    'const model = ecco.model("transformers:./tiny")',
    'const {top} = await model.candidates("hello abc", {top: 1}); display(`it says ${top[0].text}`)',
    'ecco.saliency({model, prompt: "hello abc"})',
    'ecco.logitLens({model, prompt: "hello abc"})',
    'const critic = ecco.model("transformers:friend/critic")',
    'display(`it is ${(await critic.candidates("abc", {top: 1})).top[0].text}`)',
    'import {pipeline} from "@huggingface/transformers"',
    'display((await (await pipeline("text-classification", "own", {dtype: "fp32"}))("abc"))[0].label)',
    'await pipeline("text-classification", "friend/none")'
  ];
  await using host = await EditorHost.start({
    "plain.html": notebookOf(
      'display(`it says ${(await ecco.model("atlas").candidates("The", {top: 1})).top.length}`)'
    ),
    "test.html": notebookOf(...cells)
  });
  cpSync(exportFolder("gpt2"), join(host.folder, "tiny"), {recursive: true});
  cpSync(exportFolder("bert-sequence"), join(host.folder, "own"), {recursive: true});
  const context = await browser.newContext();
  const paths: string[] = [];
  context.on("request", (request) => paths.push(new URL(request.url()).pathname));
  const plain = await EditorPage.open(browser, host.url("plain.html"), {context});
  await plain.output(1).getByText("it says 1").waitFor();
  expect(paths.some((path) => path.endsWith(".wasm"))).toBe(true);
  expect(paths.filter((path) => ofLibrary.test(path))).toEqual([]);
  await plain.page.close();

  const editor = await EditorPage.open(browser, host.url("test.html"), {context});
  const banner = editor.page.locator(".banner.model");
  await banner.getByText(/The notebook wants hf:friend\/critic\/onnx from/).waitFor();
  expect(hub.asked).toEqual([]);
  await banner.getByText("Download").click();
  await editor.output(2).getByText("it says d").waitFor();
  await editor
    .output(6)
    .getByText(/it is LABEL_/)
    .waitFor();
  await editor.output(3).getByText("rank 1, 31.1 %").waitFor();
  await editor
    .output(4)
    .getByText(/gives outputs alone/)
    .waitFor();
  await editor
    .output(4)
    .getByText(/Ecco computes gpt2 itself/)
    .waitFor();
  expect(paths.some((path) => /^\/fetched\/\w+\/critic\/config\.json$/.test(path))).toBe(true);
  // transformers.js itself, in a cell.
  await editor.output(8).getByText("LABEL_1").waitFor();
  await editor
    .output(9)
    .getByText(/no model friend\/none lies beside this notebook/)
    .waitFor();
  if (process.env["ECCO_PICTURES"])
    await editor.page.screenshot({path: `${process.env["ECCO_PICTURES"]}/transformers.png`});
  expect(paths.filter((path) => path.includes("tiny") && path.endsWith(".safetensors"))).toEqual(
    []
  );
  await editor.close();
  await hub.close();
  rmSync(cache, {recursive: true, force: true});
  for (const [name, value] of Object.entries({ECCO_HUB, ECCO_CACHE}))
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
});
