/** Files of the opened folder, which the notebook's page reads at its own site. */

/** Where their addresses begin; as in the server. */
const filesAt = "/files/";

/** Returns the address of a file of the folder; null for all others. */
export function besideOf(address: string): URL | null {
  if (!URL.canParse(address, document.baseURI)) return null;
  const url = new URL(address, document.baseURI);
  return url.origin === location.origin && url.pathname.startsWith(filesAt) ? url : null;
}

/** Returns what a file is called. */
export function nameOf({pathname}: URL): string {
  const last = pathname.split("/").at(-1)!;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

/** Returns why a file cannot be shown as what it was asked for: that it is not there, or that it is none of these. */
export async function whyNot(url: URL, expected: string): Promise<string> {
  try {
    const response = await fetch(url, {headers: {range: "bytes=0-0"}});
    void response.body?.cancel();
    if (response.ok || response.status === 416)
      return `${nameOf(url)} is there, and is no ${expected} that this browser shows`;
    return response.statusText;
  } catch (error) {
    return `${nameOf(url)}: ${error instanceof Error ? error.message : String(error)}`;
  }
}
