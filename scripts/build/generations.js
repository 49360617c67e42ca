/** Keeps the files of the build before: a page that was opened with them loads parts of them later. */
import {existsSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";

/** In the folder: which files are of this build, and which of the one before. */
const list = ".files.json";

/** Folders of files whose names change with what is in them. */
const folders = ["ecco", "views/parts"];

export class Generations {
  #dist;
  #written = new Set();

  constructor(dist) {
    this.#dist = dist;
  }

  /** Returns a plugin that notes what a build writes. */
  plugin() {
    return {
      name: "ecco-generations",
      writeBundle: (_options, bundle) => {
        for (const name of Object.keys(bundle)) this.#written.add(name);
      }
    };
  }

  /** Removes what is neither of this build nor of the one before it. Call it when all is written. */
  end() {
    const {now, before} = this.#known();
    const written = (name) => this.#written.has(name);
    const left = now.filter((name) => !written(name));
    // Built again from the same sources: what was kept is still of the build before.
    const kept = left.length > 0 ? left : before.filter((name) => !written(name));
    const staying = new Set([...this.#written, ...kept]);
    for (const name of filesOf(this.#dist))
      if (!staying.has(name)) rmSync(join(this.#dist, name), {recursive: true});
    const state = {now: filesOf(this.#dist).filter(written), before: kept};
    writeFileSync(join(this.#dist, list), JSON.stringify(state, null, 2));
    return new Set(kept);
  }

  #known() {
    const path = join(this.#dist, list);
    return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {now: [], before: []};
  }
}

/** Returns the files that may be of either build, as a bundler names them. */
const filesOf = (dist) =>
  folders
    .filter((folder) => existsSync(join(dist, folder)))
    .flatMap((folder) => readdirSync(join(dist, folder)).map((name) => `${folder}/${name}`));
