import {createHash} from "node:crypto";
import {mkdir, mkdtemp, realpath, rm, writeFile} from "node:fs/promises";
import {request as httpRequest} from "node:http";
import type {IncomingHttpHeaders, IncomingMessage} from "node:http";
import {connect} from "node:net";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {identityOf} from "../../apps/cli/src/server/folder-identity.ts";
import {startServer} from "../../apps/cli/src/server/start-server.ts";
import type {EditorServer, ServerOptions} from "../../apps/cli/src/server/start-server.ts";

export interface Asked {
  readonly method?: string;
  /** Without the port; defaults to `localhost`. */
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Address of this machine; defaults to 127.0.0.1. */
  readonly address?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly bytes: Buffer;
}

export interface Change {
  readonly path: string;
  readonly etag: string | null;
}

/** Name of a notebook's own site. */
export const frameHost = `nb-${"0a1b2".repeat(4)}.localhost`;

/** What no answer may contain: it is written only outside of what is served. */
export const secret = "SECRET-OUTSIDE";

const pages = {
  "editor/index.html": "<!doctype html><title>shell</title>",
  "editor/enter.html": "<!doctype html><title>enter</title>",
  "editor/frame.html": "<!doctype html><title>frame</title>",
  "editor/assets/a.js": "export const a = 1;\n",
  "models/atlas/config.json": '{"model_type": "gpt2", "n_layer": 2}',
  "models/atlas/model.safetensors": "0123456789",
  "models/atlas/empty.bin": "",
  "models-of-others/secret.txt": secret,
  "outside/secret.html": `<!doctype html><notebook><title>${secret}</title></notebook>`,
  "outside/secret.txt": secret
};

/** A server on temporary folders: `notebooks`, `models`, `editor`, and `outside`, which is not served. */
export class Site {
  readonly folder: string;
  server!: EditorServer;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Starts it; *files* are written into the folder of notebooks. */
  static async start(files: Readonly<Record<string, string>> = {}): Promise<Site> {
    const site = new Site(await realpath(await mkdtemp(join(tmpdir(), "ecco-server-"))));
    await mkdir(join(site.folder, "notebooks"));
    for (const [name, text] of Object.entries(pages)) await site.put(name, text);
    for (const [name, text] of Object.entries(files)) await site.put(`notebooks/${name}`, text);
    await site.serve();
    return site;
  }

  /** Starts the server; *notebooks* is the name of their folder. */
  async serve(notebooks = "notebooks", options: Partial<ServerOptions> = {}): Promise<void> {
    this.server = await startServer({
      root: join(this.folder, notebooks),
      folder: "gallery",
      open: null,
      port: 0,
      models: join(this.folder, "models"),
      editor: join(this.folder, "editor"),
      version: "1.2.3",
      state: join(this.folder, "state"),
      ...options
    });
  }

  get token(): string {
    return new URL(this.server.url).searchParams.get("token")!;
  }

  get origin(): string {
    return `http://localhost:${this.server.port}`;
  }

  /** Headers of the shell's own requests. */
  get shell(): Readonly<Record<string, string>> {
    return {
      "x-ecco-token": this.token,
      "x-ecco-folder": identityOf(join(this.folder, "notebooks")),
      origin: this.origin
    };
  }

  /** Writes a file below the site's folder, as another program would. */
  async put(name: string, text: string): Promise<void> {
    await mkdir(dirname(join(this.folder, name)), {recursive: true});
    await writeFile(join(this.folder, name), text);
  }

  ask(path: string, asked: Asked = {}): Promise<Answer> {
    return ask(this.server.port, path, asked);
  }

  /** Asks as the shell's own page does. */
  askApi(path: string, asked: Asked = {}): Promise<Answer> {
    return this.ask(`/api/${path}`, {...asked, headers: {...this.shell, ...asked.headers}});
  }

  write(path: string, body: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
    return this.askApi(`notebooks/${path}`, {method: "PUT", body, headers});
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server.close();
    await rm(this.folder, {recursive: true, force: true});
  }
}

/** Asks with exactly this path and this Host, which `fetch` would not send. */
export async function ask(
  port: number,
  path: string,
  {method = "GET", host = "localhost", headers = {}, body, address = "127.0.0.1"}: Asked = {}
): Promise<Answer> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = httpRequest({
      host: address,
      port,
      path,
      method,
      agent: false,
      headers: {host: `${host}:${port}`, ...headers}
    });
    request.on("response", resolve).on("error", reject).end(body);
  });
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  return {
    status: response.statusCode!,
    headers: response.headers,
    text: bytes.toString("utf8"),
    bytes
  };
}

/** Sends these very bytes to a server, and returns what comes back. */
export function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    socket.setEncoding("utf8").on("data", (part) => (answer += part));
    socket.on("end", () => resolve(answer)).on("error", reject);
  });
}

/** Collects the events of a server, from the time it answers on. */
export class Events {
  readonly seen: Change[] = [];
  /** What is said about lists, by path, the newest. */
  readonly entries = new Map<string, unknown>();
  /** How many messages there were. */
  messages = 0;
  readonly #response: IncomingMessage;
  #rest = "";

  private constructor(response: IncomingMessage) {
    this.#response = response;
    response.setEncoding("utf8").on("data", (text: string) => {
      const lines = (this.#rest + text).split("\n");
      this.#rest = lines.pop()!;
      for (const line of lines) if (line.startsWith("data: ")) this.#take(line.slice(6));
    });
    // The server may go first.
    response.on("error", () => undefined);
  }

  #take(json: string): void {
    this.messages++;
    const {changes} = JSON.parse(json) as {changes: (Partial<Change> & {entry: unknown})[]};
    for (const {path = "", etag, entry} of changes) {
      this.entries.set(path, entry);
      if (etag !== undefined) this.seen.push({path, etag});
    }
  }

  static listen(site: Site): Promise<Events> {
    return new Promise((resolve, reject) => {
      httpRequest({
        host: "127.0.0.1",
        port: site.server.port,
        path: "/api/events",
        agent: false,
        headers: {host: `localhost:${site.server.port}`, ...site.shell}
      })
        .on("response", (response) => resolve(new Events(response)))
        .on("error", reject)
        .end();
    });
  }

  [Symbol.dispose](): void {
    this.#response.destroy();
  }
}

/** Returns a notebook without cells. */
export const notebook = (title: string): string =>
  `<!doctype html>\n<notebook>\n  <title>${title}</title>\n</notebook>\n`;

/** Returns what names this text on the server. */
export const etagOf = (text: string): string =>
  `"${createHash("sha256").update(text).digest("hex")}"`;

/** Returns the header of a write that replaces this text. */
export const match = (text: string): Readonly<Record<string, string>> => ({
  "if-match": etagOf(text)
});
