/** `FileAttachment("data.csv")`: a file beside the notebook. */
import {fileMethods, tooLarge} from "./file-methods.ts";
import type {FileMethods} from "./file-methods.ts";
import {noImage} from "./readable-file.ts";

/** What the server says of a file without sending it. */
interface Known {
  readonly mimeType: string;
  /** In bytes. */
  readonly size: number;
  /** In ms since 1970. */
  readonly lastModified: number;
}

export interface AttachedFile extends FileMethods, Known {
  readonly name: string;
  readonly href: string;
  blob(): Promise<Blob>;
  stream(): Promise<ReadableStream<Uint8Array>>;
}

/** Returns a file by its place from the notebook's folder, or from another address. Nothing is read before it is asked for. */
export function FileAttachment(place: string, base: string | URL = document.baseURI): AttachedFile {
  const {href} = new URL(String(place), base);
  const name = decoded(new URL(href).pathname.split("/").at(-1)!) || String(place);
  const open = async (): Promise<Response> => {
    const response = await fetch(href);
    if (response.ok) return response;
    throw missing(name, response);
  };
  const read = async (most: number, use: string): Promise<ArrayBuffer> => {
    const response = await open();
    const size = Number(response.headers.get("content-length") ?? 0);
    if (size <= most) return response.arrayBuffer();
    void response.body?.cancel();
    throw tooLarge(name, size, most, use);
  };
  const whyNoImage = async (): Promise<Error> => {
    const response = await fetch(href, {headers: {range: "bytes=0-511"}});
    if (response.ok) return noImage(name, new Uint8Array(await response.arrayBuffer()));
    // Of an empty file no part is there.
    return response.status === 416 ? noImage(name, new Uint8Array()) : missing(name, response);
  };
  let known: Known | undefined;
  const ask = (key: keyof Known): PropertyDescriptor => ({
    get: () => (known ??= headOf(name, href))[key],
    configurable: true,
    enumerable: true
  });
  const file = Object.create(FileAttachment.prototype as object) as AttachedFile;
  const methods = {
    ...fileMethods({name, read, url: () => Promise.resolve(href), whyNoImage}),
    blob: async () => (await open()).blob(),
    stream: async () => (await open()).body!
  };
  for (const [key, value] of Object.entries(methods)) Object.defineProperty(file, key, {value});
  return Object.defineProperties(file, {
    name: {value: name, enumerable: true},
    href: {value: href},
    mimeType: ask("mimeType"),
    size: ask("size"),
    lastModified: ask("lastModified")
  });
}

// What a cell shows of a file is called by this name, which a build would shorten.
Object.defineProperty(FileAttachment, "name", {value: "FileAttachment"});

/** Asks for what is known of a file, and waits for the answer: its properties are no promises. */
function headOf(name: string, href: string): Known {
  const head = answerOf("HEAD", href);
  if (head.status !== 200) {
    // In words only with what comes after the head.
    const {status, statusText, response} = answerOf("GET", href);
    throw missing(name, {status, statusText: wordsIn(String(response)) ?? statusText});
  }
  return {
    mimeType: (head.getResponseHeader("content-type") ?? "").split(";")[0]!,
    size: Number(head.getResponseHeader("content-length")),
    lastModified: Date.parse(head.getResponseHeader("last-modified") ?? "")
  };
}

function answerOf(method: string, href: string): XMLHttpRequest {
  const request = new XMLHttpRequest();
  request.open(method, href, false);
  request.send();
  return request;
}

function wordsIn(json: string): string | null {
  try {
    const {message} = JSON.parse(json) as {readonly message?: unknown};
    return typeof message === "string" ? message : null;
  } catch {
    return null;
  }
}

/** Where the answer says in words what is the matter, these are the error. */
function missing(
  name: string,
  {status, statusText}: Pick<Response, "status" | "statusText">
): Error {
  if (statusText.includes(name)) return new Error(statusText);
  return new Error(`${name} is not beside the notebook: ${status} ${statusText}`.trimEnd());
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
