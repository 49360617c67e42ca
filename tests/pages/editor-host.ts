import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Browser, BrowserContext, Frame, Page} from "playwright-core";
import {expect} from "vitest";
import {builtEditor} from "../../apps/cli/src/server/build-editor.ts";
import {startServer} from "../../apps/cli/src/server/start-server.ts";
import type {EditorServer, ServerOptions} from "../../apps/cli/src/server/start-server.ts";
import {eventually, patience} from "../eventually.ts";

const root = join(import.meta.dirname, "../..");
/** The folder of the built editor, looked for once. */
let builtIn: Promise<string> | undefined;

/** The editor on a copy of the gallery, and whatever else is written into it. */
export class EditorHost {
  readonly folder = mkdtempSync(join(tmpdir(), "ecco-editor-"));
  server!: EditorServer;
  trust = true;
  install: ServerOptions["install"];

  /** *trust*: whether everything runs when it is opened, as most tests want it. */
  static async start(
    files: Readonly<Record<string, string>> = {},
    {trust = true, install}: Pick<Partial<ServerOptions>, "trust" | "install"> = {}
  ): Promise<EditorHost> {
    const host = new EditorHost();
    host.trust = trust;
    host.install = install;
    cpSync(join(root, "notebooks"), host.folder, {recursive: true});
    for (const [name, text] of Object.entries(files)) host.write(name, text);
    await host.serve(0);
    return host;
  }

  async serve(port: number): Promise<void> {
    this.server = await startServer({
      root: this.folder,
      folder: "gallery",
      open: "00-welcome.html",
      port,
      models: join(root, "models"),
      editor: await (builtIn ??= builtEditor(() => undefined)),
      version: "test",
      trust: this.trust,
      ...(this.install ? {install: this.install} : {})
    });
  }

  url(file: string): string {
    return this.server.url.replace(/open=.*$/, `open=${file}`);
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), "utf8");
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server.close();
    rmSync(this.folder, {recursive: true, force: true});
  }
}

/** One page with the editor in it. */
export class EditorPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What went wrong in the page, and what it asked of other hosts. */
  readonly troubles: string[] = [];

  private constructor(page: Page, context: BrowserContext) {
    this.page = page;
    this.context = context;
  }

  static async open(
    browser: Browser,
    url: string,
    options: {
      readonly width?: number;
      readonly dark?: boolean;
      readonly context?: BrowserContext;
    } = {}
  ): Promise<EditorPage> {
    const context =
      options.context ??
      (await browser.newContext({
        viewport: {width: options.width ?? 1280, height: 900},
        colorScheme: options.dark ? "dark" : "light"
      }));
    const page = await context.newPage();
    const editor = new EditorPage(page, context);
    page.on("pageerror", (error) => editor.troubles.push(String(error)));
    page.on("request", (request) => {
      if (!/^(http:\/\/(nb-[\da-f]{20}(-\d+)?\.)?localhost:|data:|blob:)/.test(request.url()))
        editor.troubles.push(`asked ${request.url()}`);
    });
    await page.goto(url);
    await editor.cells();
    return editor;
  }

  get frame(): Frame {
    return this.page.frames().find((frame) => /\/\/nb-[\da-f]{20}/.test(frame.url()))!;
  }

  /** Waits until the cells are there, and returns how each of them is. */
  async cells(): Promise<readonly string[]> {
    return eventually(async () => {
      const states = await this.frame.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>(".cell")].map((cell) => cell.dataset["state"]!)
      );
      expect(states.length).toBeGreaterThan(0);
      return states;
    });
  }

  /** Waits until nothing waits or runs; returns how each cell is. */
  settled(): Promise<readonly string[]> {
    return eventually(async () => {
      const states = await this.cells();
      expect(states.filter((state) => state === "running" || state === "waiting")).toEqual([]);
      return states;
    });
  }

  /** Waits until every view shows what it was asked for, for that prompt. */
  async live(prompt: string): Promise<void> {
    await eventually(async () => {
      const views = await this.frame.evaluate(() =>
        [
          ...document.querySelectorAll<HTMLElement & {state: string; shownPrompt: string}>(
            "ecco-candidates, ecco-saliency, ecco-logit-lens, ecco-rankings"
          )
        ].map(({state, shownPrompt}) => `${state}: ${shownPrompt}`)
      );
      expect(views.length).toBeGreaterThan(0);
      expect(new Set(views)).toEqual(new Set([`live: ${prompt}`]));
    });
  }

  cell(id: number): ReturnType<Frame["locator"]> {
    return this.frame.locator(`.cell[data-id="${id}"]`);
  }

  output(id: number): ReturnType<Frame["locator"]> {
    return this.cell(id).locator(".place");
  }

  /** Waits for what the bar says about saving. */
  async saved(words = "saved"): Promise<void> {
    await this.page
      .locator(".saved", {hasText: new RegExp(`^${words}$`)})
      .waitFor({timeout: patience});
  }

  async close(): Promise<void> {
    await this.context.close();
    expect(this.troubles).toEqual([]);
  }
}

export {notebookOf} from "../notebook-of.ts";
