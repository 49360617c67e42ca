/** How a file beside a notebook is sent: with its own type, for the notebook's page and what that loads, never as a page. */
import type {IncomingMessage, ServerResponse} from "node:http";
import mime from "mime";
import type {FolderFiles} from "./folder-files.ts";
import type {Hosts} from "./hosts.ts";
import {besideHeaders, scriptHeaders} from "./policies.ts";
import {Refusal} from "./refusal.ts";
import {sendOpen} from "./send-file.ts";

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** From the top of the folder. */
  readonly path: string;
}

/** What the page may load such a file for, as browsers say it; all that shows a page of its own is left out. */
const uses: ReadonlySet<unknown> = new Set([
  // Not every browser says it.
  undefined,
  "audio",
  "empty",
  "font",
  "image",
  "json",
  "script",
  "style",
  "track",
  "video",
  "worker"
]);

/** Endings that mean something else here than in the list of all types: a film, for one. */
const code = /\.[cm]?[jt]sx?$/i;

function typeOf(path: string): string {
  if (/\.[cm]?js$/i.test(path)) return "text/javascript;charset=utf-8";
  if (code.test(path)) return "text/plain;charset=utf-8";
  const type = mime.getType(`./${path}`) ?? "application/octet-stream";
  return /^text\/|^application\/(?:[\w.-]+\+)?json$/.test(type) ? `${type};charset=utf-8` : type;
}

/** Sends a file of the folder. Throws Refusal. */
export async function answerBeside(
  {request, response, path}: Call,
  {folderFiles, hosts}: {readonly folderFiles: FolderFiles; readonly hosts: Hosts}
): Promise<void> {
  const {"sec-fetch-dest": use, "sec-fetch-site": site} = request.headers;
  if (!uses.has(use) || ![undefined, "same-origin"].includes(site as string | undefined))
    throw new Refusal(403, `${path} is read by the notebook's own page, and is no page of its own`);
  const type = typeOf(path);
  const policy = type.startsWith("text/javascript") ? scriptHeaders(hosts) : besideHeaders;
  const file = await folderFiles.open(path);
  await sendOpen(request, response, file, {headers: {...policy, "content-type": type}});
}
