/** An article in the editor: the same before it runs as after, numbered anew when cells move, without its buttons in print. */
import {expect, test} from "vitest";
import {eventually, patience} from "../eventually.ts";
import {launch} from "./browsers.ts";
import {EditorHost, EditorPage} from "./editor-host.ts";
import {violations} from "./violations.ts";

const cells = [
  "---\ntitle: An article\nauthors: [{name: Ada, affiliation: A place}]\ndate: 2026-11-30\nabstract: With $x$.\nnumbering: all\n---\n\n[[toc]]\n\n## One\n\n@fig:b and [@fig:a; @tbl:t] by @eq:e and [@doe2020, p. 3], @fig:c",
  "## Two\n\n::: figure {#fig:a}\n${1 + 1}\n\nOf a value\n:::\n\n| a |\n| --- |\n| 1 |\n\n: Of a table {#tbl:t}\n\n$$x$$ {#eq:e}",
  "## Three\n\n::: figure {#fig:b .wide}\n<svg viewBox='0 0 9 9'></svg>\n\nOf a drawing\n:::\n\n::: cite-this\n:::\n\n```bibtex\n@misc{doe2020, title={One}, author={Doe, J}, year=2020}\n```"
];
const fileOf = (texts: readonly string[]): string => `<!doctype html>
<notebook theme="air">
  <title>An article</title>
${texts.map((text, index) => `  <script id="${index + 1}" type="text/markdown">\n${text.replaceAll(/^/gm, "    ")}\n  </script>`).join("\n")}
</notebook>
`;
const notebook = fileOf(cells);
const reference = "@misc{roe2019, title={Two}, author={Roe, A}, year=2019}";
const filed = fileOf(["---\nbibliography: [refs.bib, none.bib]\n---\n\n@roe2019"]);

test("an article reads the same before it runs and after, follows its cells, and leaves its buttons out of print", async () => {
  const browser = await launch(false);
  const files = {"article.html": notebook, "filed.html": filed, "refs.bib": reference};
  const host = await EditorHost.start(files, {trust: false});
  await using _ = host;
  const editor = await EditorPage.open(browser, host.url("article.html"), {width: 390});
  const shown = async (): Promise<readonly (readonly string[])[]> => {
    await editor.frame.locator(".article-entries li").waitFor();
    await editor.frame.locator(".article-title .katex").waitFor();
    return editor.frame.evaluate(() =>
      [
        "h1",
        ".article-facts > span",
        ".article-ref",
        ".article-cite",
        ".article-contents a",
        ".article-number",
        ".article-entries li"
      ].map((selector) =>
        [...document.querySelectorAll(selector)].map((each) =>
          each.textContent.replaceAll(/\s+/g, " ")
        )
      )
    );
  };
  const preview = await shown();
  expect(preview.slice(0, 6)).toEqual([
    ["An article"],
    ["November 30, 2026", "1 min read"],
    [
      "Figure 2",
      "Figure 1",
      "Table 1",
      "Equation 1",
      "@fig:c: no figure has that name; this notebook has fig:a, fig:b"
    ],
    ["(Doe, 2020, p. 3)"],
    ["1 One", "2 Two", "3 Three"],
    ["1 ", "2 ", "Figure 1. ", "Table 1. ", "(1)", "3 ", "Figure 2. "]
  ]);
  await editor.page.getByRole("button", {name: "Run", exact: true}).click();
  await eventually(async () => expect(await editor.cells()).toEqual(["ok", "ok", "ok"]));
  expect(await shown()).toEqual(preview);
  expect(await violations(editor.frame)).toEqual([]);
  // A link from another cell, with the keyboard: what it leads to is shown, then gone to.
  await editor.frame.locator(".article-ref").first().focus();
  await editor.page.keyboard.press("Shift+Tab");
  await editor.page.keyboard.press("Tab");
  const card = editor.frame.locator(".article-preview");
  await card.getByText("Figure 2. Of a drawing").waitFor();
  const {x, width} = (await card.boundingBox())!;
  expect([x >= 0, x + width <= 390]).toEqual([true, true]);
  await editor.page.keyboard.press("Escape");
  await card.waitFor({state: "hidden"});
  await editor.page.keyboard.press("Enter");
  await expect
    .poll(() => editor.frame.evaluate(() => scrollY), {timeout: patience})
    .toBeGreaterThan(100);
  // The cell with figure a goes behind that with figure b.
  await editor.cell(2).focus();
  await editor.page.keyboard.press("Alt+ArrowDown");
  await editor.frame.locator(".article-ref", {hasText: "Figure 1"}).first().waitFor();
  await expect
    .poll(async () => (await shown())[4], {timeout: patience})
    .toEqual(["1 One", "2 Three", "3 Two"]);
  expect((await shown())[2]!.slice(0, 2)).toEqual(["Figure 1", "Figure 2"]);
  await editor.page.emulateMedia({media: "print"});
  expect(await editor.frame.locator(".article-copy").first().isVisible()).toBe(false);
  expect(await editor.frame.locator(".article-entries li").isVisible()).toBe(true);

  // A bibliography beside the notebook is read when it runs.
  await editor.page.emulateMedia({media: "screen"});
  await editor.page.goto(host.url("filed.html"));
  await eventually(() =>
    editor.frame
      .getByText("refs.bib, of the bibliography, is not read: it is, when")
      .waitFor({timeout: 1000})
  );
  await editor.page.getByRole("button", {name: "Run", exact: true}).click();
  await eventually(() => editor.frame.getByText("Roe (2019)").waitFor({timeout: 1000}));
  await editor.frame
    .getByText("none.bib, of the bibliography, is not read: none.bib is not in")
    .waitFor();
  await editor.close();
});
