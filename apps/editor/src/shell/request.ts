/** The shell's requests to its server: each brings the token of this page, and names the folder it means. */
import {keepToken, keptToken} from "./kept-token.ts";

/** As in the server's answers. */
const folderHeader = "x-ecco-folder";

/** The server does not answer, or no longer knows this page; nothing was written. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
}

/** The folder this page was opened for is not the one that is served now; nothing was written. */
export class OtherFolder extends Error {
  override readonly name = "OtherFolder";

  constructor() {
    super("this address serves another folder now");
  }
}

/** The token this page goes by: another page of this origin may have a newer one. */
let token = "";
/** Identity of the folder this page shows; null as long as it is not known. */
let folder: string | null = null;
/** Whether the last answer was that of another folder. */
let elsewhere = false;

/** Takes the token out of the page's address, where others could read it, and keeps it. Before the first request. */
export function enter(): void {
  const query = new URLSearchParams(location.search);
  token = query.get("token") ?? keptToken() ?? "";
  // Where nothing is kept a reload needs it in the address.
  if (!keepToken(token)) return;
  query.delete("token");
  history.replaceState(null, "", query.size > 0 ? `?${query.toString()}` : location.pathname);
}

/** Says which folder this page shows: every request means that one from now on. */
export function standFor(identity: string): void {
  folder = identity;
}

/**
 * Asks the server of this page. Throws Unreachable when it does not answer or does not know this page, OtherFolder when it
 * serves another folder by now.
 */
export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  // What was typed for one folder is not even sent to the server of another.
  if (elsewhere && (init.method ?? "GET") !== "GET") throw new OtherFolder();
  let response = await send(path, init, token);
  const newer = keptToken();
  if (isStranger(response) && newer !== null && newer !== token) {
    response = await send(path, init, newer);
    if (!isStranger(response)) token = newer;
  }
  if (isStranger(response))
    throw new Unreachable("the server was started anew; open the address it has printed");
  const served = response.headers.get(folderHeader);
  // Another program has its port by now, or stands between: nothing of what it says is about the files.
  if (folder !== null && served === null)
    throw new Unreachable("something else than Ecco's server answers at this address");
  elsewhere = folder !== null && served !== null && served !== folder;
  if (elsewhere) throw new OtherFolder();
  return response;
}

/** Whether the server does not know who asks: whom it knows it says its folder. */
const isStranger = ({status, headers}: Response): boolean =>
  status === 403 && !headers.has(folderHeader);

async function send(path: string, init: RequestInit, by: string): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("x-ecco-token", by);
  if (folder !== null) headers.set(folderHeader, folder);
  try {
    return await fetch(path, {cache: "no-store", ...init, headers});
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new Unreachable("the server does not answer (is `ecco edit` still running?)");
  }
}
