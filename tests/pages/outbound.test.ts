/** What leads out of a notebook: links, windows and files, in one editor. */
import type {Browser, Page} from "playwright-core";
import {afterAll, beforeAll, beforeEach, expect, test} from "vitest";
import {launch} from "./browsers.ts";
import {EditorHost, EditorPage, notebookOf} from "./editor-host.ts";
import {violations} from "./violations.ts";
import {eventually} from "../eventually.ts";

const away = "http://xn--pple-43d.example:8443/a%20b?what=I%20know#end";

/** What stands in the notebook, by its id. */
const things: Readonly<Record<string, string>> = {
  plain: `<a id=plain href="${away}">plain</a>`,
  blank: `<a id=blank target=_blank href="${away}">blank</a>`,
  top: `<a id=top target=_top href="${away}">top</a>`,
  parent: `<a id=parent target=_parent rel=opener href="${away}">parent</a>`,
  svg: `<svg id=picture width=90 height=20><a id=svg href="${away}"><text y=15>svg</text></a></svg>`,
  area: `<map name=m><area id=area shape=rect coords=0,0,90,20 href="${away}"></map><img id=map usemap="#m" width=90 height=20 style="display: block" src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E">`,
  mail: `<a id=mail href="mailto:a@b.example?subject=x">mail</a>`,
  script: `<a id=script href="javascript:globalThis.ran=1">script</a>`,
  file: `<a id=file href="file:///etc/passwd">file</a>`,
  other: `<a id=other href="vscode://x/y">other</a>`,
  form: `<form id=formed action="${away}" target=_blank><button id=form>form</button></form>`,
  csv: `<a id=csv download="a.csv" href="data:text/csv,1">csv</a>`,
  exe: `<a id=exe download="../.a\u202Efdp.exe" href="data:text/plain,1">exe</a>`
};
/** Buttons that do something as cells do it. */
const deeds: Readonly<Record<string, string>> = {
  window: `open("${away}")`,
  location: `location = "${away}"`,
  assign: `location.assign("${away}")`,
  detached: `Object.assign(document.createElement("a"), {href: "${away}", target: "_blank"}).click()`,
  give: `Object.assign(document.createElement("a"), {href: URL.createObjectURL(new Blob(["mine"])), download: "mine.txt"}).click()`,
  many: `for (let n = 0; n < 10; n++) Object.assign(document.createElement("a"), {href: "data:text/plain," + n, download: n + ".txt"}).click()`
};

let browser: Browser;
let host: EditorHost;
let editor: EditorPage;
let page: Page;
/** Windows that were opened, and files that came. */
const opened: string[] = [];
const files: string[] = [];

beforeAll(async () => {
  browser = await launch(false);
  host = await EditorHost.start({
    "test.html": notebookOf(
      `const block = document.createElement("div"); block.innerHTML = ${JSON.stringify(
        `<style>#things > * { display: block; margin: 2px }</style><div id=things>${Object.values(things).join("")}${Object.keys(
          deeds
        )
          .map((name) => `<button id=${name}>${name}</button>`)
          .join("")}</div>`
      )}; display(block);`,
      `for (const [name, deed] of Object.entries(${JSON.stringify(deeds)})) block.querySelector("#" + name).onclick = new Function(deed)`
    )
  });
  editor = await EditorPage.open(browser, host.url("test.html"));
  ({page} = editor);
  editor.context.on("page", (other) => {
    opened.push(other.url());
    void other.close();
  });
  page.on("download", (download) => {
    files.push(download.suggestedFilename());
    void download.cancel();
  });
  // Nothing of another host is real here, and the reader's own pages may ask for it.
  await editor.context.route(/example/, (route) => route.abort());
  await editor.settled();
});
afterAll(async () => {
  await browser?.close();
  await host?.[Symbol.asyncDispose]();
});
beforeEach(() => {
  opened.length = files.length = 0;
});

const question = (): ReturnType<Page["locator"]> => page.locator(".banner.leads");
const answer = (words: string): Promise<void> =>
  question().getByRole("button", {name: words}).click();

test.each([
  ["a click", "plain", {}],
  ["a middle click", "plain", {button: "middle"}],
  ["ctrl-click", "plain", {modifiers: ["Control"]}],
  ["shift-click", "plain", {modifiers: ["Shift"]}],
  ["a target of its own", "blank", {}],
  ["a middle click on a link with a target", "blank", {button: "middle"}],
  ["target=_top", "top", {}],
  ["target=_parent with an opener", "parent", {}],
  ["a link of a drawing", "svg", {}],
  ["an area of an image", "map", {position: {x: 40, y: 10}}],
  ["window.open", "window", {}],
  ["location =", "location", {}],
  ["location.assign", "assign", {}],
  ["a link that is nowhere on the page", "detached", {}]
] as const)(
  "%s asks with the whole address, opens nothing, and the notebook stays",
  async (_, id, how) => {
    await editor.frame.locator(`#${id}`).click(how as never);
    await question().waitFor();
    expect(await question().locator(".address").textContent()).toBe(away);
    await answer("Stay");
    await question().waitFor({state: "detached"});
    expect(opened).toEqual([]);
    expect(await editor.cells()).toHaveLength(2);
    expect(page.url()).toContain("test.html");
  }
);

test.each(["script", "file", "other", "form"])(
  "%s leads nowhere, and nothing is asked",
  async (id) => {
    await editor.frame.locator(`#${id}`).click();
    // Asked after it, and answered first if it were.
    await editor.frame.locator("#mail").click();
    await question().waitFor();
    expect(await question().locator(".address").textContent()).toBe("mailto:a@b.example?subject=x");
    await answer("Stay");
    expect(opened).toEqual([]);
    expect(await editor.frame.evaluate(() => "ran" in globalThis)).toBe(false);
    expect(await editor.cells()).toHaveLength(2);
  }
);

test("by key the same; another link waits until the question is answered; Open opens a window that knows nothing of us", async () => {
  await editor.frame.locator("#plain").focus();
  await page.keyboard.press("Enter");
  await question().waitFor();
  await editor.frame.locator("#mail").click();
  expect(await question().locator(".address").allTextContents()).toEqual([away]);
  expect(await violations(page.mainFrame())).toEqual([]);
  await answer("Open");
  await eventually(() => expect(opened).toHaveLength(1));
  expect(await question().count()).toBe(0);
});

test("a file comes with a click, one for each; of more, and of what runs, the reader is asked", async () => {
  // Until the click before no longer counts.
  await page.waitForFunction(() => !navigator.userActivation.isActive, undefined, {polling: 500});
  await editor.frame.locator("#give").click();
  await eventually(() => expect(files).toEqual(["mine.txt"]));
  await editor.frame.locator("#csv").click();
  await question().waitFor();
  expect(await question().locator(".address").textContent()).toBe("a.csv (1\u00a0B)");
  await answer("Save");
  await eventually(() => expect(files).toEqual(["mine.txt", "a.csv"]));
  await editor.frame.locator("#exe").click();
  await question().waitFor();
  expect(await question().locator(".address").textContent()).toBe("afdp.exe (1\u00a0B)");
  await answer("Not now");
  await editor.frame.locator("#many").click();
  await question().waitFor();
  await answer("Not now");
  expect(files).toHaveLength(2);
});
