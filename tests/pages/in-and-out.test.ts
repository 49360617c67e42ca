/** Files of other formats in the editor: a notebook from one, and the open notebook as one. */
import {existsSync, readFileSync, readdirSync} from "node:fs";
import {join} from "node:path";
import type {Browser, Page} from "playwright-core";
import {afterAll, beforeAll, expect, test} from "vitest";
import {readEnds, writtenEnds} from "../../apps/editor/src/shell/in-and-out.ts";
import {readable, writable} from "@ecco/runtime/exchange";
import {eventually} from "../eventually.ts";
import {launch} from "./browsers.ts";
import {EditorHost, EditorPage, notebookOf} from "./editor-host.ts";
import {violations} from "./violations.ts";

let browser: Browser;
beforeAll(async () => void (browser = await launch(false)));
afterAll(() => browser?.close());

const pictures = process.env["ECCO_PICTURES"];

const quarto = `---
title: Tides
---

# Tides of Cuxhaven

Two a day: $h(t)$, see {{< include more.qmd >}}.

\`\`\`{python}
print(1)
\`\`\`

\`\`\`{ojs}
document.title = "it ran"
\`\`\`
`;

async function choose(page: Page, name: string, text: string): Promise<void> {
  const files = page.locator(".exchange input");
  await files.setInputFiles({name, mimeType: "text/plain", buffer: Buffer.from(text)});
}

async function exported(page: Page, label: string): Promise<readonly [name: string, text: string]> {
  const coming = page.waitForEvent("download");
  await page.getByRole("button", {name: label}).click();
  const file = await coming;
  return [file.suggestedFilename(), readFileSync(await file.path(), "utf8")];
}

test("a file becomes a notebook under a free name, which does not run; the open one is saved as another format", async () => {
  const listed = notebookOf("1 + 1");
  await using host = await EditorHost.start(
    {"test.html": listed, "tides.html": listed},
    {trust: false}
  );
  const editor = await EditorPage.open(browser, host.url("test.html"));
  const {page} = editor;
  await page.getByRole("tab", {name: "Files"}).click();
  // Written by another program a moment ago, and not in the list yet: it is not written over either.
  await page.getByRole("button", {name: "Import…"}).waitFor();
  host.write("tides-2.html", listed);
  await choose(page, "Tides.qmd", quarto);
  await eventually(() => expect(page.url()).toContain("open=tides-3.html"));
  for (const name of ["tides.html", "tides-2.html"]) expect(host.read(name)).toBe(listed);
  expect(host.read("tides-3.html")).toContain('type="text/x-python"');
  const banner = page.locator(".banner.imported");
  expect(await banner.locator("li").allTextContents()).toEqual([
    "line 7 {{< include more.qmd >}} is kept as text: what it stands for is not known here"
  ]);
  await page.locator(".banner.preview").waitFor();
  // The page of another notebook takes the place of the one before.
  await eventually(() => expect(editor.frame).toBeDefined());
  await editor.frame.getByText("Two a day").waitFor();
  expect(await violations(page.mainFrame())).toEqual([]);
  if (pictures) await page.screenshot({path: join(pictures, "import-1280.png")});
  await banner.getByRole("button").click();
  await eventually(async () => expect(await banner.count()).toBe(0));

  const [name, file] = await exported(page, "Export as .ipynb");
  expect([name, JSON.parse(file)]).toEqual([
    "tides-3.ipynb",
    expect.objectContaining({nbformat: 4, nbformat_minor: 5})
  ]);
  const [other, markdown] = await exported(page, "Export as .md");
  expect(other).toBe("tides-3.md");
  expect(markdown).toContain("```python {.cell}\nprint(1)\n```");
  // What is saved and imported again is the same notebook.
  await choose(page, name, file);
  await eventually(() => expect(page.url()).toContain("open=tides-3-2.html"));
  expect(host.read("tides-3-2.html")).toBe(host.read("tides-3.html"));

  const before = readdirSync(host.folder).length;
  await choose(page, "broken.ipynb", file.slice(0, 400));
  await page
    .locator(".banner", {hasText: "broken.ipynb was not imported: this is not JSON"})
    .waitFor();
  expect(readdirSync(host.folder)).toHaveLength(before);
  expect(existsSync(join(host.folder, "broken.html"))).toBe(false);
  if (pictures) await page.screenshot({path: join(pictures, "import-broken.png")});
  expect(await page.title()).not.toContain("it ran");
  await editor.close();
});

test("the editor offers the formats that there are", () => {
  expect(readEnds.map((end) => end.slice(1)).toSorted()).toEqual(Object.keys(readable).toSorted());
  expect([...writtenEnds].toSorted()).toEqual(Object.keys(writable).toSorted());
});
