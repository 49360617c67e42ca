/**
 * The files of the sites: pages and what they are built of; on the frames' also models, as bytes and nothing else, and what
 * lies in the folder of the notebook.
 */
import type {IncomingMessage, ServerResponse} from "node:http";
import {join} from "node:path";
import type {Access} from "./access.ts";
import {sendJson} from "./api.ts";
import type {FetchedModels} from "./fetched-models.ts";
import {answerBeside} from "./beside-files.ts";
import {filesAt} from "./folder-files.ts";
import type {FolderFiles} from "./folder-files.ts";
import type {Hosts} from "./hosts.ts";
import {answerModules, modulesAt} from "./modules/answer-modules.ts";
import type {ModuleSite} from "./modules/module-site.ts";
import {dataHeaders, scriptHeaders} from "./policies.ts";
import {Refusal} from "./refusal.ts";
import {fileBelow, sendFile, sendOpen} from "./send-file.ts";

export interface SiteFiles {
  readonly access: Access;
  readonly fetched: FetchedModels;
  readonly folderFiles: FolderFiles;
  readonly modules: ModuleSite;
  readonly hosts: Hosts;
  /** Folder of the built editor. */
  readonly editor: string;
  /** Folder of the embedded models. */
  readonly models: string;
  /** Called whenever a page was opened with the token. */
  readonly entered?: (() => void) | undefined;
}

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly site: "shell" | "frame";
  /** Of every answer of that site. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Answers a request for a page or a file. Throws Refusal. */
export async function answerFile(call: Call, options: SiteFiles): Promise<void> {
  const {request, response, url, site, headers} = call;
  if (request.method !== "GET" && request.method !== "HEAD")
    throw new Refusal(405, `${request.method} is not for ${url.pathname}`);
  // A script that stays when its notebook is closed; Ecco has none.
  if (request.headers["service-worker"] !== undefined || use(request) === "serviceworker")
    throw new Refusal(403, "nothing here is a service worker");
  if (site === "frame" && url.pathname.startsWith(filesAt)) return beside(call, options);
  if (site === "frame" && url.pathname.startsWith(modulesAt)) return modules(call, options);
  if (url.pathname === "/") return site === "shell" ? shell(call, options) : frame(call, options);
  const [, folder, ...rest] = url.pathname.split("/");
  const path = decodeURIComponent(rest.join("/"));
  if (folder === "assets" && !path.endsWith(".html")) {
    const file = await fileBelow(join(options.editor, "assets"), path);
    return sendFile(request, response, file, {headers});
  }
  if (site === "frame" && (folder === "models" || folder === "fetched"))
    return data(call, path, options);
  throw new Refusal(404, `${url.pathname} is not here`);
}

/** What a browser wants the answer for; undefined where it does not say. */
const use = ({headers}: IncomingMessage): string | undefined => {
  const given = headers["sec-fetch-dest"];
  return typeof given === "string" ? given : undefined;
};

/** The editor for who brings the token; for others a page that says where to find it. */
async function shell(
  {request, response, url, headers}: Call,
  {access, editor, entered}: SiteFiles
): Promise<void> {
  const opens = access.opens(url);
  const [name, status] = opens ? (["index.html", 200] as const) : (["enter.html", 403] as const);
  await sendFile(request, response, join(editor, name), {headers, status});
  if (opens) entered?.();
}

/** The page of a notebook, which only the shell shows. */
function frame({request, response, headers}: Call, {editor}: SiteFiles): Promise<void> {
  if (![undefined, "iframe"].includes(use(request)))
    throw new Refusal(403, "a notebook is shown by the editor; open the address of ecco edit");
  return sendFile(request, response, join(editor, "frame.html"), {headers});
}

/** What lies in the folder of a notebook that runs; its own page stands in its folder, so that its links lead there. */
function beside(call: Call, options: SiteFiles): Promise<void> {
  const {request, response, url} = call;
  const path = options.folderFiles.pathOf(url.pathname, request.headers.host ?? "");
  if (path === "" || path.endsWith("/")) return frame(call, options);
  return answerBeside({request, response, path}, options);
}

/** What the imports of a notebook that runs lead to. */
function modules({request, response, url}: Call, options: SiteFiles): Promise<void> {
  const {folderFiles, hosts} = options;
  const asked = folderFiles.read(url.pathname, modulesAt, request.headers.host ?? "");
  return answerModules(
    {request, response, query: url.searchParams, ...asked},
    {
      site: options.modules,
      headers: scriptHeaders(hosts),
      sendFile: (path) => answerBeside({request, response, path}, options)
    }
  );
}

/** A file of a model for a script of the notebook's own page that reads it. */
async function data(
  {request, response, url}: Call,
  path: string,
  {fetched, models}: SiteFiles
): Promise<void> {
  const site = request.headers["sec-fetch-site"];
  if (![undefined, "empty"].includes(use(request)) || ![undefined, "same-origin"].includes(site))
    throw new Refusal(403, "a model's file is read by the notebook's own page, with fetch");
  const headers = dataHeaders;
  if (url.pathname.startsWith("/models/"))
    return sendFile(request, response, await fileBelow(models, path), {headers});
  const found = await fetched.locate(url.pathname);
  if ("file" in found) return sendOpen(request, response, found.file, {headers});
  // The list is ours, and says by its type what it is.
  sendJson(response, 200, found.names, {headers});
}
