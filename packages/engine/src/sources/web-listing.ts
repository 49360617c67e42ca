/** What a web server says lies in a folder: as JSON, or as the page of links that many servers write. */
import {textOf} from "./remote/bounded.ts";

type Get = (url: URL, init: RequestInit) => Promise<Response>;

/** Longer answers are no listings. */
const longest = 1_000_000;

/**
 * Returns the names of the files in a folder; null where the server does not say. JSON is a list of names, or of
 * objects with a name; of a page, what it links to in that very folder counts.
 */
export async function listWebFolder(
  folder: URL,
  signal: AbortSignal | undefined,
  get: Get = fetch
): Promise<readonly string[] | null> {
  try {
    const response = await get(folder, {
      headers: {accept: "application/json, text/html;q=0.5"},
      ...(signal ? {signal} : {})
    });
    const kind = response.headers.get("content-type") ?? "";
    const long = Number(response.headers.get("content-length") ?? 0) > longest;
    const read = readers.find(([type]) => kind.includes(type))?.[1];
    if (!response.ok || long || !read) {
      await response.body?.cancel();
      return null;
    }
    return read(await textOf(response, longest, folder.href), folder);
  } catch {
    // Who does not answer says nothing; whoever asks has other ways.
    signal?.throwIfAborted();
    return null;
  }
}

const readers: readonly (readonly [
  string,
  (text: string, folder: URL) => readonly string[] | null
])[] = [
  ["json", namesOf],
  ["text/html", linksOf]
];

function namesOf(text: string): readonly string[] | null {
  const said: unknown = JSON.parse(text);
  if (!Array.isArray(said)) return null;
  const names = said.map((each: unknown) =>
    typeof each === "object" && each !== null ? (each as {name?: unknown}).name : each
  );
  return names.filter((name): name is string => typeof name === "string" && !name.includes("/"));
}

/** Only what lies in the folder itself: a page may link to anything. */
function linksOf(page: string, folder: URL): readonly string[] {
  const names = new Set<string>();
  for (const [, href] of page.matchAll(/<a\b[^<>]*?\bhref\s*=\s*["']?([^"'\s>]+)/gi)) {
    const url = URL.parse(href!, folder.href);
    if (!url || url.origin !== folder.origin || new URL(".", url).pathname !== folder.pathname)
      continue;
    const name = decodeURIComponent(url.pathname.slice(folder.pathname.length));
    if (name) names.add(name);
  }
  return [...names];
}
