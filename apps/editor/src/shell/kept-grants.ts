/** What the reader has agreed to for one notebook, kept by the server for as long as its text is one that may run. */
import * as v from "valibot";
import type {Asks} from "./asks.ts";
import {OpenGrants} from "./grants.ts";
import type {GrantKind} from "./grants.ts";
import {request} from "./request.ts";
import type {Version} from "./server.ts";

const given = v.array(v.tuple([v.picklist(["model", "host", "package"]), v.string()]));
type Given = v.InferOutput<typeof given>;

export class KeptGrants extends OpenGrants {
  readonly #path: string;

  constructor(path: string, grants: Given = []) {
    super();
    this.#path = path;
    for (const [kind, what] of grants) super.add(kind, what);
  }

  /** Returns what was agreed to for this text of a notebook; nothing where that may not run, or the server does not say. */
  static async load(path: string, {etag, known}: Version): Promise<KeptGrants> {
    if (!known) return new KeptGrants(path);
    const query = new URLSearchParams({path, hash: etag.replaceAll('"', "")});
    try {
      const response = await request(`api/grants?${query}`);
      return new KeptGrants(path, response.ok ? v.parse(given, await response.json()) : []);
    } catch {
      return new KeptGrants(path);
    }
  }

  override add(kind: GrantKind, what: string): void {
    if (this.has(kind, what)) return;
    super.add(kind, what);
    post("api/grants", {path: this.#path, grant: [kind, what]});
  }

  /** The reader agrees that a text of the notebook runs, and to what was listed of it. */
  async agree(text: string, asks: Asks | null): Promise<void> {
    for (const model of asks?.models ?? []) super.add("model", model);
    for (const name of asks?.packages ?? []) super.add("package", name);
    const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    const hash = new Uint8Array(bytes).reduce(
      (hex, byte) => hex + byte.toString(16).padStart(2, "0"),
      ""
    );
    post("api/trust", {path: this.#path, hash, grants: this.all});
  }
}

/** Tells the server. Where it does not answer it holds as long as the notebook is open, and saving says what is the matter. */
function post(path: string, value: unknown): void {
  request(path, {method: "POST", body: JSON.stringify(value)}).catch(() => undefined);
}
