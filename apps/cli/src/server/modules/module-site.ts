/** What a notebook's page asks about imports, and the code that they lead to. */
import {createHash} from "node:crypto";
import {posix} from "node:path";
import {admits, namesFile, namesNotebook, readSpecifier} from "@ecco/runtime/specifier";
import {isModule} from "./compile-module.ts";
import {findFile, readBytes, textOf} from "./folder-file.ts";
import {findPackage, installFolder} from "./find-package.ts";
import {moduleGraph, nameOfGraph} from "./module-graph.ts";
import type {GraphModule} from "./module-graph.ts";
import {ModuleProblem, wordsOf} from "./module-problem.ts";
import {PackageStore} from "./package-store.ts";

/** What an import leads to; addresses are below that of the notebook's modules. */
export type Found =
  | {
      readonly kind: "module";
      readonly address: string;
      /** Files that it is made of, from the folder: with other text it is another module. */
      readonly files: readonly string[];
    }
  | {
      readonly kind: "package";
      readonly id: string;
      readonly address: string;
      /** What the page loads before, and who imports it. */
      readonly peers: readonly string[];
      readonly by: string;
      /** That another version was asked for; null where it was not. */
      readonly notice: string | null;
    }
  | {
      /** Not installed: what comes with the page is meant, where it has such a package. */
      readonly kind: "absent";
      readonly name: string;
      /** Versions that are asked for; null where none are. */
      readonly range: string | null;
      /** Where it would be installed, in words. */
      readonly into: string;
    }
  | {
      readonly kind: "notebook";
      readonly path: string;
      readonly text: string;
      /** Path of the notebook that imports it. */
      readonly by: string;
    }
  | {readonly kind: "problem"; readonly message: string};

export interface ModuleSiteOptions {
  /** Real place of the opened folder. */
  readonly root: string;
  /** Where bundles of packages are kept. */
  readonly kept: string;
  /** Whether a notebook of that text, by its hash, may run. */
  readonly mayRun: (hash: string) => Promise<boolean>;
}

/** Modules that are kept compiled. */
const most = 3000;

export class ModuleSite {
  readonly #root: string;
  readonly #packages: PackageStore;
  /** Texts by their address. */
  readonly #texts = new Map<string, string>();

  readonly #mayRun: ModuleSiteOptions["mayRun"];

  constructor({root, kept, mayRun}: ModuleSiteOptions) {
    this.#root = root;
    this.#packages = new PackageStore(root, kept);
    this.#mayRun = mayRun;
  }

  /** Returns what an import leads to; *by* is the path of the notebook or module that imports. */
  async find(specifier: string, by: string): Promise<Found> {
    try {
      return await (namesFile(specifier)
        ? this.#findFile(specifier, by)
        : this.#findPackage(specifier, by));
    } catch (error) {
      if (error instanceof ModuleProblem) return {kind: "problem", message: wordsOf(error)};
      throw error;
    }
  }

  /** Returns a module by the name it was given, else as it is now; null for a file that is none. */
  async text(name: string, path: string): Promise<string | null> {
    const known = this.#texts.get(`${name}/${path}`);
    if (known !== undefined) return known;
    if (!isModule(posix.extname(path).toLowerCase())) return null;
    const graph = await this.#remember(path);
    return this.#texts.get(keyOf(graph, path))!;
  }

  chunk(id: string, name: string): Promise<Buffer | null> {
    return this.#packages.chunk(id, name);
  }

  async #findFile(specifier: string, by: string): Promise<Found> {
    if (namesNotebook(specifier)) return this.#findNotebook(specifier, by);
    const path = await findFile(this.#root, specifier, by);
    const graph = await this.#remember(path);
    return {kind: "module", address: addressOf(graph, path), files: [...graph.keys()]};
  }

  async #findNotebook(specifier: string, by: string): Promise<Found> {
    const path = await findFile(this.#root, specifier, by);
    const bytes = await readBytes(this.#root, path);
    if (!(await this.#mayRun(createHash("sha256").update(bytes).digest("hex"))))
      throw new ModuleProblem(
        `${path} has not been run here as it is: open it, see what it does, and run it there; then its cells run in this notebook too`
      );
    return {kind: "notebook", path, text: textOf(path, bytes), by};
  }

  async #remember(path: string): Promise<ReadonlyMap<string, GraphModule>> {
    const graph = await moduleGraph(path, {
      root: this.#root,
      packageOf: async (specifier, from) => {
        const {name} = readSpecifier(specifier);
        const found = await findPackage(this.#root, name, from);
        return found ? `${found.folder}@${found.version}` : "";
      }
    });
    for (const each of graph.values()) {
      const own = addressOf(graph, each.path);
      const up = "../".repeat(own.split("/").length - 1);
      const text = each.compiled.textFor(
        (specifier) => up + addressOf(graph, each.files.get(specifier)!)
      );
      this.#texts.set(keyOf(graph, each.path), text);
    }
    while (this.#texts.size > most) this.#texts.delete(this.#texts.keys().next().value!);
    return graph;
  }

  async #findPackage(specifier: string, by: string): Promise<Found> {
    const {name, range, part} = readSpecifier(specifier);
    const found = await findPackage(this.#root, name, by);
    if (!found) {
      const into = await installFolder(this.#root, by);
      return {kind: "absent", name, range, into: into === "." ? "the opened folder" : `${into}/`};
    }
    const {id, peers} = await this.#packages.bundle(found, part);
    const {version, folder} = found;
    const release = /^(?:0\.)?\d+/.exec(version)?.[0] ?? version;
    return {
      kind: "package",
      id,
      address: `packages/${id}/index.js`,
      peers,
      by: `${folder}/package.json`,
      notice: admits(range, release)
        ? null
        : `${specifier}: version ${version} of ${name} is installed in ${folder}`
    };
  }
}
const keyOf = (graph: ReadonlyMap<string, GraphModule>, path: string): string =>
  `${nameOfGraph(graph, path)}/${path}`;

const addressOf = (graph: ReadonlyMap<string, GraphModule>, path: string): string =>
  `code/${keyOf(graph, path).split("/").map(encodeURIComponent).join("/")}`;
