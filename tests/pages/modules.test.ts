/** Imports from the folder in the editor: modules, JSON, other notebooks and installed packages. */
import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {expect, test} from "vitest";
import {eventually} from "../eventually.ts";
import {launch} from "./browsers.ts";
import {EditorHost, EditorPage, notebookOf} from "./editor-host.ts";

const files: Readonly<Record<string, string>> = {
  "deep/helper.ts":
    'import {extent} from "d3";\nimport data from "../data.json";\nimport {count} from "./state.js";\nexport const range = (add: number): string => extent([...data.list, add]).join(" to ");\nexport const counted = (): number => count();\n',
  "deep/state.js": "let n = 0;\nexport const count = () => ++n;\n",
  "data.json": '{"list": [3, 5]}',
  "deep/throws.js": "export const a = 1;\n\nnull.x;\n",
  "deep/late.js": "export function late() {\n  throw new Error('too late');\n}\n",
  "deep/broken.js": "const a = 1;\nlet b = ;\n",
  "deep/worker.js": 'import {count} from "./state.js";\npostMessage(count() + 1);\n',
  "deep/own.txt": "own text",
  "deep/starts.js":
    'export const answer = new Promise((resolve) => {\n  const worker = new Worker(new URL("./worker.js", import.meta.url), {type: "module"});\n  worker.onmessage = ({data}) => resolve(data);\n});\nexport const text = await (await fetch(new URL("./own.txt", import.meta.url))).text();\n',
  "node_modules/greeter/package.json":
    '{"name": "greeter", "version": "2.1.0", "main": "main.js", "peerDependencies": {"tone": "*"}}',
  "node_modules/greeter/main.js":
    'var tone = require("tone");\nexports.greet = function (name) { return tone.word + ", " + name; };\nexports.mode = process.env.NODE_ENV;\n',
  "node_modules/greeter/part.js": "module.exports = function part() { return 'a part'; };\n",
  "node_modules/tone/package.json":
    '{"name": "tone", "version": "1.0.0", "type": "module", "exports": {".": "./tone.js", "./worker.js": "./worker.js"}}',
  "node_modules/tone/tone.js":
    'export const word = "Hello";\nexport const listeners = new Set();\nexport const started = () => new Promise((resolve) => {\n  new Worker(new URL("./worker.js", import.meta.url)).onmessage = ({data}) => resolve(data);\n});\n',
  "node_modules/tone/worker.js": "postMessage('from a worker');\n",
  "other.html": notebookOf(
    "const base = Mutable(1); const more = () => ++base.value;",
    'const list = (await FileAttachment("data.json").json()).list.length;',
    "const chart = html`<b>${base} of ${list}</b>`;",
    "display('not shown'); throw new Error('not needed');"
  )
};

const cells = [
  'import {range, counted} from "./helper.ts";\nimport data from "../data.json" with {type: "json"};\ndisplay(`${range(9)} ${data.list.length} ${counted()}`);',
  'const {count} = await import("./state");\ndisplay(`state ${count()}`);',
  '\nimport {a} from "./throws.js";',
  'import {late} from "./late.js";\n\nlate();',
  'import "./broken.js";',
  'import {x} from "./helpers.ts";',
  'import {nothing} from "./state.js";',
  'import {answer, text} from "./starts.js";\ndisplay(`${await answer} ${text}`);',
  'display(`${(await import(import.meta.resolve("./state.js"))) === (await import("./state.js"))}`)',
  'import {greet, mode} from "npm:greeter@2";\nimport part from "greeter/part.js";\nimport {started} from "tone";\ndisplay(`${greet("you")} ${mode} ${part()} ${await started()}`);',
  'import {gone} from "gone@3";\ndisplay(gone);',
  'import {chart, more as increase} from "../other.html";',
  "display(chart.cloneNode(true));"
];

test("cells import modules, JSON, notebooks and packages of the folder, and say what is wrong with them", async () => {
  const browser = await launch(false);
  const installed: string[] = [];
  const host = await EditorHost.start(
    {},
    {
      install: async ({root, name, range}) => {
        installed.push(`${name}@${range}`);
        const folder = join(root, "node_modules", name);
        mkdirSync(folder);
        writeFileSync(join(folder, "package.json"), `{"name": "${name}", "version": "3.0.0"}`);
        writeFileSync(join(folder, "index.js"), "exports.gone = 'it is here';");
      }
    }
  );
  for (const folder of ["deep", "node_modules/greeter", "node_modules/tone"])
    mkdirSync(join(host.folder, folder), {recursive: true});
  for (const [name, text] of Object.entries(files)) host.write(name, text);
  host.write("deep/notebook.html", notebookOf(...cells));
  const editor = await EditorPage.open(browser, host.url("deep/notebook.html"));
  await editor.settled();
  const shown = (id: number): Promise<string> => editor.output(id).innerText();
  expect(await shown(1)).toMatch(/3 to 9 2 [12]/);
  // The same module: one counts on from the other.
  const before = await shown(2);
  expect(before).toMatch((await shown(1)).includes("2 1") ? /state 2/ : /state 1/);
  expect.soft(await shown(3)).toContain("deep/throws.js, line 3: Cannot read properties of null");
  expect.soft(await shown(3)).toContain("line 2, column 1");
  expect.soft(await shown(4)).toContain("too late");
  expect.soft(await shown(5)).toContain("deep/broken.js, line 2: unexpected token");
  expect.soft(await shown(6)).toContain("./helpers.ts is not in deep/; it has helper.ts");
  expect.soft(await shown(7)).toContain("nothing");
  expect.soft(await shown(8)).toContain("2 own text");
  expect.soft(await shown(9)).toContain("true");
  expect.soft(await shown(10)).toContain("Hello, you production a part from a worker");
  expect.soft(await shown(11)).toContain("gone is not installed, and does not come with Ecco");
  expect.soft(await shown(13)).toContain("1 of 2");

  // What changes on disk is read again by the cells that are made of it, and by no others.
  host.write("data.json", '{"list": [0, 5, 7]}');
  await eventually(async () => expect(await shown(1)).toContain("0 to 9 3 3"));
  expect(await shown(2)).toBe(before);
  host.write("deep/throws.js", "export const a = 1;\n");
  await eventually(async () => expect((await editor.settled())[2]).toBe("ok"));
  host.write(
    "other.html",
    notebookOf("const base = 1, more = 2;", "const chart = html`<b>new</b>`")
  );
  await eventually(async () => expect(await shown(13)).toContain("new"));
  // The reader installs what is missing, by a click on its name and version; then its cell runs.
  const offer = editor.page.locator("button.install", {hasText: "Install gone@3"});
  await eventually(() => offer.click({timeout: 1000}));
  await eventually(async () => expect(await shown(11)).toContain("it is here"));
  await offer.waitFor({state: "detached"});
  expect(installed).toEqual(["gone@3"]);
  await editor.close();
  await host[Symbol.asyncDispose]();
});
