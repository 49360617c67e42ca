/** What the shell asks about packages of the folder: what installing would ask, and to install one. */
import type {IncomingMessage, ServerResponse} from "node:http";
import {installFolder} from "./modules/find-package.ts";
import {checkPackage, installPackage, registryOf} from "./modules/install-package.ts";
import type {InstallRequest} from "./modules/install-package.ts";
import {Refusal} from "./refusal.ts";

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
}
export interface PackageOptions {
  /** Real place of the opened folder, and what it is called. */
  readonly root: string;
  readonly folder: string;
  /** Installs; defaults to npm. */
  readonly install?: ((request: InstallRequest) => Promise<void>) | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly send: (response: ServerResponse, status: number, value: unknown) => void;
}
type Route = (call: Call, options: PackageOptions) => Promise<void>;

function notebookIn(query: URLSearchParams): string {
  const notebook = query.get("beside");
  if (!notebook || /[\0\\]/.test(notebook) || notebook.split("/").includes(".."))
    throw new Refusal(400, "which notebook is not said; expected ?beside=…");
  return notebook;
}

const routes: ReadonlyMap<string, Route> = new Map<string, Route>([
  [
    "GET packages",
    async ({response, query}, {root, folder, send}) => {
      const notebook = notebookIn(query);
      const into = await installFolder(root, notebook);
      const registry = await registryOf(root, notebook);
      send(response, 200, {into: into === "." ? `${folder}/` : `${folder}/${into}/`, registry});
    }
  ],
  [
    "POST packages",
    /** Answers line by line: how far it is, at last whether it is done or why it is not. */
    async ({response, query}, {root, install = installPackage, headers}) => {
      const [notebook, name, range] = [
        notebookIn(query),
        query.get("name") ?? "",
        query.get("range")
      ];
      checkPackage(name, range);
      const controller = new AbortController();
      response.once("close", () => controller.abort());
      response.writeHead(200, {
        ...headers,
        "content-type": "application/x-ndjson",
        "cache-control": "no-store"
      });
      const say = (value: unknown): void => void response.write(`${JSON.stringify(value)}\n`);
      let said = 0;
      try {
        await inTurn(install, {
          root,
          notebook,
          name,
          range,
          signal: controller.signal,
          progress(answers) {
            if (performance.now() - said < 100) return;
            said = performance.now();
            say({answers});
          }
        });
        say({done: true});
      } catch (error) {
        if (controller.signal.aborted) return;
        say({
          message:
            error instanceof Refusal
              ? error.message
              : "npm failed; start the server with ECCO_DEBUG=1 to see how"
        });
        if (process.env["ECCO_DEBUG"]) console.error(error);
      }
      response.end();
    }
  ]
]);

/** Installations go one after the other: two of one folder would write the same files. */
let last: Promise<unknown> = Promise.resolve();
function inTurn(
  install: (request: InstallRequest) => Promise<void>,
  request: InstallRequest
): Promise<void> {
  const next = last.then(() => {
    request.signal.throwIfAborted();
    return install(request);
  });
  last = next.catch(() => undefined);
  return next;
}

/** Answers a request about packages; false when it is about something else. */
export async function answerPackages(
  name: string,
  call: Call,
  options: PackageOptions
): Promise<boolean> {
  const route = routes.get(`${call.request.method} ${name}`);
  if (!route) return false;
  await route(call, options);
  return true;
}
