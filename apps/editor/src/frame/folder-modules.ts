/** Imports from the notebook's folder: the server says what each leads to, and this page loads it. */
import type {FolderModules as Folder, Importer, Module, NotebookText} from "@ecco/runtime";
import {whyRefused} from "@ecco/runtime";
import * as v from "valibot";
import {withinFolder} from "./folder-place.ts";
import type {FolderPlace} from "./folder-place.ts";
import {ownWords} from "./module-words.ts";
import {addStyle, checkNames, named, offer, wholeOf} from "./page-modules.ts";

const found = v.variant("kind", [
  v.object({kind: v.literal("module"), address: v.string(), files: v.array(v.string())}),
  v.object({
    kind: v.literal("package"),
    id: v.string(),
    address: v.string(),
    peers: v.array(v.string()),
    by: v.string(),
    notice: v.nullable(v.string())
  }),
  v.object({
    kind: v.literal("absent"),
    name: v.string(),
    range: v.nullable(v.string()),
    into: v.string()
  }),
  v.object({kind: v.literal("notebook"), path: v.string(), text: v.string(), by: v.string()}),
  v.object({kind: v.literal("problem"), message: v.string()})
]);
const refusal = v.object({message: v.string()});
type Found = v.InferOutput<typeof found>;
type Answer = Exclude<Found, {kind: "problem"}>;
type Package = Extract<Found, {kind: "package"}>;
export type AbsentPackage = Omit<Extract<Found, {kind: "absent"}>, "kind">;

interface Lack {
  readonly by: Importer;
  readonly absent: AbsentPackage;
}

const lackOf = (specifier: string, by: Importer): string => `${by} ${specifier}`;

export class FolderModules implements Folder {
  /** Address of the notebook's modules. */
  readonly #base: string;
  #serve: (specifier: string, by: Importer) => Promise<Module> = () =>
    Promise.reject(new Error("the notebook has not begun"));
  /** Files that cells are made of. */
  readonly #files = new Map<Importer, Set<string>>();
  /** Packages that are not installed, by who imports them and how. */
  readonly #absent = new Map<string, Lack>();
  /** What packages share, by bundle and name. */
  readonly #peers = new Map<string, unknown>();
  readonly #place: FolderPlace;
  readonly #missed: (absent: AbsentPackage) => void;

  /** *missed* is called with each package that a cell imports and that is nowhere. */
  constructor(place: FolderPlace, missed: (absent: AbsentPackage) => void) {
    this.#place = place;
    this.#missed = missed;
    this.#base = place.modules;
    offer({
      load: async (specifier, by, names = []) => {
        const module = await this.#serve(specifier, by);
        checkNames(module, specifier, names);
        return module;
      },
      loaded: (bundle, specifier) => this.#peers.get(`${bundle} ${specifier}`),
      style: addStyle,
      resolve,
      meta: {url: place.url, resolve: (specifier) => resolve(specifier, place.url)}
    });
  }

  readonly serve = (load: (specifier: string, by: Importer) => Promise<Module>): void => {
    this.#serve = load;
  };

  readonly missing = (specifier: string, by: Importer): Error => {
    const lack = this.#absent.get(lackOf(specifier, by));
    if (!lack) return new Error(`${specifier} is not installed, and does not come with Ecco`);
    this.#missed(lack.absent);
    const {name, range, into} = lack.absent;
    const what = range === null ? name : `${name}@${range}`;
    return new Error(
      `${name} is not installed, and does not come with Ecco; install it in ${into}: npm install ${what}`
    );
  };

  readonly load = async (specifier: string, by: Importer): Promise<Module | null> => {
    const asked = withinFolder(specifier, this.#place);
    // Made in the page itself.
    if (/^(?:blob|data):/.test(asked)) return (await import(/* @vite-ignore */ asked)) as Module;
    const refused = whyRefused(asked);
    if (refused !== null) throw new Error(refused);
    const answer = await this.#find(asked, by);
    const {kind} = answer;
    this.#absent.delete(lackOf(specifier, by));
    if (kind === "notebook")
      throw new Error(`${specifier} is a notebook: import {…} from it by the names it defines`);
    if (kind === "absent") {
      this.#absent.set(lackOf(specifier, by), {by, absent: answer});
      return null;
    }
    if (kind === "package") await this.#prepare(answer);
    else this.#depends(by, answer.files);
    try {
      // Its name is known to no one when this page is built.
      const module = (await import(
        /* @vite-ignore */ new URL(answer.address, this.#base).href
      )) as Module;
      return kind === "package" ? named(module) : module;
    } catch (error) {
      throw ownWords(error, specifier);
    }
  };

  readonly notebook = async (specifier: string, by: Importer): Promise<NotebookText> => {
    const answer = await this.#find(specifier, by);
    if (answer.kind !== "notebook") throw new Error(`${specifier} is not a notebook`);
    this.#depends(by, [answer.path]);
    const {path, text, by: importer} = answer;
    return {path, text, by: importer, url: new URL(path, this.#place.files).href};
  };

  readonly addressOf = async (specifier: string): Promise<string> => {
    const [name = specifier] = /^(?:@[^/]+\/)?[^/]+/.exec(specifier) ?? [];
    const answer = await this.#find(name, 0);
    if (answer.kind !== "package") throw this.missing(name, 0);
    const folder = answer.by.replace(/package\.json$/, "");
    return `${this.#base}files/${folder}${specifier.slice(name.length + 1)}`;
  };

  /** Asks the server. */
  async #find(specifier: string, by: Importer): Promise<Answer> {
    const query = new URLSearchParams({specifier, ...(typeof by === "string" ? {by} : {})});
    const response = await fetch(new URL(`find?${query.toString()}`, this.#base)).catch(() => null);
    if (!response)
      throw new Error(`${specifier}: the server does not answer (is ecco edit still running?)`);
    const answer: unknown = await response.json().catch(() => null);
    if (!response.ok)
      throw new Error(
        `${specifier}: ${v.is(refusal, answer) ? answer.message : `the server answered ${response.status}`}`
      );
    const said = v.parse(found, answer);
    if (said.kind === "problem") throw new Error(said.message);
    return said;
  }

  /** Returns the cells that are made of one of these files. */
  madeOf(paths: readonly string[]): readonly number[] {
    return [...this.#files].flatMap(([by, files]) =>
      typeof by === "number" && paths.some((path) => files.has(path)) ? [by] : []
    );
  }

  /** Returns the cells that lack a package, or are made of a module that does. */
  get lacking(): readonly number[] {
    const all = [...this.#absent.values()].flatMap(({by}) =>
      typeof by === "number" ? [by] : this.madeOf([by])
    );
    return [...new Set(all)];
  }

  /** The cell is gone. */
  forget(id: number): void {
    this.#files.delete(id);
    for (const [key, {by}] of this.#absent) if (by === id) this.#absent.delete(key);
  }

  #depends(by: Importer, files: readonly string[]): void {
    const known = this.#files.get(by) ?? new Set();
    for (const file of files) known.add(file);
    this.#files.set(by, known);
    // What a module imports as it runs, the cells are made of that import the module.
    if (typeof by === "string")
      for (const [other, own] of this.#files)
        if (typeof other === "number" && own.has(by)) for (const file of files) own.add(file);
  }

  /** Loads what a package shares with others, and says what is to be known of it. */
  async #prepare({id, peers, by, notice}: Package): Promise<void> {
    if (notice !== null) console.warn(notice);
    for (const peer of peers) {
      const key = `${id} ${peer}`;
      if (!this.#peers.has(key)) this.#peers.set(key, wholeOf(await this.#serve(peer, by)));
    }
  }
}

/** Returns the address of a file by its place; of a package what is to be imported. */
const resolve = (specifier: string, base: string): string =>
  /^\.{0,2}\//.test(specifier) ? new URL(specifier, base).href : specifier;
