/** The open folder: its notebooks, and the one that is on the stage. */
import {emptyNotebook, insertCell, writeNotebook} from "@ecco/runtime/document";
import type {ModelEntry} from "@ecco/cells/model-picker";
import {browserDrafts} from "./browser-drafts.ts";
import {draftsIn} from "./drafts.ts";
import type {Draft, Drafts} from "./drafts.ts";
import {FrameSite, labelOf} from "./frame-site.ts";
import {readForeign, saveAs} from "./in-and-out.ts";
import type {ImportedFile} from "./in-and-out.ts";
import {KeptGrants} from "./kept-grants.ts";
import {FileList} from "./listing.ts";
import type {FileChange, Listing} from "./listing.ts";
import {focusQuestion} from "./preview-banner.ts";
import {serverShelf} from "./server-shelf.ts";
import {setSeen} from "./seen.ts";
import {
  filesAddress,
  getInformation,
  listNotebooks,
  readFile,
  trustFolder,
  watchFiles,
  writeFile
} from "./server.ts";
import type {Information} from "./server.ts";
import {serverDrafts} from "./server-drafts.ts";
import {Session} from "./session.ts";
import {Stage} from "./stage.ts";
import {Stopped} from "./stopped.ts";
import {copy} from "./take-away.ts";

/** What could not be done, and why. */
export interface Problem {
  readonly what: string;
  readonly why: string;
}

/** Where a draft waits until the reader has decided; no path of a notebook. */
const aside = (path: string): string => `${path}?`;

export class Workspace {
  information: Information | null = null;
  stage: Stage | null = null;
  problem: Problem | null = null;
  /** Whether the page's address serves another folder by now: nothing is read or written any more. */
  elsewhere = false;
  /** Whether the reader knows that this browser keeps no drafts. */
  knowsUnkept = false;
  /** Of an earlier crash, not on disk. */
  draft: Draft | null = null;
  /** The file that the last import was made of. */
  imported: ImportedFile | null = null;
  /** Whether the open notebook may not be written. */
  readOnly = false;
  /** How many files are shown in the list. */
  shown = 500;
  /** How many cells are shown in the outline. */
  outlined = 1000;
  readonly #files = new FileList(listNotebooks);
  /** Models of this computer, by which a question says how large they are. */
  models: readonly ModelEntry[] = [];
  readonly #host: () => Element;
  readonly #changed: () => void;
  #drafts: Drafts | undefined;
  #stopped: Stopped | undefined;

  /** *host* is where the frame goes; *changed* is called after every change of what is said here. */
  constructor(host: () => Element, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
  }

  get listing(): Listing | null {
    return this.#files.listing;
  }

  /** Opens the folder, and in it the notebook of the page's address, or the one the server says, or the first. */
  async start(): Promise<void> {
    this.information = await getInformation();
    this.#drafts = draftsIn(browserDrafts(this.information.identity), serverDrafts);
    this.#stopped = new Stopped(this.information.identity);
    watchFiles((changes, files) => this.#filesChanged(changes, files), {
      again: () => void this.#lookAgain(),
      elsewhere: (is) => {
        if (is === this.elsewhere) return;
        this.elsewhere = is;
        this.#changed();
      }
    });
    const listed = this.#refresh();
    const asked = new URLSearchParams(location.search).get("open") ?? this.information.open;
    // A folder may be large, and the notebook need not wait for all the others.
    if (asked === null) await listed;
    const path = asked ?? this.listing?.notebooks[0]?.path;
    if (path) await this.open(path);
    this.#changed();
  }

  /** Opens a notebook without running it; the one that is open is stopped. */
  openStill(path: string): Promise<void> {
    this.#stopped?.set(path, true);
    if (this.stage?.session.path !== path) return this.open(path);
    this.stage.stop();
    return Promise.resolve();
  }

  /** Opens a notebook in place of the one that is open, which is saved before, and stays open if this one cannot be. */
  open(path: string): Promise<void> {
    return this.#attempt(`${path} is not open.`, async () => {
      const version = await readFile(path);
      if (!version) throw new Error("It is not in this folder; choose one from Files.");
      const draft = await this.#takeDraft(path, version.text);
      const grants = await KeptGrants.load(path, version);
      if (!version.known) void this.#listModels();
      const session = new Session(path, version, {
        disk: {read: readFile, write: writeFile},
        drafts: this.#drafts!,
        changed: ({notebook}) => {
          if (notebook && this.stage?.session === session) this.stage.show();
          this.#changed();
        }
      });
      const label = await labelOf(this.information!.identity, path);
      const site = new FrameSite(label, await filesAddress(path), path);
      await this.stage?.session.save();
      this.stage?.close();
      this.draft = draft;
      this.outlined = 1000;
      this.readOnly = version.readOnly ?? false;
      this.stage = new Stage(session, {
        host: this.#host(),
        site,
        changed: this.#changed,
        notebook: (link) => this.#follow(path, link),
        runs: !this.#stopped!.has(path),
        stays: (runs) => this.#stopped!.set(path, !runs),
        wantsRun: () => focusQuestion(document),
        grants
      });
      const query = new URLSearchParams(location.search);
      query.set("open", path);
      history.replaceState(null, "", `?${query.toString()}`);
    });
  }

  /** Writes a new notebook and opens it. */
  create(title: string): Promise<void> {
    return this.#attempt(`“${title}” was not made.`, async () => {
      const path = this.#freePath(title);
      const {notebook} = insertCell(emptyNotebook(title), {type: "md", text: `# ${title}`});
      const written = await writeFile(path, writeNotebook(notebook), null, true);
      if ("theirs" in written) throw new Error(`${path} is there already; choose another title.`);
      await this.#refresh();
      await this.open(path);
    });
  }

  /** Makes a notebook of a file of another format and opens it, without running: nobody here has typed it. */
  importFile(file: File): Promise<void> {
    return this.#attempt(`${file.name} was not imported:`, async () => {
      const {source, notices} = await readForeign(file);
      const path = await this.#writeFree(file.name.replace(/\.[^.]*$/, ""), source);
      await this.#refresh();
      await this.open(path);
      this.imported = {name: file.name, path, notices};
    });
  }

  /** Offers the open notebook as a file of another format. */
  exportAs(end: "ipynb" | "md"): Promise<void> {
    return this.#attempt("The notebook was not exported.", async () => {
      const {notebook, path} = this.stage!.session;
      await saveAs(end, notebook, path);
    });
  }

  /** The reader has read what was not understood. */
  settleImport(): void {
    this.imported = null;
    this.#changed();
  }

  /** Opens the notebook that a link of another one names: from the top, or else from its own folder or the top. */
  #follow(from: string, link: string): boolean {
    const folder = from.slice(0, from.lastIndexOf("/") + 1);
    const places = link.startsWith("/") ? [link.slice(1)] : [folder + link, link];
    const path = places.find((each) =>
      this.listing?.notebooks.some((known) => known.path === each)
    );
    if (path !== undefined) void this.open(path);
    return path !== undefined;
  }

  /** Takes up the draft, or forgets it. */
  settleDraft(take: boolean): void {
    const {draft, stage} = this;
    this.draft = null;
    if (!draft || !stage) return;
    const {session} = stage;
    void this.#drafts!.drop(aside(session.path));
    if (take) session.restore(draft.text, draft.base, draft.own ?? false);
    else if (session.state.kind === "saved") void this.#drafts!.drop(session.path);
    this.#changed();
  }

  /** The reader has read that this browser keeps no drafts. */
  acceptUnkept(): void {
    this.knowsUnkept = true;
    this.#changed();
  }

  /** Puts the text of the open notebook on the clipboard. */
  copyText(): void {
    void this.#attempt("The text was not copied; download the notebook.", async () =>
      copy(this.stage!.session.text)
    );
  }

  /** The reader has seen a notice. */
  see(notice: string): void {
    setSeen(notice);
    this.#changed();
  }

  /** From now on every notebook of the folder runs when it is opened, or no longer; the one that is open goes on. */
  trustFolder(trusted: boolean): Promise<void> {
    return this.#attempt("The folder is as it was.", async () => {
      await trustFolder(trusted);
      this.information = {...this.information!, trusted: trusted ? "reader" : null};
      if (trusted && this.stage && this.stage.session.held.size > 0) this.stage.run();
    });
  }

  /** Ends a conflict of the open notebook. */
  resolve(whose: "mine" | "theirs"): void {
    void this.#attempt("The file on disk is no notebook now.", async () =>
      this.stage?.session.resolve(whose)
    );
  }

  /** Returns what was typed before a crash and is not in the file; what is typed from now on does not take its place. */
  async #takeDraft(path: string, text: string): Promise<Draft | null> {
    const drafts = this.#drafts!;
    const [last, older] = await Promise.all([drafts.load(path), drafts.load(aside(path))]);
    const draft = [last, older].find((each) => each && each.text !== text) ?? null;
    if (draft && draft === last) {
      const {browser} = await drafts.keep(aside(path), draft, false);
      if (!browser) await drafts.keep(aside(path), draft, true);
    }
    return draft;
  }

  /** Looks at what may have changed while the server was away. */
  async #lookAgain(): Promise<void> {
    await this.#refresh();
    const session = this.stage?.session;
    if (!session) return;
    try {
      const version = await readFile(session.path);
      await session.diskChanged(version?.etag ?? null);
    } catch {
      // Saving says what is the matter.
    }
  }

  async #listModels(): Promise<void> {
    this.models = await serverShelf.list().catch(() => this.models);
    this.#changed();
  }

  async #refresh(): Promise<void> {
    await this.#files.refresh();
    this.#changed();
  }

  /** Takes in what has become of files, whoever has changed them. */
  #filesChanged(changes: readonly FileChange[], files: readonly string[]): void {
    this.stage?.filesChanged([...changes.map(({path}) => path), ...files]);
    if (changes.length === 0) return;
    this.#files.take(changes);
    const session = this.stage?.session;
    const own = changes.findLast(({path}) => path === session?.path);
    if (own?.entry) this.readOnly = own.entry.readOnly ?? false;
    if (session && own?.etag !== undefined) void session.diskChanged(own.etag);
    this.#changed();
  }

  /** Shows more of the files. */
  showMore(): void {
    this.shown += 500;
    this.#changed();
  }

  /** Shows more of the cells in the outline. */
  outlineMore(): void {
    this.outlined += 1000;
    this.#changed();
  }

  /** Does something, or says that it was not done. */
  async #attempt(what: string, work: () => Promise<void>): Promise<void> {
    this.problem = null;
    try {
      await work();
    } catch (error) {
      this.problem = {what, why: error instanceof Error ? error.message : String(error)};
    }
    this.#changed();
  }

  /** Writes a file under a name that is free, also of files that are not listed; returns its path. */
  async #writeFree(title: string, text: string): Promise<string> {
    const others: string[] = [];
    for (;;) {
      const path = this.#freePath(title, others);
      const written = await writeFile(path, text, null);
      if (!("theirs" in written)) return path;
      others.push(path);
      if (others.length > 20) throw new Error(`${path} is there already; rename the file.`);
    }
  }

  #freePath(title: string, others: readonly string[] = []): string {
    const words = title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");
    const base = words.replace(/^-|-$/g, "") || "notebook";
    const taken = new Set([...(this.listing?.notebooks.map(({path}) => path) ?? []), ...others]);
    let path = `${base}.html`;
    for (let n = 2; taken.has(path); n++) path = `${base}-${n}.html`;
    return path;
  }
}
