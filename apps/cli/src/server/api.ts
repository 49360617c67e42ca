/** What the shell asks the server. */
import type {IncomingMessage, ServerResponse} from "node:http";
import type {Changes} from "./changes.ts";
import {answerModels} from "./model-api.ts";
import type {FetchedModels} from "./fetched-models.ts";
import type {FolderFiles} from "./folder-files.ts";
import type {ModelStore} from "./model-store.ts";
import {largest} from "./notebook-file.ts";
import type {NotebookFolder} from "./notebook-folder.ts";
import {answerPackages} from "./package-api.ts";
import type {PackageOptions} from "./package-api.ts";
import {Refusal} from "./refusal.ts";
import {bodyOf} from "./request-body.ts";
import {answerDrafts} from "./draft-api.ts";
import type {DraftFolder} from "./draft-folder.ts";
import {answerTrust} from "./trust-api.ts";
import {hashOf} from "./trust.ts";
import type {Trust} from "./trust.ts";

export interface ApiOptions {
  readonly notebooks: NotebookFolder;
  readonly changes: Changes;
  readonly trust: Trust;
  readonly drafts: DraftFolder;
  /** What `/api/info` says besides the embedded models. */
  readonly info: Readonly<Record<string, unknown>>;
  readonly store: ModelStore;
  readonly fetched: FetchedModels;
  readonly folderFiles: FolderFiles;
  /** Where packages are installed, and how. */
  readonly packages: Pick<PackageOptions, "root" | "folder" | "install">;
  readonly headers: Readonly<Record<string, string>>;
}

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  /** Of the notebook. */
  readonly path: string;
}

type Route = (call: Call, options: ApiOptions) => Promise<void> | void;

/** Header: whether a text may run, said by the server of what it sends, by the shell of what it writes. */
const known = "x-ecco-known";
const hashIn = (etag: string): string => etag.replaceAll('"', "");

const routes: Readonly<Record<string, Route>> = {
  "GET info": async ({response}, options) => {
    const found = (await options.store.list()).filter(({kind}) => kind === "embedded");
    const models = found.map(({name, architecture, bytes}) => ({name, architecture, bytes}));
    const trusted = await options.trust.folder();
    sendJson(response, 200, {...options.info, models, trusted}, options);
  },
  "GET events": ({response}, {changes, headers}) => changes.listen(response, headers),
  "GET notebooks": async ({response}, options) => {
    const notebooks = await options.notebooks.lister.list();
    sendJson(response, 200, {folder: options.info["folder"], notebooks}, options);
  },
  /** Where a notebook that may run reads the folder, below its site. */
  "POST files": ({response, query}, options) => {
    const notebook = query.get("for");
    if (!notebook) throw new Refusal(400, "which notebook is not said; expected ?for=…");
    sendJson(response, 200, {address: options.folderFiles.grant(notebook)}, options);
  },
  "GET notebook": async ({response, path}, {notebooks, trust, headers}) => {
    const version = await notebooks.read(path);
    if (!version) throw new Refusal(404, `${path} is not in this folder`);
    response
      .writeHead(200, {
        ...headers,
        etag: version.etag,
        [known]: (await trust.knows(hashIn(version.etag))) ? "yes" : "no",
        ...(version.readOnly ? {"x-ecco-read-only": version.readOnly} : {}),
        "cache-control": "no-store",
        // Never shown as the page it could be.
        "content-type": "text/plain;charset=utf-8",
        "content-disposition": "attachment"
      })
      .end(version.text);
  },
  "PUT notebook": async ({request, response, path}, {notebooks, trust, headers}) => {
    const {"if-match": match, "if-none-match": none} = request.headers;
    if (match === undefined && none !== "*")
      throw new Refusal(
        428,
        "which version is replaced is not said; expected If-Match, or If-None-Match: * for a new file"
      );
    const bytes = await bodyOf(request, largest);
    // Before the file is: after a crash in between, whoever typed it is not asked, and nothing else may run.
    if (request.headers[known] === "yes") await trust.add(path, hashOf(bytes));
    try {
      const etag = await notebooks.write(path, bytes, match ?? null);
      response.writeHead(204, {...headers, etag}).end();
    } catch (error) {
      if (!(error instanceof Refusal) || typeof error.details["etag"] !== "string") throw error;
      const theirs = await trust.knows(hashIn(error.details["etag"]));
      throw new Refusal(error.status, error.message, {...error.details, known: theirs});
    }
  }
};

/** Answers a request below `/api/`. Throws Refusal. */
export async function answerApi(
  request: IncomingMessage,
  response: ServerResponse,
  {pathname, searchParams: query}: URL,
  options: ApiOptions
): Promise<void> {
  const [, name = "", ...rest] = pathname.slice(1).split("/");
  const path = rest.map(decode).join("/");
  const asked = name === "notebooks" && rest.length ? "notebook" : [name, ...rest].join("/");
  const {store, fetched, notebooks, trust, drafts, headers} = options;
  const send = (to: ServerResponse, status: number, value: unknown): void =>
    sendJson(to, status, value, options);
  const call = {request, response, query};
  if (await answerModels(asked, call, {store, fetched, notebooks, headers, send})) return;
  if (await answerDrafts(asked, call, {drafts, headers, send})) return;
  if (await answerPackages(asked, call, {...options.packages, headers, send})) return;
  if (await answerTrust(asked, call, {trust, headers, send})) return;
  const route = routes[`${request.method} ${asked}`];
  if (!route) throw new Refusal(404, `there is no ${request.method} ${pathname}`);
  await route({request, response, query, path}, options);
}

/** Sends JSON. */
export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  {headers}: {readonly headers: Readonly<Record<string, string>>}
): void {
  response
    .writeHead(status, {
      ...headers,
      "content-type": "application/json;charset=utf-8",
      "cache-control": "no-store"
    })
    .end(JSON.stringify(value));
}

function decode(part: string): string {
  try {
    const text = decodeURIComponent(part);
    if (!text.includes("/")) return text;
  } catch {
    // Said below.
  }
  throw new Refusal(400, `${part} is not part of a path`);
}
