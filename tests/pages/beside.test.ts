/** A model that lies beside what names it: a notebook of the editor, a page of its own. */
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Browser} from "playwright-core";
import {afterAll, beforeAll, test} from "vitest";
import type {Fields} from "../engine/changed-model.ts";
import {ggufOf} from "../weights/gguf-of-model.ts";
import {built} from "./built.ts";
import {launch} from "./browsers.ts";
import {EditorHost, EditorPage, notebookOf} from "./editor-host.ts";
import {staticHost} from "./static-host.ts";

const atlas = join(import.meta.dirname, "../../models/atlas");
const config = JSON.parse(readFileSync(join(atlas, "config.json"), "utf8")) as Fields;
const prompt = "Heathrow airport is located in the city of";
const folder = mkdtempSync(join(tmpdir(), "ecco-beside-"));
const gguf = ggufOf("../../../models/atlas", "gpt2", config, {});

/** A folder as one is downloaded: config, tokenizer, one GGUF file. */
function writeModel(place: string, name: string): void {
  mkdirSync(place, {recursive: true});
  for (const file of ["config.json", "tokenizer.json", "tokenizer_config.json"])
    copyFileSync(join(atlas, file), join(place, file));
  writeFileSync(join(place, name), gguf);
}

let browser: Browser;
beforeAll(async () => void (browser = await launch(false)));
afterAll(async () => {
  await browser?.close();
  rmSync(folder, {recursive: true});
});

test("a notebook's ./file and ./folder are those beside it; what is not there is said by its name", async () => {
  const cells = [
    'const model = ecco.model("./own/")',
    `ecco.candidates({model, prompt: ${JSON.stringify(prompt)}})`,
    'const {name, architecture} = (await ecco.model("./own/Atlas One.gguf").ready()).info',
    "display(`${name}: ${architecture}`)",
    'display(await ecco.model("own").ready().catch(({message}) => message))',
    'display(await ecco.model("./other.gguf").ready().catch(({message}) => message))',
    'display(await ecco.model("../../").ready().catch(({message}) => message))',
    'display(await ecco.model("./empty").ready().catch(({message}) => message))'
  ];
  await using host = await EditorHost.start();
  writeModel(join(host.folder, "deep/own"), "Atlas One.gguf");
  mkdirSync(join(host.folder, "deep/empty"));
  host.write("deep/test.html", notebookOf(...cells));
  const editor = await EditorPage.open(browser, host.url("deep/test.html"));
  await editor.live(prompt);
  await editor.output(2).getByText("London").first().waitFor();
  await editor.output(4).getByText("Atlas One: gpt2").waitFor();
  await editor.output(5).getByText("own: no such model; expected one of atlas").waitFor();
  await editor
    .output(6)
    .getByText("./other.gguf: there is nothing of that name beside test.html")
    .waitFor();
  await editor.output(7).getByText("../../: leads out of the folder that is open").waitFor();
  await editor.output(8).getByText("./empty: no config.json; expected a folder").waitFor();
  await editor.close();
});

test("a page's src names a folder beside the page, wherever Ecco's own files lie", async () => {
  writeModel(join(folder, "article/model"), "model.gguf");
  symlinkSync(await built(), join(folder, "dist"));
  const page = (src: string): string => `<!doctype html><link rel="icon" href="data:,">
<script type="module" src="/dist/ecco.js"></script>
<ecco-model src="${src}" backend="onnx" autoload prompt="${prompt}"><ecco-candidates></ecco-candidates></ecco-model>`;
  await using host = await staticHost({
    folder,
    pages: {
      "/article/folder.html": page("model/"),
      "/article/nothing.html": page("./nothing")
    }
  });
  const context = await browser.newContext();
  const opened = await context.newPage();
  await opened.goto(`${host.origin}/article/folder.html`);
  await opened.locator("ecco-candidates").getByText("London").first().waitFor();
  await opened.goto(`${host.origin}/article/nothing.html`);
  const told = opened.locator("ecco-candidates [role=alert]");
  await told.getByText(`${host.origin}/article/nothing/: no config.json`).waitFor();
  await told.getByText("a GGUF file of another name is named itself").waitFor();
  await context.close();
});
