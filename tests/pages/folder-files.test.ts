/** Files beside a notebook, as its cells, its text, its styles and its fetch reach them in the editor. */
import {copyFileSync, mkdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import type {Browser} from "playwright-core";
import {afterAll, beforeAll, expect, test} from "vitest";
import {eventually} from "../eventually.ts";
import {launch} from "./browsers.ts";
import {EditorHost, EditorPage} from "./editor-host.ts";

const fixtures = join(import.meta.dirname, "../fixtures/files");
const svg = (fill: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><style>rect{fill:${fill}}</style><rect width="40" height="20"/></svg>`;

let browser: Browser;
beforeAll(async () => void (browser = await launch(false)));
afterAll(() => browser?.close());

type Cell = readonly [type: "js" | "md" | "html", text: string];
const mimes = {js: "module", md: "text/markdown", html: "text/html"} as const;
const notebookOf = (cells: readonly Cell[]): string =>
  `<!doctype html>\n<notebook theme="air">\n  <title>Files</title>\n${cells
    .map(
      ([type, text], index) =>
        `  <script id="${index + 1}" type="${mimes[type]}" pinned>\n    ${text}\n  </script>`
    )
    .join("\n")}\n</notebook>\n`;

/** Serves notebooks of these cells beside files, in a folder within the opened one. */
async function start(cells: readonly Cell[], trust = true): Promise<EditorHost> {
  const host = await EditorHost.start({}, {trust});
  const within = join(host.folder, "sub");
  mkdirSync(join(within, "data"), {recursive: true});
  for (const name of ["table.parquet", "table.arrow", "book.xlsx", "archive.zip"])
    copyFileSync(join(fixtures, name), join(within, name));
  const files = {
    "sub/data/a b.csv": "name,n\nx,1\ny,2\n",
    "sub/red.svg": svg("red"),
    "above.json": '{"above": true}',
    "above.svg": svg("blue"),
    "sub/none.svg": "no picture",
    "sub/style.css":
      'body { color: rgb(1, 2, 3) } .menu, p, button, .cell { border-top: 3px solid rgb(4, 5, 6) } @media all { .red { background: url("red.svg") } } .lost { background: url(lost.svg) }',
    "sub/test.html": notebookOf(cells)
  };
  for (const [name, text] of Object.entries(files)) host.write(name, text);
  return host;
}

const shown = (text: string): Cell => ["js", `display(html\`<p>\${String(${text})}\`)`];

test("FileAttachment and fetch read files beside the notebook, below it and above it", async () => {
  const file = (name: string): string => `FileAttachment(${JSON.stringify(name)})`;
  const tries: readonly (readonly [Cell, RegExp])[] = [
    [shown(`JSON.stringify(await ${file("./data/a b.csv")}.csv({typed: true}))`), /"n":2\}\]/],
    [shown(`(await ${file("table.parquet")}.parquet()).numRows`), /^3$/],
    [shown(`(await ${file("table.arrow")}.arrow()).getChild("count").at(2)`), /^3$/],
    [shown(`(await ${file("table.arrow")}.arquero()).numRows()`), /^3$/],
    [shown(`(await ${file("book.xlsx")}.xlsx()).sheetNames`), /^First,Second$/],
    [shown(`await (await ${file("archive.zip")}.zip()).file("a.csv").text()`), /^x,y/],
    [shown(`(await ${file("../above.json")}.json()).above`), /^true$/],
    [shown(`(await ${file("red.svg")}.image()).width`), /^40$/],
    [shown(`(await ${file("red.svg")}.xml()).documentElement.nodeName`), /^svg$/],
    [shown(`(await ${file("red.svg")}.blob()).type`), /^image\/svg\+xml$/],
    [
      shown(`(await (await ${file("red.svg")}.stream()).getReader().read()).value.length`),
      /^\d{3}$/
    ],
    [
      shown(
        `(({name, mimeType, size, lastModified}) => [name, mimeType, size, new Date(lastModified).getFullYear() > 2000])(${file("data/a b.csv")})`
      ),
      /^a b\.csv,text\/csv,15,true$/
    ],
    [shown(`await (await fetch(await ${file("data/a b.csv")}.url())).text()`), /^name,n/],
    [shown("(await (await fetch('../above.json')).json()).above"), /^true$/],
    [
      ["js", "FileAttachment('data/a b.csv')"],
      /FileAttachment \{name: "a b\.csv", mimeType: "text\/csv"/
    ],
    [shown("(await d3.csv('./data/a b.csv')).length"), /^2$/],
    [shown(`${file("red.svg")} instanceof FileAttachment`), /^true$/],
    [
      ["js", "const gone = await FileAttachment('data/b.csv').csv()"],
      /^b\.csv is not in the folder gallery\/sub\/data; it has a b\.csv/
    ],
    [
      shown("await d3.csv('tabel.arrow')"),
      /404 tabel\.arrow is not in the folder gallery\/sub; it has table\.arrow,/
    ],
    [
      ["js", "const size = FileAttachment('nothing').size"],
      /^nothing is not in the folder gallery\/sub/
    ],
    [shown(`await ${file("none.svg")}.image()`), /none\.svg: not an image that this browser shows/],
    [shown(`await ${file("lost.svg")}.image()`), /lost\.svg is not in the folder gallery\/sub/],
    [
      shown(`await ${file("book.xlsx")}.csv()`),
      /book\.xlsx is no table of text; it is a ZIP archive/
    ],
    [shown(`await ${file("/etc/passwd")}.text()`), /passwd/]
  ];
  await using host = await start(tries.map(([cell]) => cell));
  const editor = await EditorPage.open(browser, host.url("sub/test.html"));
  await editor.settled();
  const wrong: string[] = [];
  for (const [index, [[, text], expected]] of tries.entries()) {
    const said = (await editor.output(index + 1).textContent())!.trim();
    if (!expected.test(said)) wrong.push(`${text}: ${said}`);
  }
  expect(wrong).toEqual([]);
  await editor.close();
});

const texts: readonly Cell[] = [
  [
    "md",
    "![red](red.svg) <img id=up src=../above.svg>\n\n<link rel=stylesheet href=style.css><p class=red>Red</p>"
  ],
  ["md", "![a map of nothing](mpa.svg) and ![none](none.svg)"],
  [
    "html",
    '<p id="both">b</p><img id="set" srcset="red.svg 1x"><video src="film.webm" controls></video>'
  ],
  ["html", '<p class="lost">lost.svg</p><link rel="stylesheet" href="styel.css">'],
  ["md", "[the table](./data/a%20b.csv) and [another](../00-welcome.html)"]
];

test("pictures and styles beside the notebook are shown; what is missing says so in its place", async () => {
  await using host = await start(texts);
  const editor = await EditorPage.open(browser, host.url("sub/test.html"));
  await editor.settled();
  const widths = (): Promise<readonly number[]> =>
    editor.frame.evaluate(() =>
      [...document.querySelectorAll<HTMLImageElement>("[alt=red], #up, #set")].map(
        ({naturalWidth}) => naturalWidth
      )
    );
  await eventually(async () => expect(await widths()).toEqual([40, 40, 40]));
  const boxes = editor.frame.locator(".missing-file");
  await eventually(async () =>
    expect(await boxes.allTextContents()).toEqual([
      expect.stringMatching(
        /^a map of nothing: mpa\.svg is not in the folder gallery\/sub; it has /
      ),
      "none: none.svg is there, and is no picture that this browser shows",
      expect.stringMatching(/^film\.webm is not in the folder gallery\/sub/)
    ])
  );
  await eventually(async () =>
    expect(await editor.cell(4).locator(".refused p").allTextContents()).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^styel\.css is not in the folder gallery\/sub; it has style\.css/),
        expect.stringMatching(/^lost\.svg is not in the folder/)
      ])
    )
  );
  const look = await editor.frame.evaluate(() => {
    const of = (selector: string): CSSStyleDeclaration =>
      getComputedStyle(document.querySelector(selector)!);
    return {
      text: of("#both").color,
      line: of("#both").borderTopColor,
      red: of(".red").backgroundImage,
      code: of(".code").color,
      cell: of(".cell").borderTopColor,
      button: of(".more").borderTopColor
    };
  });
  expect(look).toMatchObject({text: "rgb(1, 2, 3)", line: "rgb(4, 5, 6)"});
  expect(look.red).toMatch(/^url\("http.*\/sub\/red\.svg"\)$/);
  expect(look.code).not.toBe("rgb(1, 2, 3)");
  expect([look.cell, look.button]).not.toContain("rgb(4, 5, 6)");
  // A link to a file gives it, one to a notebook opens it.
  const [file] = await Promise.all([
    editor.page.waitForEvent("download"),
    editor.frame.locator("a", {hasText: "the table"}).click()
  ]);
  expect(file.suggestedFilename()).toBe("a b.csv");
  expect(readFileSync(await file.path(), "utf8")).toContain("name,n");
  await editor.frame.locator("a", {hasText: "another"}).click();
  await eventually(() => expect(editor.page.url()).toContain("open=00-welcome.html"));
  await editor.close();
});

test("a notebook that does not run reads nothing beside it, and says that pictures come when it runs", async () => {
  await using host = await start(
    [...texts, ["js", "display(await FileAttachment('red.svg').text())"]],
    false
  );
  const editor = await EditorPage.open(browser, host.url("sub/test.html"));
  expect(await editor.output(1).textContent()).toContain("red: a picture, shown after Run");
  // What is put into its page all the same is refused by that page's policy, before anything is asked.
  await editor.frame.evaluate(() => {
    document.addEventListener("securitypolicyviolation", ({effectiveDirective}) => {
      document.body.dataset["refused"] += ` ${effectiveDirective}`;
    });
    Object.assign(new Image(), {src: "/files/0/red.svg"});
    void fetch("red.svg").catch(() => undefined);
  });
  await eventually(async () => {
    const refused = await editor.frame.evaluate(() => document.body.dataset["refused"] ?? "");
    expect(refused.split(" ")).toEqual(expect.arrayContaining(["img-src", "connect-src"]));
  });
  expect(editor.frame.url()).not.toContain("/files/");
  await editor.page.getByRole("button", {name: /^Run/}).first().click();
  await eventually(async () => expect(await editor.output(6).textContent()).toContain("<svg"));
  editor.troubles.splice(0);
  await editor.close();
});
