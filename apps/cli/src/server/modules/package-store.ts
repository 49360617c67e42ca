/** Bundles of installed packages, made once and kept outside of the folder. */
import {createHash} from "node:crypto";
import {mkdir, readFile, readdir, rename, rm, stat, writeFile} from "node:fs/promises";
import {join, posix} from "node:path";
import {bundlePackage} from "./bundle-package.ts";
import type {Bundle} from "./bundle-package.ts";
import type {FoundPackage} from "./find-package.ts";
import {ModuleProblem} from "./module-problem.ts";

/** Counts changes of how bundles are made. */
const edition = 1;
/** Bundles that are kept; those that were made first go first. */
const most = 200;
/** From a chunk to files of the folder as they are; see module-site.ts. */
const files = "../../files/";

interface Kept {
  readonly chunks: readonly string[];
  readonly peers: readonly string[];
  /** package.json of each package in it, with what changes when that does. */
  readonly packages: readonly (readonly [file: string, stamp: string])[];
}

export interface StoredBundle {
  readonly id: string;
  readonly peers: readonly string[];
}

export class PackageStore {
  readonly #root: string;
  readonly #folder: string;
  readonly #making = new Map<string, Promise<StoredBundle>>();
  /** One after the other: each takes all the processor there is. */
  #last: Promise<unknown> = Promise.resolve();

  /** *root* is the real place of the opened folder, *folder* where bundles are kept. */
  constructor(root: string, folder: string) {
    this.#root = root;
    this.#folder = folder;
  }

  /** Returns the bundle of a package, or of a part of it. Throws ModuleProblem where it cannot be bundled. */
  bundle(found: FoundPackage, part: string | null): Promise<StoredBundle> {
    const specifier = part === null ? found.name : `${found.name}/${part}`;
    const what = [edition, this.#root, found.folder, found.version, specifier];
    const id = createHash("sha256").update(JSON.stringify(what)).digest("hex").slice(0, 32);
    const making = this.#making.get(id) ?? this.#take(id, found, specifier);
    this.#making.set(id, making);
    void making.finally(() => this.#making.delete(id)).catch(() => undefined);
    return making;
  }

  /** Returns a chunk; null where there is none of that name. */
  async chunk(id: string, name: string): Promise<Buffer | null> {
    if (!/^[\da-f]{32}$/.test(id) || !/^[\w.~-]+\.js$/.test(name)) return null;
    return readFile(join(this.#folder, id, name)).catch(() => null);
  }

  async #take(id: string, found: FoundPackage, specifier: string): Promise<StoredBundle> {
    const kept = await this.#kept(id);
    if (kept) return {id, peers: kept.peers};
    const work = this.#last.then(() => this.#make(id, found, specifier));
    this.#last = work.catch(() => undefined);
    return work;
  }

  async #kept(id: string): Promise<Kept | null> {
    try {
      const kept = JSON.parse(
        await readFile(join(this.#folder, id, "bundle.json"), "utf8")
      ) as Kept;
      for (const [file, stamp] of kept.packages) if ((await stampOf(file)) !== stamp) return null;
      return kept;
    } catch {
      return null;
    }
  }

  async #make(
    id: string,
    {name, version, folder, peers}: FoundPackage,
    specifier: string
  ): Promise<StoredBundle> {
    let bundle: Bundle;
    try {
      bundle = await bundlePackage({
        root: this.#root,
        // Its own folder lies in node_modules of the folder that finds it.
        folder: join(this.#root, posix.dirname(folder.slice(0, -name.length)) || "."),
        specifier,
        shared: peers,
        files,
        id
      });
    } catch (error) {
      throw new ModuleProblem(
        `${specifier}, version ${version}, cannot be made a module of a page: ${wordsIn(error)}`
      );
    }
    if (bundle.leadsOut)
      throw new ModuleProblem(
        `${specifier} has files that lie outside of the folder that is open; install a copy of the package`
      );
    const packages = await Promise.all(
      bundle.packages.map(async (file) => [file, await stampOf(file)] as const)
    );
    const kept: Kept = {
      chunks: bundle.chunks.map((chunk) => chunk.name),
      peers: bundle.peers,
      packages
    };
    const draft = join(this.#folder, `${id}-${process.pid}`);
    await mkdir(draft, {recursive: true, mode: 0o700});
    for (const chunk of bundle.chunks) await writeFile(join(draft, chunk.name), chunk.code);
    await writeFile(join(draft, "bundle.json"), JSON.stringify(kept));
    await rm(join(this.#folder, id), {recursive: true, force: true});
    await rename(draft, join(this.#folder, id)).catch(async (error: unknown) => {
      // Another server of the same folder has made it at this moment.
      await rm(draft, {recursive: true, force: true});
      if (!(await this.#kept(id))) throw error;
    });
    await this.#forgetOldest();
    return {id, peers: bundle.peers};
  }

  async #forgetOldest(): Promise<void> {
    const names = await readdir(this.#folder);
    if (names.length <= most) return;
    const times = await Promise.all(
      names.map(async (name) => ({name, time: (await stat(join(this.#folder, name))).mtimeMs}))
    );
    for (const {name} of times.toSorted((a, b) => a.time - b.time).slice(0, names.length - most))
      await rm(join(this.#folder, name), {recursive: true, force: true});
  }
}

async function stampOf(file: string): Promise<string> {
  const {size, mtimeMs} = await stat(file);
  return `${size} ${mtimeMs}`;
}

/** Returns the first thing that the bundler says, in one line. */
function wordsIn(error: unknown): string {
  const {message, errors} = error as Error & {readonly errors?: readonly Error[]};
  // oxlint-disable-next-line no-control-regex -- colours of a terminal
  const first = (errors?.[0]?.message ?? message).replace(/\u001b\[\d*m/g, "");
  const [line = ""] = first
    .replace(/^Build failed with \d+ errors?:\s*/, "")
    .trim()
    .split("\n");
  return line.replace(/^\[[A-Z_]+\] (?:Error: )?/, "").slice(0, 300);
}
