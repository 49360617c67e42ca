/** Models a notebook has asked for, by the part of an address that names them: their files are served, and no others. */
import {createHash} from "node:crypto";
import {readdirSync, statSync} from "node:fs";
import {basename, dirname} from "node:path";
import {Refusal} from "./refusal.ts";
import {fileBelow} from "./send-file.ts";

/** What a model's folder may be read for: a notebook beside it must not reach whatever else lies there. */
const ofModels =
  /^(?:[^/]+\.(?:safetensors|gguf)|(?:config|generation_config|tokenizer|tokenizer_config|special_tokens_map|added_tokens|vocab|modules|sentence_bert_config|model\.safetensors\.index)\.json|merges\.txt|chat_template\.(?:jinja|json)|\d+_\w+\/config\.json)$/;

interface Served {
  readonly folder: string;
  /** The one file that is the model; null for a folder's own. */
  readonly file: string | null;
}

export class FetchedModels {
  readonly #served = new Map<string, Served>();

  /**
   * Returns the address below the frame's origin where a folder's model (or one file) is served from now on; *name* is
   * what a folder's model is called. A file called model.gguf is called "model", not as this computer's folder is.
   */
  serve(path: string, name: string): string {
    const isFile = statSync(path).isFile();
    const id = createHash("sha256").update(path).digest("hex").slice(0, 16);
    this.#served.set(id, {
      folder: isFile ? dirname(path) : path,
      file: isFile ? basename(path) : null
    });
    const folder = encodeURIComponent((isFile ? "" : name) || "model");
    return `/fetched/${id}/${folder}/${isFile ? encodeURIComponent(basename(path)) : ""}`;
  }

  /** Returns the file of such an address, or the names of a folder's files. Throws Refusal for any other. */
  async locate(
    pathname: string
  ): Promise<{readonly file: string} | {readonly names: readonly string[]}> {
    const [, , id = "", , ...rest] = pathname.split("/");
    const served = this.#served.get(id);
    if (!served) throw new Refusal(404, `${pathname} is not here; open the model again`);
    const {folder, file} = served;
    const path = rest.map(decodeURIComponent).join("/");
    if (file === null && path === "")
      return {names: readdirSync(folder).filter((name) => ofModels.test(name))};
    if (file === null ? !ofModels.test(path) : path !== file)
      throw new Refusal(404, `${path} is no file of this model`);
    return {file: await fileBelow(folder, path)};
  }
}
