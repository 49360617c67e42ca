/** Tells pages what happens to the notebooks of a folder, and which other files change, whoever does it. */
import {realpathSync} from "node:fs";
import type {ServerResponse} from "node:http";
import {relative, sep} from "node:path";
import {watch} from "chokidar";
import type {FSWatcher} from "chokidar";
import type {Change} from "./folder-list.ts";
import type {NotebookFolder} from "./notebook-folder.ts";

/** Keeps the line open through whatever stands between, in ms. */
const pulse = 15_000;
/** What changes within so many ms is told at once. */
const bundle = 50;
/** Files besides notebooks that are named at once: of a folder that is replaced not all of them. */
const most = 2000;
/** A page that does not read has its line cut at so many bytes, and asks for the list when it is there again. */
const backlog = 8_000_000;

export class Changes {
  readonly #folder: NotebookFolder;
  readonly #root: string;
  readonly #watcher: FSWatcher;
  readonly #listeners = new Set<ServerResponse>();
  readonly #timer: ReturnType<typeof setInterval>;
  /** Paths of notebooks that are to be looked at. */
  readonly #changed = new Set<string>();
  /** Paths of other files that have changed: notebooks may be made of them. */
  readonly #files = new Set<string>();
  #isLooking = false;
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
      this.#watcher.on(event, (path) => this.#collect(path));
    folder.lister.found = (changes) => this.#tell(changes);
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

  #collect(file: string): void {
    const paths = file.endsWith(".html") ? this.#changed : this.#files;
    paths.add(relative(this.#root, file).split(sep).join("/"));
    if (this.#isLooking) return;
    this.#isLooking = true;
    setTimeout(() => void this.#look(), bundle).unref();
  }

  /** Looks at what has changed, all of it at once; what changes meanwhile comes after it. */
  async #look(): Promise<void> {
    while (this.#changed.size > 0 || this.#files.size > 0) {
      const [paths, files] = [[...this.#changed], [...this.#files]];
      this.#changed.clear();
      this.#files.clear();
      if (files.length > 0) this.#say({changes: [], files: files.slice(0, most)});
      if (paths.length === 0) continue;
      try {
        this.#tell(await this.#folder.lister.look(paths));
      } catch {
        // The disk does not answer; saving says what is the matter.
      }
    }
    this.#isLooking = false;
  }

  #tell(changes: readonly Change[]): void {
    if (changes.length > 0) this.#say({changes, files: []});
  }

  #say(what: {readonly changes: readonly Change[]; readonly files: readonly string[]}): void {
    this.#send(`data: ${JSON.stringify(what)}\n\n`);
  }

  #send(text: string): void {
    for (const response of this.#listeners)
      if (response.writableLength > backlog) response.destroy();
      else response.write(text);
  }
}
