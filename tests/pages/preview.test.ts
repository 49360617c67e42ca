/** A notebook that is not the reader's own: what it shows before it runs, what it cannot do, and when it runs. */
import {readFileSync} from "node:fs";
import {join} from "node:path";
import type {Browser} from "playwright-core";
import {afterAll, beforeAll, expect, test} from "vitest";
import {launch} from "./browsers.ts";
import {EditorHost, EditorPage, notebookOf} from "./editor-host.ts";
import {attacks, leak, markdown, run} from "./hostile-cells.ts";
import {violations} from "./violations.ts";
import {patience} from "../eventually.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launch(false);
});
afterAll(() => browser?.close());

/** Returns a script element of a notebook: its text as files have it. */
const cellOf = (id: number, type: string, text: string, more = ""): string =>
  `  <script id="${id}" type="${type}"${more}>\n${text
    .replace(/<(?=\\*\/script)/gi, "<\\")
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n")}\n  </script>`;
const fileOf = (...cells: readonly string[]): string =>
  `<!doctype html>\n<notebook theme="air">\n  <title>A stranger's</title>\n${cells.join("\n")}\n</notebook>\n`;

const names = [...Object.keys(attacks), ...Object.keys(markdown)];
const hostile = fileOf(
  ...Object.values(attacks).map((text, index) => cellOf(index + 1, "text/html", text)),
  ...Object.values(markdown).map((text, index) =>
    cellOf(Object.keys(attacks).length + index + 1, "text/markdown", text)
  ),
  cellOf(
    901,
    "module",
    `${run}; fetch("${leak}"); await import("${leak}"); ecco.model("atlas").candidates("x")`
  ),
  cellOf(902, "module", `import "npm:x"; globalThis.ran = 1`, " hidden"),
  cellOf(903, "text/x-typescript", "const x: number = globalThis.ran = 1"),
  cellOf(904, "text/x-python", "ran = 1"),
  cellOf(905, "module", "", ` src="${leak}.js"`)
);

/** Opens a notebook that nobody has agreed to. */
async function open(text: string, options: Parameters<typeof EditorPage.open>[2] = {}) {
  const host = await EditorHost.start({"test.html": text}, {trust: false});
  const asked: string[] = [];
  const context =
    options.context ?? (await browser.newContext({viewport: {width: 1280, height: 900}}));
  context.on("request", (request) => asked.push(request.url()));
  context.on("dialog", (dialog) => {
    asked.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  const editor = await EditorPage.open(browser, host.url("test.html"), {...options, context});
  return {host, editor, asked};
}

const question = (editor: EditorPage) => editor.page.locator(".banner.preview");

test("hostile notebooks do nothing before they run", async () => {
  const {host, editor, asked} = await open(hostile);
  await using _ = host;
  await question(editor).getByText("Nothing of this notebook runs yet").waitFor();
  await editor.frame.locator('.cell[data-id="905"]').waitFor();
  // Whatever waits for an idle moment, a picture or a timer has had its chance.
  await editor.frame.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 300)))
  );
  // Formulas and colours come later than the text.
  await editor.frame.locator(".preview .math math").first().waitFor({state: "attached"});
  await editor.frame.locator(".preview .hljs-tag").first().waitFor();
  const found = await editor.frame.evaluate(() => {
    const box = '<input type="checkbox" disabled="">';
    const all = [...document.querySelectorAll(".preview *")];
    const said = (element: Element): string => element.outerHTML.slice(0, 120);
    const cell = (element: Element): string | undefined =>
      element.closest<HTMLElement>(".cell")?.dataset["id"];
    return {
      ran: (globalThis as {ran?: unknown}).ran ?? null,
      title: document.title,
      frames: document.querySelectorAll("iframe, frame, object, embed").length,
      shown: document.querySelectorAll(".place > .preview").length,
      bad: all
        .filter((element) => {
          const name = element.localName;
          const attributes = [...element.attributes];
          // What KaTeX makes of a formula, inside the element that holds it.
          if (element.parentElement?.closest(".math"))
            return (
              !/^(span|svg|path|line|math|semantics|annotation|m[a-z]+)$/.test(name) ||
              attributes.some(({name: key}) =>
                /^(on|id$|data-|href|src|xlink:|tabindex|is$)/i.test(key)
              )
            );
          if (name === "input") return element.outerHTML.replace(' checked=""', "") !== box;
          // What an article has to copy.
          if (name === "button") return element.className !== "article-copy";
          const isCustom = name.includes("-") || element.hasAttribute("is");
          const isActive =
            /^(script|style|link|meta|base|template|form|input|button|select|textarea|video|audio|use|image|foreignobject|set|animate|math|dialog|slot)$/i;
          const hasHandler = attributes.some(
            ({name: key, value}) =>
              /^(on|id$|name$|class$|data-|ping|srcset|style|xlink|popover|autofocus|tabindex|target)/i.test(
                key
              ) &&
              !(key === "id" && /^(in-text-|article-entry-)/.test(value)) &&
              !(
                key === "class" &&
                /^(held|held inline|held view|math|math display|callout callout-[a-z]+|callout-title|task-(list|item)|footnote[-a-z]*|language-\S+|hljs-[-a-z ]+_?|(article-[-a-z]+ ?)*(ecco-problem-within)?)$/.test(
                  value
                )
              ) &&
              !(key === "style" && /^(color: red;)?$/.test(value))
          );
          const href = element.getAttribute("href");
          return (
            isCustom ||
            isActive.test(name) ||
            hasHandler ||
            (href !== null && !/^(https?:|mailto:|#in-text-|#article-entry-)/.test(href))
          );
        })
        .map((element) => [cell(element), said(element)])
    };
  });
  expect(found).toEqual({
    ran: null,
    title: "Notebook",
    frames: 0,
    shown: names.length,
    bad: []
  });
  expect(asked.filter((each) => /leak|dialog|\/models\/|\/fetched\//.test(each))).toEqual([]);
  // And if something had got in, the page would not have let it.
  const sealed = await editor.frame.evaluate(async () => {
    const later = <T>(work: () => T | Promise<T>): Promise<T | string> =>
      new Promise((resolve) =>
        setTimeout(() => {
          Promise.resolve()
            .then(work)
            .then(resolve, (error: Error) => resolve(error.name));
        })
      );
    return Promise.all([
      // oxlint-disable-next-line no-eval -- this is what must fail
      later(() => (0, eval)("1") as unknown),
      later(async () => (await fetch("/models/atlas/config.json")).status),
      later(
        () =>
          new Promise((resolve) => {
            const script = document.createElement("script");
            script.textContent = "globalThis.ran = 1";
            document.head.append(script);
            resolve((globalThis as {ran?: unknown}).ran ?? "nothing");
          })
      )
    ]);
  });
  expect(sealed).toEqual(["EvalError", "TypeError", "nothing"]);
  await editor.context.close();
});

/** What the cells of a notebook have left in its page. */
const left = (editor: EditorPage): Promise<unknown> =>
  editor.frame.evaluate(() => (globalThis as {ran?: unknown}).ran ?? null);
const asks = (editor: EditorPage) => question(editor).locator("li").allTextContents();
const runs = async (editor: EditorPage, value: unknown): Promise<void> => {
  await expect.poll(() => left(editor), {timeout: patience}).toBe(value);
  expect(await question(editor).count()).toBe(0);
};
const opened = async (editor: EditorPage, host: EditorHost, file: string): Promise<void> => {
  await editor.page.goto(host.url(file));
  await editor.cells();
};
const cells = ["const a = 1", "const b = 2", 'const name = "x"; ecco.model(name)'];

test("a stranger's notebook runs when the reader says so, then without a question, until others change it", async () => {
  const {host, editor} = await open(notebookOf(...cells));
  await using _ = host;
  const {page} = editor;
  await question(editor).waitFor();
  await expect
    .poll(() => asks(editor))
    .toEqual([expect.stringContaining("names that it computes")]);
  // Typing is possible and runs nothing; to run a cell leads to the question.
  await editor.cell(2).locator("pre").click();
  await page.keyboard.press("End");
  await page.keyboard.type("; globalThis.ran = 3");
  await page.keyboard.press("Shift+Enter");
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.className))
    .toContain("preview");
  await editor.saved();
  expect(await left(editor)).toBe(null);
  // Saved from here, but not agreed to: it asks again.
  await opened(editor, host, "test.html");
  await question(editor).waitFor();
  expect(await left(editor)).toBe(null);
  await question(editor).getByRole("button", {name: "Run", exact: true}).click();
  await runs(editor, 3);
  await opened(editor, host, "test.html");
  await runs(editor, 3);
  // What is typed now is the reader's own.
  await editor.cell(2).locator("pre").click();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type("33");
  await page.keyboard.press("Shift+Enter");
  await runs(editor, 333);
  await editor.saved();
  await opened(editor, host, "test.html");
  await runs(editor, 333);
  // Another program writes while it is open: its cell does not run, the others do.
  host.write("test.html", host.read("test.html").replace("ran = 333", "ran = 4"));
  await question(editor).getByText("Another program has changed one cell").waitFor();
  await editor.cell(2).locator("pre", {hasText: "ran = 4"}).waitFor();
  expect(await left(editor)).toBe(333);
  await question(editor).getByRole("button", {name: "Run", exact: true}).click();
  await runs(editor, 4);
  // And while it is not: it asks.
  host.write("test.html", host.read("test.html").replace("ran = 4", "ran = 5"));
  await opened(editor, host, "test.html");
  await question(editor).getByText("Nothing of this notebook runs yet").waitFor();
  expect(await left(editor)).toBe(null);
  await editor.close();
});

test("notebooks that come with Ecco run at once, changed by a byte they ask; a new one does not; a folder is trusted, and no longer", async () => {
  const {host, editor} = await open(notebookOf("globalThis.ran = 1"));
  await using _ = host;
  const {page} = editor;
  host.write("changed.html", `${host.read("00-welcome.html")} `);
  await opened(editor, host, "changed.html");
  await question(editor).waitFor();
  await opened(editor, host, "00-welcome.html");
  await expect
    .poll(async () => (await editor.cells()).some((state) => state !== "idle"), {timeout: patience})
    .toBe(true);
  expect(await question(editor).count()).toBe(0);
  // Made here, it is the reader's.
  await page.getByRole("tab", {name: "Files"}).click();
  await page.getByLabel("Title of a new notebook").fill("Mine");
  await page.keyboard.press("Enter");
  await expect.poll(() => page.locator(".title").inputValue()).toBe("Mine");
  await expect.poll(async () => (await editor.cells())[0]).toBe("ok");
  expect(await question(editor).count()).toBe(0);
  await opened(editor, host, "test.html");
  await question(editor).getByRole("button", {name: "Trust this folder"}).click();
  await runs(editor, 1);
  host.write("other.html", notebookOf("globalThis.ran = 2"));
  await opened(editor, host, "other.html");
  await runs(editor, 2);
  host.write("other.html", notebookOf("globalThis.ran = 3"));
  await runs(editor, 3);
  await page.getByRole("tab", {name: "Files"}).click();
  await page.getByLabel("Trust this folder").uncheck();
  await expect
    .poll(async () => {
      await opened(editor, host, "changed.html");
      return question(editor).count();
    })
    .toBe(1);
  await editor.close();
});

const record = (
  JSON.parse(readFileSync(join(import.meta.dirname, "../viz/data/saliency.json"), "utf8")) as {
    measured: unknown;
  }
).measured;
const article = fileOf(
  cellOf(
    1,
    "text/markdown",
    [
      "# What was found",
      "It says ${answer}, with ${Math.round(100 * share)} of 100.",
      "A formula $x^2$ and $x_{${k}}$, a note[^1], [the words](#words).",
      "$$\n\\sum_{i=1}^n \\frac{x_i}{n}\n$$",
      "> [!WARNING]\n> Mind this.",
      "- [x] done\n- [ ] to do",
      "```js\nconst a = 1; // one\n```",
      "Term\n: what it is",
      "## Words {#words}",
      "[^1]: The note."
    ].join("\n\n")
  ),
  cellOf(
    2,
    "text/html",
    `<h2>The words</h2><ecco-model src="atlas"><ecco-saliency><script type="application/json">${JSON.stringify(record)}</script></ecco-saliency><ecco-logit-lens></ecco-logit-lens></ecco-model>`
  ),
  cellOf(3, "module", 'const model = ecco.model("hf:someone/a-model")'),
  cellOf(4, "module", "ecco.candidates({model, prompt})"),
  cellOf(
    5,
    "text/html",
    '<ecco-saliency><script type="application/json">{"broken": </script></ecco-saliency>'
  )
);

test.each([
  ["wide and light", {width: 1280, dark: false}],
  ["narrow and dark", {width: 390, dark: true}]
])("prose, recorded pictures and names are shown, for everyone: %s", async (_, look) => {
  const context = await browser.newContext({
    viewport: {width: look.width, height: 900},
    colorScheme: look.dark ? "dark" : "light"
  });
  const {host, editor, asked} = await open(article, {context});
  await using __ = host;
  await editor.output(2).getByText("Saliency", {exact: true}).waitFor();
  await editor.output(2).getByText("ecco-logit-lens").waitFor();
  await editor.output(4).getByText("ecco.candidates").waitFor();
  await editor.output(5).getByText("its record is not shown").waitFor();
  expect(await editor.output(1).innerText()).toContain(
    "It says ${answer}, with ${Math.round(100 * share)} of 100."
  );
  // Formulas are set, but for one that waits for a value; code has its colours, and links stay within the text.
  await editor.output(1).locator(".math.display .katex-display").waitFor();
  await editor.output(1).locator(".hljs-keyword", {hasText: "const"}).waitFor();
  expect(await editor.output(1).locator(".math:not(:has(.katex))").allTextContents()).toEqual([
    "x_{${k}}"
  ]);
  expect(await editor.output(1).locator(".task-item input").count()).toBe(2);
  expect(await editor.output(1).locator(".callout.callout-warning").count()).toBe(1);
  const link = editor.output(1).getByRole("link", {name: "the words"});
  expect(await link.getAttribute("href")).toBe("#in-text-words");
  expect(await editor.output(1).locator("h2#in-text-words").count()).toBe(1);
  await expect
    .poll(() => asks(editor))
    .toEqual([
      expect.stringMatching(/atlas a model of [\d.]+\sMB, comes with Ecco/),
      expect.stringContaining("hf:someone/a-model a model from huggingface.co")
    ]);
  for (const frame of [editor.page.mainFrame(), editor.frame]) {
    expect(await violations(frame)).toEqual([]);
    expect(
      await frame.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth
      )
    ).toBe(0);
  }
  // Run is reached by the keyboard, and is the first thing after the bar.
  await question(editor).focus();
  await editor.page.keyboard.press("Tab");
  expect(await editor.page.evaluate(() => document.activeElement?.textContent?.trim())).toBe("Run");
  // Reader view shows the same without code.
  if (look.width > 820) {
    await editor.page.getByRole("button", {name: "Reader view"}).click();
    expect(await editor.cell(3).locator(".code").isVisible()).toBe(false);
    await editor.output(2).getByText("Saliency", {exact: true}).waitFor();
  }
  expect(asked.filter((each) => /\/models\/|someone|dialog/.test(each))).toEqual([]);
  await editor.close();
});
