/** Models a notebook may read, by the part of an address that names them: their files are served, and no others. */
import {createHmac, randomBytes} from "node:crypto";
import type {FileHandle} from "node:fs/promises";
import {readdir, realpath} from "node:fs/promises";
import {join, sep} from "node:path";
import type {ModelPlace} from "./model-store.ts";
import {isFileOfModel, isInnerFolder, tellsFormat} from "@ecco/engine";
import {openWithin} from "./open-within.ts";
import {Refusal} from "./refusal.ts";

interface Served extends Pick<ModelPlace, "file" | "files"> {
  /** As it was when it was granted: a link put in its place leads nowhere. */
  readonly folder: string;
}

/** Addresses that are known at once: the oldest go first. */
const most = 1000;

export class FetchedModels {
  readonly #served = new Map<string, Served>();
  /** No notebook can guess the address of a model that was granted to another. */
  readonly #key = randomBytes(32);

  /**
   * Returns the address below the frame's origin where a model is served from now on, for one notebook. Throws Refusal
   * where its folder leads out of what it has to be within.
   */
  async serve({within, folder, name, file, files}: ModelPlace, notebook: string): Promise<string> {
    const [root, real] = await Promise.all([realpath(within), realpath(folder)]);
    if (real !== root && !real.startsWith(root + sep))
      throw new Refusal(403, `${name} leads to another folder than models are kept in`);
    const what = JSON.stringify([notebook, real, file]);
    const id = createHmac("sha256", this.#key).update(what).digest("hex").slice(0, 32);
    this.#served.delete(id);
    this.#served.set(id, {folder: real, file, files});
    if (this.#served.size > most) this.#served.delete(this.#served.keys().next().value!);
    const called = encodeURIComponent((file === null ? name : "") || "model");
    const path = file === null ? "" : file.split("/").map(encodeURIComponent).join("/");
    return `/fetched/${id}/${called}/${path}`;
  }

  /** Opens the file of such an address, or returns the names of a folder's files. Throws Refusal for any other. */
  async locate(
    pathname: string
  ): Promise<{readonly file: FileHandle} | {readonly names: readonly string[]}> {
    const [, , id = "", , ...rest] = pathname.split("/");
    const served = this.#served.get(id);
    if (!served) throw new Refusal(404, `${pathname} is not here; open the model again`);
    const {folder, file, files} = served;
    const path = rest.map(decodeURIComponent).join("/");
    const listed = path.replace(/\/$/, "");
    // What is no model's file is not read: a notebook beside the folder must not reach whatever else lies there.
    if (file === null && (path === "" || (path.endsWith("/") && isInnerFolder(listed))))
      return {names: await namesIn(folder, listed, files)};
    const isOwn = file === null ? (files?.includes(path) ?? isFileOfModel(path)) : path === file;
    if (!isOwn) throw new Refusal(404, `${path} is no file of this model`);
    return {file: await openWithin(folder, path)};
  }
}

/** Returns which files of a model lie in its folder, or in one of its modules; at the top also those that say its format. */
async function namesIn(
  folder: string,
  inner: string,
  files: readonly string[] | null
): Promise<readonly string[]> {
  const below = inner === "" ? "" : `${inner}/`;
  if (files)
    return files.filter((name) => name.startsWith(below)).map((name) => name.slice(below.length));
  const names = await readdir(join(folder, inner)).catch(() => []);
  return names.filter(
    (name) => isFileOfModel(`${below}${name}`) || (below === "" && tellsFormat(name))
  );
}
