/** What the headers of an answer say of its length, and why there was no answer: as far as a page gets to know it. */
import {SourceError} from "../errors.ts";
import {inNode} from "./node.ts";

/** Returns the length a host announces, of what it sends; null where it announces none, or nothing that is a length. */
export function announcedLength({headers}: Response): number | null {
  const said = headers.get("content-length");
  return said !== null && /^\d{1,20}$/.test(said) ? Number(said) : null;
}

/** Whether an answer is known to be compressed on its way. */
export function isEncoded({headers}: Response): boolean {
  const encoding = headers.get("content-encoding");
  return encoding !== null && encoding !== "" && encoding !== "identity";
}

/** Whether an answer may be compressed without a word: of other hosts, pages see the length and not the encoding. */
export const hidesEncoding = ({type}: Response): boolean => type === "cors" && !inNode();

/** Returns the error for a host that gave no answer: a page is not given the reason, but can know of some. */
export function unreached(url: URL, error: unknown): SourceError {
  const reason = error instanceof Error ? error.message : String(error);
  return new SourceError(`${url.href}: not reached (${reason}); ${adviceFor(url)}`, {
    cause: error
  });
}

function adviceFor(url: URL): string {
  if (inNode()) return "check the address";
  const own = globalThis.origin;
  if (url.protocol === "file:")
    return "a page that is opened as a file may read no other file; serve its folder from a host of static files";
  if (own.startsWith("https:") && url.protocol === "http:" && !isOfThisMachine(url))
    return "a page of https may read nothing from http; give an https address";
  if (url.origin === own) return "check the address and the connection";
  return `check the address and the connection, and whether ${url.host} lets other hosts' pages read it (access-control-allow-origin)`;
}

const isOfThisMachine = ({hostname}: URL): boolean =>
  /^(?:localhost|.+\.localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
