/** Where models come from, for every element and notebook of a page. */
import type {OpenModel, OpenOptions} from "./engine/remote-model.ts";
import {page} from "./page.ts";
import type {Shelf} from "./shelf/shelf.ts";

export interface Settings {
  /**
   * Address of the folder that holds Ecco's own files as they were built, `ecco/` and `models/`. Defaults to
   * `<meta name="ecco-assets" content="…">`, else to where Ecco's own module lies; to be said where a bundler has made
   * that module part of another file.
   */
  readonly assets?: string | URL | undefined;
  /**
   * Address of the folder that holds atlas/, cloze/, critic/. Defaults to `<meta name="ecco-models" content="…">`,
   * else to `models/` beside Ecco's own module.
   */
  readonly models?: string | URL | undefined;
  /** Opens a model; defaults to the engine in a worker. */
  readonly load?: OpenModel | undefined;
  /**
   * Returns the address a source is loaded from; defaults to the source itself. An editor whose pages reach no other
   * host has its server bring the files.
   */
  readonly resolve?:
    | ((src: string, options: Pick<OpenOptions, "signal" | "progress">) => Promise<string>)
    | undefined;
  /** Where models are kept, and which can be chosen; defaults to this browser. */
  readonly shelf?: Shelf | undefined;
  /** How long a model nobody uses any more is kept, in ms; defaults to 10 000. */
  readonly linger?: number | undefined;
}

/** Where a build has put this module's own folder, seen from this module: "./" or "../". */
declare const ECCO_HOME: string | undefined;

/** Returns the settings so far, after taking over *changes*. Models that are open stay as they are. */
export function configure(changes: Settings = {}): Settings {
  page.settings = {...page.settings, ...changes};
  return page.settings;
}

/** Returns what the page's author says in `<meta name>`. */
const metaOf = (name: string): string | undefined =>
  document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content;

/** Returns the address of a folder that is named in the page; ends with a slash. */
const folderAt = (said: string | URL): URL =>
  new URL(String(said).replace(/\/?$/, "/"), document.baseURI);

/** Returns where a file of Ecco's own build is: where it was said to lie, else where its bundler has it. */
export function assetAddress(url: URL): URL {
  const assets = page.settings.assets ?? metaOf("ecco-assets");
  // A development server has the sources where they are.
  const isBuilt = !url.pathname.endsWith(".ts");
  return assets && isBuilt
    ? new URL(url.pathname.split("/").slice(-2).join("/"), folderAt(assets))
    : url;
}

/** Returns the address of the embedded models. */
export function modelsAddress(): string {
  const said = page.settings.models ?? metaOf("ecco-models");
  if (said) return new URL(said, document.baseURI).href;
  const assets = page.settings.assets ?? metaOf("ecco-assets");
  if (assets) return new URL("models/", folderAt(assets)).href;
  // Not `new URL(literal, import.meta.url)`: bundlers would take the folder for an asset to copy.
  const here = new URL(import.meta.url || document.baseURI);
  // Served as source, by a development server: that one has them at its root.
  return here.pathname.endsWith(".ts")
    ? new URL("/models/", document.baseURI).href
    : new URL("models/", new URL(typeof ECCO_HOME === "undefined" ? "./" : ECCO_HOME, here)).href;
}
