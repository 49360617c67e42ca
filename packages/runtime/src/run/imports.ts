/** What the imports of cells lead to: what comes with the page, and what the notebook's folder has. */
import {whyMissing} from "../compile/imports.ts";
import {admits, readSpecifier} from "../compile/specifier.ts";
import {loadFittingPlot} from "../library/fitting-plot.ts";
import type {InstalledPackages} from "../library/optional-packages.ts";
import {packageLoaders} from "../library/package-loaders.ts";
import {isShipped, packageReleases} from "../library/packages.ts";
import {sayWhatFailed} from "../library/say-what-failed.ts";
import type {NotebookText} from "./imported-notebooks.ts";
import {ImportProblem} from "./import-problem.ts";

export type Module = Readonly<Record<string, unknown>>;
/** Imports for a cell; the numbers say where in the cell the import is, 0 where that is not known. */
export type Load = (specifier: unknown, line: number, column: number) => Promise<Module>;

/** Who imports: a cell by its number, or a module of the folder by its path. */
export type Importer = number | string;

/** The library as who imports. */
const library = 0;

/** Files and packages of the folder that a notebook lies in. */
export interface FolderModules {
  /** Returns another notebook of the folder. Rejects with an error for the reader. */
  readonly notebook: (specifier: string, by: Importer) => Promise<NotebookText>;
  /**
   * Returns a module; null for a package that is not installed there. Rejects with an error for the reader. Whoever imports
   * a package by its name gets what is installed first, and what comes with the page otherwise.
   */
  readonly load: (specifier: string, by: Importer) => Promise<Module | null>;
  /** Returns why a package that neither is installed nor comes with the page is missing, and what to do. */
  readonly missing: (specifier: string, by: Importer) => Error;
  /** Returns the address of a file of an installed package. Rejects where it is not installed. */
  readonly addressOf: (specifier: string) => Promise<string>;
  /** Takes what modules of the folder import by name: the page has it. */
  readonly serve: (load: (specifier: string, by: Importer) => Promise<Module>) => void;
}

export interface ImportOptions {
  readonly root?: Element;
  readonly modules?: Readonly<Record<string, () => Promise<Module>>>;
  readonly folder?: FolderModules;
}

export interface Imports {
  /** Names of what comes with the page. */
  readonly names: readonly string[];
  readonly hasFolder: boolean;
  readonly forCell: (id: number) => Load;
  /** Imports for cells of another notebook. */
  readonly forNotebook: (path: string) => Load;
  /** Imports for what cells call: `require`. */
  readonly load: (specifier: string) => Promise<Module>;
  /** Packages for the library; null without a folder. */
  readonly installed: InstalledPackages | null;
}

/** Returns what imports lead to in a page with these modules, and this folder. */
export function importsOf({root, modules: own = {}, folder}: ImportOptions): Imports {
  const shipped: Readonly<Record<string, () => Promise<Module>>> = {
    ...packageLoaders,
    "@observablehq/plot": () => loadFittingPlot(root) as Promise<Module>,
    ...own
  };
  const loadShipped = (specifier: string, by: Importer): Promise<Module> => {
    const {name, range, part} = readSpecifier(specifier);
    const loader = Object.hasOwn(shipped, name) ? shipped[name]! : null;
    if (!loader)
      throw (
        folder?.missing(specifier, by) ??
        new Error(whyMissing(specifier, {modules: Object.keys(shipped), folder: false}))
      );
    if (part !== null)
      throw new Error(
        `${specifier}: ${name} comes with Ecco as a whole; import ${JSON.stringify(name)}, or install the package for a part of it`
      );
    if (isShipped(name) && !admits(range, packageReleases[name]))
      console.warn(`${specifier}: version ${packageReleases[name]} of ${name} comes with Ecco`);
    return sayWhatFailed(name, loader)();
  };
  const load = async (specifier: string, by: Importer): Promise<Module> => {
    const isOwn = Object.hasOwn(own, specifier);
    const found = folder && !isOwn ? await folder.load(specifier, by) : null;
    return found ?? (await loadShipped(specifier, by));
  };
  folder?.serve(load);
  const forImporter =
    (by: Importer): Load =>
    async (specifier, line, column) => {
      const place = typeof by === "number" && line > 0 ? {line, column} : null;
      try {
        return await load(String(specifier), by);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        throw new ImportProblem(message, place, error);
      }
    };
  return {
    names: Object.keys(shipped),
    hasFolder: folder !== undefined,
    forCell: forImporter,
    forNotebook: forImporter,
    load: (specifier) => load(specifier, library),
    installed: folder
      ? {load: (specifier) => load(specifier, library), addressOf: folder.addressOf}
      : null
  };
}
