/** The local server of the editor. */
import {realpathSync} from "node:fs";
import {createServer} from "node:http";
import type {IncomingMessage, Server, ServerResponse} from "node:http";
import type {AddressInfo} from "node:net";
import {homedir} from "node:os";
import {join} from "node:path";
import {Access} from "./access.ts";
import {answerApi, sendJson} from "./api.ts";
import {Changes} from "./changes.ts";
import {DraftFolder} from "./draft-folder.ts";
import {FolderFiles} from "./folder-files.ts";
import {identityOf} from "./folder-identity.ts";
import {hostsOf, siteOf} from "./hosts.ts";
import {FetchedModels} from "./fetched-models.ts";
import {modelStore} from "./later-store.ts";
import type {ModelStore} from "./model-store.ts";
import type {InstallRequest} from "./modules/install-package.ts";
import {ModuleSite} from "./modules/module-site.ts";
import {NotebookFolder} from "./notebook-folder.ts";
import {headersFor} from "./policies.ts";
import {refusalOf} from "./refusal-of.ts";
import {Refusal} from "./refusal.ts";
import {answerFile} from "./site-files.ts";
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
  /** Called whenever a page was opened with the token. */
  readonly entered?: () => void;
  /** Whether every notebook of the folder runs when it is opened, whoever wrote it. */
  readonly trust?: boolean;
  /** Where it is remembered which notebooks may run; defaults to a folder of the user. */
  readonly state?: string;
  /** Installs a package that the reader wants; defaults to npm. */
  readonly install?: (request: InstallRequest) => Promise<void>;
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
  // Who asks before all is ready waits: a request that nobody took would never be answered.
  let isReady!: (take: Answer) => void;
  const ready = new Promise<Answer>((resolve) => void (isReady = resolve));
  const servers = await listen(options.port, (request, response) => {
    void ready.then((take) => take(request, response));
  });
  const {port} = servers[0]!.address() as AddressInfo;
  const hosts = hostsOf(port);
  const identity = identityOf(options.root);
  const access = new Access(hosts, identity);
  const notebooks = new NotebookFolder(options.root);
  await notebooks.clean();
  const changes = new Changes(notebooks);
  const fetched = new FetchedModels();
  const {folder, version, open} = options;
  const folderFiles = new FolderFiles({folder: options.root, called: folder, identity});
  const state = options.state ?? stateFolder();
  const drafts = new DraftFolder(state, identity);
  const api = {
    notebooks,
    changes,
    store: options.store ?? modelStore(options.models),
    fetched,
    folderFiles,
    packages: {root: realpathSync(options.root), folder, install: options.install},
    drafts,
    trust: new Trust({
      folder: options.root,
      identity,
      state,
      all: options.trust ?? false,
      say: options.say
    }),
    headers: headersFor("shell", hosts),
    // Two folders of one name are not the same: what a browser keeps for one is not for the other.
    info: {folder, identity, version, open}
  };

  const {editor, models, entered} = options;
  const modules = new ModuleSite({
    root: realpathSync(options.root),
    kept: join(state, "packages"),
    mayRun: (hash) => api.trust.knows(hash)
  });
  const files = {access, fetched, folderFiles, modules, hosts, editor, models, entered};
  const places = [options.root, realpathSync(options.root), models, editor, state, homedir()];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const site = siteOf(request, hosts);
    const target = request.url ?? "";
    if (!target.startsWith("/")) throw new Refusal(400, "expected an address that begins with /");
    const url = new URL(hosts.shell + target);
    if (site === "numeric") {
      response.writeHead(308, {location: hosts.shell + url.pathname + url.search}).end();
      return;
    }
    if (url.pathname.startsWith("/api/")) {
      if (site !== "shell") throw new Refusal(404, "notebooks cannot reach files");
      access.check(request, response, url.pathname);
      return answerApi(request, response, url, api);
    }
    const headers = headersFor(site, hosts);
    return answerFile({request, response, url, site, headers}, files);
  }

  isReady((request, response) => {
    answer(request, response).catch((error: unknown) => {
      const refusal = refusalOf(error, places);
      if (process.env["ECCO_DEBUG"] && refusal.status >= 500) console.error(error);
      if (response.headersSent) return void response.destroy();
      // What was not read of the request must not be taken for the next one.
      response.setHeader("connection", "close");
      sendJson(response, refusal.status, {message: refusal.message, ...refusal.details}, api);
    });
  });
  await changes.ready;
  const unsaved = await drafts.list();
  if (unsaved.length > 0)
    options.say?.(
      `text that was not saved is kept of ${unsaved.join(", ")}: open it to take it up`
    );
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

/** Of all headers of a request, in bytes: as many cookies as a browser keeps for a site cannot shut a notebook out. */
const headerSize = 1 << 20;

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Listens on both addresses of this machine: browsers take either for localhost. */
async function listen(port: number, answer: Answer): Promise<readonly Server[]> {
  const first = await listenOn("127.0.0.1", port, answer);
  const taken = (first.address() as AddressInfo).port;
  try {
    return [first, await listenOn("::1", taken, answer)];
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    // A machine without IPv6.
    if (code !== "EADDRINUSE") return [first];
    first.close();
    throw error;
  }
}

function listenOn(host: string, port: number, answer: Answer): Promise<Server> {
  const server = createServer({maxHeaderSize: headerSize}, answer);
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve(server));
  });
}
