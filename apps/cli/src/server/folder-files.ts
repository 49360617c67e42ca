/**
 * Files of the opened folder for notebooks that run: each notebook reads them on its own site, below an address that is
 * made for it.
 */
import {createHash, createHmac, randomBytes} from "node:crypto";
import type {FileHandle} from "node:fs/promises";
import {readdir, realpath} from "node:fs/promises";
import {basename, dirname, join, sep} from "node:path";
import {isWithin} from "./held-folder.ts";
import {nearest} from "./near-names.ts";
import {openWithin} from "./open-within.ts";
import {Refusal} from "./refusal.ts";

export interface FolderFilesOptions {
  /** The opened folder. */
  readonly folder: string;
  /** What it is called in messages. */
  readonly called: string;
  /** What tells it from other folders. */
  readonly identity: string;
}

/** Where such addresses begin. */
export const filesAt = "/files/";

/** Whether a part of a path is never served: empty, `.`, `..`, or with a dot at its beginning. */
const isHidden = (part: string): boolean => !part || part.startsWith(".");

/** Names in a folder that a message looks through. */
const most = 2000;

export class FolderFiles {
  readonly #options: FolderFilesOptions;
  /** Notebooks by the part of an address that was made for them. */
  readonly #notebooks = new Map<string, string>();
  /** No notebook, and no other program, can guess the address that was made for another. */
  readonly #key = randomBytes(32);

  constructor(options: FolderFilesOptions) {
    this.#options = options;
  }

  /** Returns the address below the site of a notebook where it reads the folder from now on; it ends with a slash. */
  grant(notebook: string): string {
    const id = createHmac("sha256", this.#key).update(notebook).digest("hex").slice(0, 32);
    this.#notebooks.set(id, notebook);
    return `${filesAt}${id}/`;
  }

  /**
   * Returns what follows such an address in a path, decoded: where in the folder the file is. Throws Refusal when the
   * address was not made, or for a notebook of another site than *host*.
   */
  pathOf(pathname: string, host: string): string {
    return this.read(pathname, filesAt, host).path;
  }

  /** Returns the same of an address that begins otherwise, and the notebook that it was made for. */
  read(
    pathname: string,
    begins: string,
    host: string
  ): {readonly notebook: string; readonly path: string} {
    const [id = "", ...rest] = pathname.slice(begins.length).split("/");
    const notebook = this.#notebooks.get(id);
    // The number after the site counts how often that notebook was stopped.
    const site = host.split(/[.-]/, 2).join("-");
    if (notebook === undefined || site !== siteOf(this.#options.identity, notebook))
      throw new Refusal(404, `${pathname} is not here; open the notebook again`);
    return {notebook, path: rest.map(decodeURIComponent).join("/")};
  }

  /** Opens a file of the folder. Throws Refusal, which says what lies beside it under a name like it. */
  async open(path: string): Promise<FileHandle> {
    const parts = path.split("/");
    if (/[\0\\]/.test(path) || parts.some(isHidden))
      throw new Refusal(404, `${path}: names with a dot at their beginning are not read`);
    const root = await realpath(this.#options.folder);
    try {
      return await openWithin(root, path, (below) => !below.split(sep).some(isHidden));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw new Refusal(404, await this.#missing(root, path));
    }
  }

  async #missing(root: string, path: string): Promise<string> {
    const [folder, name] = [dirname(path), basename(path)];
    const called = folder === "." ? this.#options.called : `${this.#options.called}/${folder}`;
    const real = await realpath(join(root, folder)).catch(() => null);
    if (real === null || !isWithin(real, root))
      return `${name} is not here: there is no folder ${called}`;
    const found = await readdir(real, {withFileTypes: true}).catch(() => []);
    if (found.some((each) => each.name === name && each.isDirectory()))
      return `${name} is a folder in ${called}; expected the name of a file`;
    if (found.some((each) => each.name === name))
      return `${name} in ${called} cannot be read, or leads out of the folder that is open`;
    const names = found.filter((each) => each.isFile() && !isHidden(each.name));
    const near = nearest(
      name,
      names.slice(0, most).map((each) => each.name)
    );
    const has = near.length > 0 ? `it has ${near.join(", ")}` : "it has no files";
    return `${name} is not in the folder ${called}; ${has}`;
  }
}

/** Returns the label of a notebook's site, as the shell makes it from folder and path. */
function siteOf(identity: string, notebook: string): string {
  const hash = createHash("sha256").update(`${identity}/${notebook}`).digest("hex");
  return `nb-${hash.slice(0, 20)}`;
}
