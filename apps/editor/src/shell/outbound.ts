/** What leads out of a notebook: the reader is asked before a page of another host opens, or a file comes unasked. */
import {fileName} from "./file-name.ts";
import type {FrameSite} from "./frame-site.ts";

export type Question =
  | {readonly kind: "link"; readonly address: string}
  | {readonly kind: "file"; readonly name: string; readonly file: Blob};

/** What the page does; another in tests. */
export interface Page {
  /** Whether the reader has pressed a key or a button of late, in the notebook or beside it. */
  readonly isActive: () => boolean;
  readonly open: (address: string) => void;
  readonly save: (name: string, file: Blob) => void;
}

export interface OutboundOptions {
  /** Of the frame as it is now. */
  readonly site: Pick<FrameSite, "origin" | "pathOf">;
  /**
   * Opens a notebook of the folder in place of this one; returns whether there is one of that path, which is from the top
   * of the folder where it begins with a slash.
   */
  readonly notebook: (path: string) => boolean;
  readonly changed: () => void;
  readonly page?: Page;
}

/** Files that nothing runs when they are opened; of others the reader is asked. */
const plain = /\.(?:csv|gif|html|jpe?g|json|md|pdf|png|svg|tsv|txt|webp)$/i;

export class Outbound {
  /** One at a time: what is asked does not change under the hand of who answers. */
  question: Question | null = null;
  readonly #options: OutboundOptions;
  readonly #page: Page;
  /** Whether a file was saved for the click that still counts. */
  #spent = false;
  /** Whether something was asked that nobody has clicked for; not twice. */
  #nagged = false;

  constructor(options: OutboundOptions) {
    this.#options = options;
    this.#page = options.page ?? browserPage;
  }

  /** A link to another page. */
  link(address: string): void {
    const url = URL.canParse(address) ? new URL(address) : null;
    if (!url || !/^(?:https?|mailto):$/.test(url.protocol)) return;
    const {site} = this.#options;
    const beside = site.pathOf(url);
    const path = beside === null ? url.pathname.slice(1) : `/${beside}`;
    if (url.origin !== site.origin) this.#ask({kind: "link", address: url.href});
    else if (!this.#page.isActive()) return;
    else if (this.#options.notebook(decoded(path))) return;
    // Beside the notebook, as they are.
    else if (path.startsWith("models/")) this.#page.open(url.href);
  }

  /** A file that is to be saved. */
  file(given: string, file: Blob): void {
    const name = fileName(given);
    if (!plain.test(name) || this.#spent || !this.#page.isActive())
      return this.#ask({kind: "file", name, file});
    this.#page.save(name, file);
    this.#spent = true;
    const timer = setInterval(() => {
      if (this.#page.isActive()) return;
      clearInterval(timer);
      this.#spent = false;
    }, 200);
  }

  /** The reader says yes or no. */
  answer(yes: boolean): void {
    const {question} = this;
    this.question = null;
    if (yes && question?.kind === "link") this.#page.open(question.address);
    if (yes && question?.kind === "file") this.#page.save(question.name, question.file);
    this.#options.changed();
  }

  #ask(question: Question): void {
    const active = this.#page.isActive();
    if (active) this.#nagged = false;
    if (this.question || this.#nagged) return;
    this.#nagged = !active;
    this.question = question;
    this.#options.changed();
  }
}

const browserPage: Page = {
  isActive: () => navigator.userActivation?.isActive ?? true,
  open: (address) => void window.open(address, "_blank", "noopener,noreferrer"),
  save: (name, file) => {
    const href = URL.createObjectURL(file);
    Object.assign(document.createElement("a"), {href, download: name}).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  }
};

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
