/** Tells pages what happens to the notebooks of a folder, whoever does it. */
import {realpathSync} from "node:fs";
import type {ServerResponse} from "node:http";
import {relative, sep} from "node:path";
import {watch} from "chokidar";
import type {FSWatcher} from "chokidar";
import type {NotebookFolder} from "./notebook-folder.ts";

/** Keeps the line open through whatever stands between, in ms. */
const pulse = 15_000;

export class Changes {
  readonly #folder: NotebookFolder;
  readonly #root: string;
  readonly #watcher: FSWatcher;
  readonly #listeners = new Set<ServerResponse>();
  readonly #timer: ReturnType<typeof setInterval>;
  /** Resolves once changes are seen. */
  readonly ready: Promise<void>;

  constructor(folder: NotebookFolder) {
    this.#folder = folder;
    this.#root = realpathSync(folder.folder);
    this.#watcher = watch(this.#root, {
      ignoreInitial: true,
      depth: 6,
      // They may lead anywhere, and nothing there is a notebook of this folder.
      followSymlinks: false,
      ignored: (path) => /(^|[\\/])(\.[^\\/]+|node_modules)$/.test(relative(this.#root, path))
    });
    for (const event of ["add", "change", "unlink"] as const)
      this.#watcher.on(event, (path) => void this.#tell(path));
    // More folders than the system watches, or one that may not be read: the rest is told, and no save relies on it.
    this.#watcher.on("error", (error) => {
      if (process.env["ECCO_DEBUG"]) console.error(error);
    });
    this.ready = new Promise((resolve) => this.#watcher.once("ready", () => resolve()));
    this.#timer = setInterval(() => this.#send(": here\n\n"), pulse);
    this.#timer.unref();
  }

  /** Answers with server-sent events, from now on. */
  listen(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
    response.writeHead(200, {
      ...headers,
      "content-type": "text/event-stream;charset=utf-8",
      "cache-control": "no-store"
    });
    response.write(": here\n\n");
    this.#listeners.add(response);
    response.on("close", () => this.#listeners.delete(response));
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    for (const response of this.#listeners) response.end();
    await this.#watcher.close();
  }

  async #tell(file: string): Promise<void> {
    if (!file.endsWith(".html")) return;
    const path = relative(this.#root, file).split(sep).join("/");
    try {
      const version = await this.#folder.read(path);
      this.#send(`data: ${JSON.stringify({path, etag: version?.etag ?? null})}\n\n`);
    } catch {
      // Outside, or not to be read: only what is gone is told to be gone.
    }
  }

  #send(text: string): void {
    for (const response of this.#listeners) response.write(text);
  }
}
