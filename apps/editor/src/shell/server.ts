/** The files of the folder, through the local server. */
import * as v from "valibot";
import {listen} from "./events.ts";
import type {EventHandlers} from "./events.ts";
import {sendSurely} from "./leaving.ts";
import {change, entry} from "./listing.ts";
import type {FileChange, Listing} from "./listing.ts";
import {request, standFor} from "./request.ts";

const listing = v.object({folder: v.string(), notebooks: v.array(entry)});
const changes = v.object({
  changes: v.array(change),
  /** Files besides notebooks that have changed. */
  files: v.optional(v.array(v.string()), [])
});
const information = v.object({
  folder: v.string(),
  /** Tells the folder from others of the same name. */
  identity: v.string(),
  version: v.string(),
  /** Notebook to open at the start. */
  open: v.nullable(v.string()),
  /** Who says that every notebook of the folder may run; null when nobody does. */
  trusted: v.nullable(v.picklist(["command", "reader"]))
});
const conflict = v.object({
  etag: v.nullable(v.string()),
  text: v.nullable(v.string()),
  known: v.optional(v.boolean(), false)
});
/** Header: whether a text may run, said by the server of what it sends, and to it of what is written. */
const known = "x-ecco-known";

export type Information = v.InferOutput<typeof information>;

/** A file as it is on disk: its text, and what names this very text. */
export interface Version {
  readonly text: string;
  readonly etag: string;
  /** Whether the file, or its folder, may not be written. */
  readonly readOnly?: boolean;
  /** Whether it may run: it comes with Ecco, was typed here or agreed to, or all of the folder may. */
  readonly known?: boolean;
}

/** How a write went; *theirs* is what another program has written meanwhile, null when the file is gone. */
export type Written = {readonly etag: string} | {readonly theirs: Version | null};

const address = (path: string): string =>
  `api/notebooks/${path.split("/").map(encodeURIComponent).join("/")}`;

async function messageOf(response: Response): Promise<string> {
  const text = await response.text();
  try {
    return (JSON.parse(text) as {message: string}).message;
  } catch {
    return `the server answered ${response.status}`;
  }
}

/** Returns what the server says about itself; the folder it serves now is the one this page stands for from now on. */
export async function getInformation(): Promise<Information> {
  const response = await request("api/info");
  if (!response.ok) throw new Error(await messageOf(response));
  const said = v.parse(information, await response.json());
  standFor(said.identity);
  return said;
}

/** Returns the notebooks of the folder. */
export async function listNotebooks(): Promise<Listing> {
  const response = await request("api/notebooks");
  if (!response.ok) throw new Error(await messageOf(response));
  return v.parse(listing, await response.json());
}

/** Returns a notebook as it is on disk; null when it is not there. */
export async function readFile(path: string): Promise<Version | null> {
  const response = await request(address(path));
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(await messageOf(response));
  // `text()` would lose the mark at the beginning.
  const text = new TextDecoder("utf-8", {ignoreBOM: true}).decode(await response.arrayBuffer());
  return {
    text,
    etag: response.headers.get("etag")!,
    readOnly: response.headers.has("x-ecco-read-only"),
    known: response.headers.get(known) === "yes"
  };
}

/**
 * Writes a notebook, unless it is no longer the one named by *etag*; null is for a file that is not there yet. *own*:
 * the text may run, and is known from then on. Of half a character, which UTF-8 has no bytes for, "�" is written.
 */
export async function writeFile(
  path: string,
  text: string,
  etag: string | null,
  own = false
): Promise<Written> {
  const body = new TextEncoder().encode(text);
  const response = await sendSurely(body.byteLength, (keepalive) =>
    request(address(path), {
      method: "PUT",
      body,
      headers: {
        "content-type": "text/html;charset=utf-8",
        [known]: own ? "yes" : "no",
        ...(etag === null ? {"if-none-match": "*"} : {"if-match": etag})
      },
      keepalive
    })
  );
  if (response.status === 409) {
    const said = v.safeParse(conflict, await response.clone().json());
    if (!said.success) throw new Error(await messageOf(response));
    const {etag: other, text: theirs, ...rest} = said.output;
    return {
      theirs: other === null || theirs === null ? null : {etag: other, text: theirs, ...rest}
    };
  }
  if (!response.ok) throw new Error(await messageOf(response));
  return {etag: response.headers.get("etag")!};
}

/** Returns where a notebook that may run reads the folder, below its site. */
export async function filesAddress(notebook: string): Promise<string> {
  const query = new URLSearchParams({for: notebook}).toString();
  const response = await request(`api/files?${query}`, {method: "POST"});
  if (!response.ok) throw new Error(await messageOf(response));
  return v.parse(v.object({address: v.string()}), await response.json()).address;
}

/** Says that every notebook of the folder runs when it is opened, or no longer. */
export async function trustFolder(trusted: boolean): Promise<void> {
  const response = await request("api/trust/folder", {method: trusted ? "PUT" : "DELETE"});
  if (!response.ok) throw new Error(await messageOf(response));
}

/**
 * Calls *changed* whenever notebooks or other files change on disk, by whomever, with all that changed at once; returns how
 * to stop.
 */
export function watchFiles(
  changed: (changes: readonly FileChange[], files: readonly string[]) => void,
  line: Pick<EventHandlers, "again" | "elsewhere">
): () => void {
  return listen("api/events", {
    ...line,
    said(data) {
      const result = v.safeParse(changes, data);
      if (result.success) changed(result.output.changes, result.output.files);
    }
  });
}
