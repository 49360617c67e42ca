/** Hashes of what decides the numbers of a law: sources, the model's files, versions of what computes. In Node. */
import {createHash} from "node:crypto";
import {execFileSync} from "node:child_process";
import {existsSync, readFileSync, readdirSync, statSync} from "node:fs";
import {join} from "node:path";
import type {BackendName} from "../../packages/engine/src/results.ts";
import {findBrowser} from "../../scripts/browser.js";
import {backends, engine, laws, oracle, runtimes, undecisive} from "./laws.ts";
import type {Law, Place, Recordable} from "./laws.ts";

const root = join(import.meta.dirname, "../..");

/** Reads a file's bytes: what tests put in the place of the disk. */
export type Read = (path: string) => Uint8Array;

export const fromDisk: Read = (path) => readFileSync(join(root, path));

/** Returns the files in this folder and below, without those left out, sorted; the path itself for a file, nothing for none. */
export function filesIn(path: string, without: readonly string[] = []): readonly string[] {
  if (without.includes(path) || !existsSync(join(root, path))) return [];
  if (!statSync(join(root, path)).isDirectory()) return [path];
  const names = readdirSync(join(root, path)).toSorted();
  return names.flatMap((name) => filesIn(`${path}/${name}`, without));
}

/** Returns the files of the engine that decide numbers on a backend. */
export function engineOf(backend: BackendName): readonly string[] {
  const others = Object.values(backends).filter((path) => path && path !== backends[backend]);
  return filesIn(engine, [...undecisive, ...(others as string[])]);
}

/** Returns the other files whose contents decide the numbers of a law. */
export function sourcesOf(law: Law, model: string): readonly string[] {
  const {file, also = [], ofModels}: Recordable = laws[law];
  const own = ofModels ? filesIn(`tests/fixtures/architectures/${model}`) : [];
  return [...oracle, file, ...also, ...own];
}

/** Hashes files and versions; reads each file once. */
export class Hasher {
  readonly #read: Read;
  readonly #known = new Map<string, string>();

  constructor(read: Read = fromDisk) {
    this.#read = read;
  }

  /** Returns the hash of what decides the numbers of this law on this model. */
  of(law: Law, backend: BackendName, where: Place, model: string): string {
    const own = sourcesOf(law, model).map((path) => this.#hashed(path, () => [path]));
    const all = this.#hashed(backend, () => engineOf(backend));
    return digest([all, ...own, ...versions(backend, where)]);
  }

  #hashed(name: string, files: () => readonly string[]): string {
    const known = this.#known.get(name);
    if (known) return known;
    const found = digest(files().map((path) => `${path} ${digest([this.#read(path)])}`));
    this.#known.set(name, found);
    return found;
  }
}

export function digest(parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\n");
  return hash.digest("hex").slice(0, 24);
}

/** Returns the versions of what computes. A processor of another kind rounds otherwise. */
export function versions(backend: BackendName, where: Place): readonly string[] {
  const packages = runtimes[backend].map((name) => `${name} ${versionOf(name)}`);
  return [...packages, where === "page" ? browserVersion() : `${process.platform} ${process.arch}`];
}

export function versionOf(name: string): string {
  const file = join(root, "node_modules", name, "package.json");
  return existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as {version: string}).version
    : "missing";
}

let browser: string | undefined;

/** Returns what the browser says its version is; where it says none, the time: then nothing is as recorded. */
function browserVersion(): string {
  if (browser) return browser;
  const path = findBrowser();
  try {
    if (!path || process.platform === "win32") throw new Error("no browser that says its version");
    const said = execFileSync(path, ["--version"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"]
    });
    browser = /[\d.]{3,}/.exec(said)![0];
  } catch {
    browser = `unknown at ${Date.now()}`;
  }
  return browser;
}
