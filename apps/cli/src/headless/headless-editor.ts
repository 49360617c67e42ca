/** The editor without a screen: notebooks are opened in it one after another, and run as if their author had opened them. */
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Browser} from "playwright-core";
import {builtEditor} from "../server/build-editor.ts";
import {startServer} from "../server/start-server.ts";
import type {EditorServer} from "../server/start-server.ts";
import {startBrowser} from "./find-browser.ts";
import {runNotebook} from "./notebook-run.ts";
import type {NotebookOutcome, RunOptions} from "./notebook-run.ts";

export interface HeadlessOptions {
  /** Folder of the embedded models. */
  readonly models: string;
  readonly version: string;
  readonly say: (line: string) => void;
  /** Ends the browser at once. */
  readonly signal: AbortSignal;
}

/** A notebook, and the folder from which it may read. */
export interface Located {
  readonly root: string;
  /** From that folder, with `/`. */
  readonly path: string;
}

export class HeadlessEditor {
  readonly #browser: Browser;
  readonly #editor: string;
  readonly #options: HeadlessOptions;
  /** What the server remembers goes with the run: nothing is agreed to for the next time. */
  readonly #state = mkdtempSync(join(tmpdir(), "ecco-run-"));
  #server: {readonly root: string; readonly server: EditorServer} | null = null;

  private constructor(browser: Browser, editor: string, options: HeadlessOptions) {
    this.#browser = browser;
    this.#editor = editor;
    this.#options = options;
  }

  /** Throws SourceError where there is no browser, or no editor. */
  static async start(options: HeadlessOptions): Promise<HeadlessEditor> {
    // The browser first: who has none need not wait for the editor to be built.
    const browser = await startBrowser();
    const stop = (): void => void browser.close();
    options.signal.addEventListener("abort", stop, {once: true});
    browser.once("disconnected", () => options.signal.removeEventListener("abort", stop));
    try {
      options.signal.throwIfAborted();
      return new HeadlessEditor(browser, await builtEditor(options.say), options);
    } catch (error) {
      await browser.close();
      throw error;
    }
  }

  /** Runs one notebook. */
  async run({root, path}: Located, options: Omit<RunOptions, "signal">): Promise<NotebookOutcome> {
    const server = await this.#serve(root);
    const url = new URL(server.url);
    url.searchParams.set("open", path);
    return runNotebook(this.#browser, url.href, {...options, signal: this.#options.signal});
  }

  async #serve(root: string): Promise<EditorServer> {
    if (this.#server?.root === root) return this.#server.server;
    await this.#server?.server.close();
    const {models, version, say} = this.#options;
    const server = await startServer({
      root,
      folder: root,
      open: null,
      port: 0,
      models,
      editor: this.#editor,
      version,
      // Who gives the command has it run.
      trust: true,
      state: this.#state,
      say
    });
    this.#server = {root, server};
    return server;
  }

  async close(): Promise<void> {
    await this.#browser.close().catch(() => undefined);
    await this.#server?.server.close();
    rmSync(this.#state, {recursive: true, force: true});
  }
}
