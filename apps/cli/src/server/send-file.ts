/** Files as a browser wants them: in parts, and not again when it has them. */
import {open, realpath, stat} from "node:fs/promises";
import type {FileHandle} from "node:fs/promises";
import type {IncomingMessage, ServerResponse} from "node:http";
import {extname, join, sep} from "node:path";
import {pipeline} from "node:stream/promises";
import {Refusal} from "./refusal.ts";

const octets = "application/octet-stream";
const types: Readonly<Record<string, string>> = {
  ".html": "text/html;charset=utf-8",
  ".js": "text/javascript;charset=utf-8",
  ".mjs": "text/javascript;charset=utf-8",
  ".css": "text/css;charset=utf-8",
  ".json": "application/json;charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
  ".woff": "font/woff",
  ".ttf": "font/ttf",
  ".csv": "text/csv;charset=utf-8",
  ".txt": "text/plain;charset=utf-8",
  ".md": "text/plain;charset=utf-8"
};

/** Returns the real path of a file below a folder. Throws Refusal when it is not there, or leads out of the folder. */
export async function fileBelow(folder: string, path: string): Promise<string> {
  const missing = new Refusal(404, `${path} is not here`);
  if (/[\0\\]/.test(path) || path.split("/").some((part) => part === "..")) throw missing;
  try {
    const [root, file] = await Promise.all([realpath(folder), realpath(join(folder, path))]);
    if (file.startsWith(root + sep) && (await stat(file)).isFile()) return file;
  } catch {
    // Not there.
  }
  throw missing;
}

export interface Sent {
  /** Their content-type, if there is one, goes before what the file's name says. */
  readonly headers: Readonly<Record<string, string>>;
  readonly status?: number;
}

/** Sends a file, or the part of it that is asked for; with another *status* than 200 it is always the whole file. */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: string,
  {headers, status = 200}: Sent
): Promise<void> {
  const type = types[extname(file)] ?? octets;
  const typed = {"content-type": type, ...headers};
  await sendOpen(request, response, await open(file), {headers: typed, status});
}

/** Sends a file that is open already, and closes it: as bytes, where *headers* do not say what they are. */
export async function sendOpen(
  request: IncomingMessage,
  response: ServerResponse,
  handle: FileHandle,
  {headers, status = 200}: Sent
): Promise<void> {
  const typed = {"content-type": octets, ...headers};
  try {
    await sendParts(request, response, handle, {headers: typed, status});
  } finally {
    await handle.close();
  }
}

async function sendParts(
  request: IncomingMessage,
  response: ServerResponse,
  handle: FileHandle,
  {headers, status}: Required<Sent>
): Promise<void> {
  const {size, mtimeMs} = await handle.stat();
  const etag = `"${size.toString(36)}-${Math.round(mtimeMs).toString(36)}"`;
  const all = {
    ...headers,
    etag,
    "last-modified": new Date(mtimeMs).toUTCString(),
    "accept-ranges": "bytes",
    "cache-control": "no-cache"
  };
  const whole = status !== 200;
  if (!whole && request.headers["if-none-match"] === etag) {
    response.writeHead(304, all).end();
    return;
  }
  const range = whole ? null : rangeOf(request, etag, size);
  if (range === "none") {
    response.writeHead(416, {...headers, "content-range": `bytes */${size}`}).end();
    return;
  }
  const {start, end} = range ?? {start: 0, end: size - 1};
  response.writeHead(range ? 206 : status, {
    ...all,
    "content-length": String(end - start + 1),
    ...(range ? {"content-range": `bytes ${start}-${end}/${size}`} : {})
  });
  if (request.method === "HEAD" || size === 0) response.end();
  // A reader that goes away is no error.
  else {
    const bytes = handle.createReadStream({start, end, autoClose: false});
    await pipeline(bytes, response).catch(() => undefined);
  }
}

type Range = {readonly start: number; readonly end: number};

/** Returns the one range asked for; null for the whole file, "none" for a range outside of it. */
function rangeOf({headers}: IncomingMessage, etag: string, size: number): Range | "none" | null {
  const condition = headers["if-range"];
  const match = /^bytes=(\d*)-(\d*)$/.exec(headers.range ?? "");
  if (!match || (condition !== undefined && condition !== etag)) return null;
  const [, first, last] = match as unknown as readonly [string, string, string];
  if (!first && !last) return null;
  const start = first ? Number(first) : Math.max(0, size - Number(last));
  const end = first && last ? Math.min(Number(last), size - 1) : size - 1;
  return start <= end ? {start, end} : "none";
}
