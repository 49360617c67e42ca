/** The local server of the editor. */
import {createServer} from "node:http";
import type {IncomingMessage, Server, ServerResponse} from "node:http";
import type {AddressInfo} from "node:net";
import {join} from "node:path";
import {Access} from "./access.ts";
import {answerApi, sendJson} from "./api.ts";
import {Changes} from "./changes.ts";
import {identityOf} from "./folder-identity.ts";
import {hostsOf, siteOf} from "./hosts.ts";
import {FetchedModels} from "./fetched-models.ts";
import {modelStore} from "./engine-store.ts";
import type {ModelStore} from "./model-store.ts";
import {NotebookFolder} from "./notebook-folder.ts";
import {headersFor} from "./policies.ts";
import {Refusal} from "./refusal.ts";
import {fileBelow, sendFile, sendOpen} from "./send-file.ts";
import {stateFolder} from "./state-folder.ts";
import {Trust} from "./trust.ts";

export interface ServerOptions {
  /** Folder of the notebooks. */
  readonly root: string;
  /** What that folder is called. */
  readonly folder: string;
  /** Notebook to open, from the folder; null for none. */
  readonly open: string | null;
  /** 0 is any that is free. */
  readonly port: number;
  /** Folder of the embedded models. */
  readonly models: string;
  /** Where other models come from; defaults to the hub and the cache of this computer. */
  readonly store?: ModelStore;
  /** Folder of the built editor. */
  readonly editor: string;
  readonly version: string;
  /** Whether every notebook of the folder runs when it is opened, whoever wrote it. */
  readonly trust?: boolean;
  /** Where it is remembered which notebooks may run; defaults to a folder of the user. */
  readonly state?: string;
  /** Called with what the one who started the server should know. */
  readonly say?: (message: string) => void;
}

export interface EditorServer {
  /** Address to open, with the token. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Starts the server on this machine only. Throws what Node throws for a port that is taken. */
export async function startServer(options: ServerOptions): Promise<EditorServer> {
  const servers = await listen(options.port);
  const {port} = servers[0]!.address() as AddressInfo;
  const hosts = hostsOf(port);
  const identity = identityOf(options.root);
  const access = new Access(hosts, identity);
  const notebooks = new NotebookFolder(options.root);
  await notebooks.clean();
  const changes = new Changes(notebooks);
  const fetched = new FetchedModels();
  const {folder, version, open} = options;
  const api = {
    notebooks,
    changes,
    store: options.store ?? modelStore(options.models),
    fetched,
    trust: new Trust({
      folder: options.root,
      identity,
      state: options.state ?? stateFolder(),
      all: options.trust ?? false,
      say: options.say
    }),
    headers: headersFor("shell", hosts),
    // Two folders of one name are not the same: what a browser keeps for one is not for the other.
    info: {folder, identity, version, open, frame: hosts.frame}
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const site = siteOf(request, hosts);
    const url = new URL(request.url ?? "/", hosts.shell);
    if (site === "numeric") {
      response.writeHead(308, {location: hosts.shell + url.pathname + url.search}).end();
      return;
    }
    const headers = headersFor(site, hosts);
    if (url.pathname.startsWith("/api/")) {
      if (site !== "shell") throw new Refusal(404, "notebooks cannot reach files");
      access.check(request, response, url.pathname);
      return answerApi(request, response, url, api);
    }
    if (request.method !== "GET" && request.method !== "HEAD")
      throw new Refusal(405, `${request.method} is not for ${url.pathname}`);
    if (url.pathname.startsWith("/models/")) {
      const path = decodeURIComponent(url.pathname.slice("/models/".length));
      return sendFile(request, response, await fileBelow(options.models, path), headers);
    }
    if (url.pathname.startsWith("/fetched/")) {
      const found = await fetched.locate(url.pathname);
      if ("file" in found) return sendOpen(request, response, found.file, headers);
      return sendJson(response, 200, found.names, {headers});
    }
    if (url.pathname !== "/") {
      const path = decodeURIComponent(url.pathname.slice(1));
      // The pages have their own addresses, and their own policies.
      if (path.endsWith(".html")) throw new Refusal(404, `${path} is not here`);
      return sendFile(request, response, await fileBelow(options.editor, path), headers);
    }
    const page = (name: string, status = 200): Promise<void> =>
      sendFile(request, response, join(options.editor, name), headers, status);
    if (site === "frame") return page("frame.html");
    return access.opens(url) ? page("index.html") : page("enter.html", 403);
  }

  for (const server of servers) {
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      answer(request, response).catch((error: unknown) => {
        const refusal =
          error instanceof Refusal
            ? error
            : error instanceof URIError || codeOf(error) === "ERR_INVALID_URL"
              ? new Refusal(400, "the address is not written as addresses are")
              : new Refusal(500, `the server failed: ${codeOf(error) ?? "unexpectedly"}`);
        if (process.env["ECCO_DEBUG"] && refusal.status >= 500) console.error(error);
        if (response.headersSent) return void response.destroy();
        // What was not read of the request must not be taken for the next one.
        response.setHeader("connection", "close");
        sendJson(response, refusal.status, {message: refusal.message, ...refusal.details}, api);
      });
    });
  }
  await changes.ready;
  const query = new URLSearchParams({token: access.token, ...(open ? {open} : {})});
  return {
    url: `${hosts.shell}/?${query}`,
    port,
    async close() {
      await Promise.all([changes.close(), notebooks.close()]);
      await Promise.all(
        servers.map((server) => {
          const closed = new Promise((resolve) => server.close(resolve));
          server.closeAllConnections();
          return closed;
        })
      );
    }
  };
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/** Listens on both addresses of this machine: browsers take either for localhost. */
async function listen(port: number): Promise<readonly Server[]> {
  const first = await listenOn("127.0.0.1", port);
  const taken = (first.address() as AddressInfo).port;
  try {
    return [first, await listenOn("::1", taken)];
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    // A machine without IPv6.
    if (code !== "EADDRINUSE") return [first];
    first.close();
    throw error;
  }
}

function listenOn(host: string, port: number): Promise<Server> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve(server));
  });
}
