/** What a notebook asks for and does not get, in words, where it was asked: browsers say "Failed to fetch", or nothing. */

/** What is said of requests that no policy can let through; how else the reader gets there. */
const why =
  "a notebook reaches no other host, by Ecco's policy. Put the data into a cell; a model of another host is asked for with ecco.model(…)";

/** What asks, by the directive that refuses it. */
const askers: ReadonlyMap<string, string> = new Map([
  ["connect-src", "connection to"],
  ["img-src", "image"],
  ["media-src", "sound or film"],
  ["font-src", "font"],
  ["style-src-elem", "style sheet"],
  ["style-src", "style sheet"],
  ["script-src-elem", "script"],
  ["script-src", "script"],
  ["worker-src", "worker"],
  ["frame-src", "frame"],
  ["object-src", "object"],
  ["form-action", "form to"]
]);

/** Readers of what an answer holds. */
const readers = ["arrayBuffer", "blob", "bytes", "formData", "json", "text"] as const;

/** Addresses whose refusal a cell's own error says already. */
const said = new Set<string>();

/** Makes fetch say what is the matter: a foreign host, and files that are not here, whose answer is no data. */
export function explainFetch(): void {
  const own = globalThis.fetch.bind(globalThis);
  globalThis.fetch = async function fetch(input, init) {
    const url = addressOf(input);
    const isRefused = url !== null && isForeign(url);
    if (isRefused) remember(url.href);
    try {
      return await withoutRefusal(await own(input, init), url);
    } catch (error) {
      if (isRefused && error instanceof TypeError)
        error.message = `fetch ${shortened(url.href)}: ${why}`;
      throw error;
    }
  };
}

/** Returns an answer that is no file as one whose words cannot be taken for the file; they are its `statusText` too. */
async function withoutRefusal(response: Response, url: URL | null): Promise<Response> {
  if (response.ok || !url || url.origin !== location.origin) return response;
  const words = await wordsOf(response);
  const refuse = (): Promise<never> => Promise.reject(new TypeError(words));
  for (const name of readers) Object.defineProperty(response, name, {value: refuse});
  Object.defineProperty(response, "body", {value: null});
  return Object.defineProperty(response, "statusText", {value: words});
}

/** Returns what the server says of a request that it does not answer. */
async function wordsOf(response: Response): Promise<string> {
  const said = (await response
    .clone()
    .json()
    .catch(() => null)) as {readonly message?: unknown} | null;
  if (typeof said?.message === "string") return said.message;
  return `fetch ${shortened(new URL(response.url).pathname)}: the server answered ${response.status}`;
}

/** A cell, for who looks for the one that has asked. */
interface Asker {
  readonly id: number;
  readonly text: string;
}

/** Calls *tell* with the number of the cell, null where it is not known, and what it did not get. */
export function watchRefusals(
  cells: () => readonly Asker[],
  tell: (cell: number | null, words: string) => void
): void {
  document.addEventListener("securitypolicyviolation", (event) => {
    const {blockedURI, effectiveDirective, disposition, sourceFile} = event;
    const url = addressOf(blockedURI);
    if (!url || !isForeign(url) || disposition !== "enforce" || said.delete(url.href)) return;
    const asker = askers.get(effectiveDirective) ?? "request to";
    const framed = effectiveDirective === "frame-src" ? framedBy(url) : null;
    const cell = cellOf(event, sourceFile) ?? framed ?? namedBy(cells(), url);
    tell(cell, `${asker} ${shortened(url.href)}: ${why}`);
  });
}

function cellOf(event: Event, source: string): number | null {
  for (const node of event.composedPath()) {
    const id = node instanceof Element && node.closest<HTMLElement>(".cell")?.dataset["id"];
    if (id) return Number(id);
  }
  const [, id] = /ecco-cell-(\d+)\.js/.exec(source) ?? [];
  return id === undefined ? null : Number(id);
}

/** Returns the cell with a frame of that host: of frames only that is told. */
function framedBy({origin}: URL): number | null {
  const frames = [...document.querySelectorAll<HTMLIFrameElement>(".cell iframe")];
  const frame = frames.find(({src}) => addressOf(src)?.origin === origin);
  const id = frame?.closest<HTMLElement>(".cell")!.dataset["id"];
  return id === undefined ? null : Number(id);
}

/** Returns the cell whose text names the address, or else its host: a library may have done the asking. */
function namedBy(cells: readonly Asker[], {href, host}: URL): number | null {
  const named = (what: string): Asker | undefined => cells.find(({text}) => text.includes(what));
  return (named(href) ?? named(host))?.id ?? null;
}

function remember(href: string): void {
  said.add(href);
  if (said.size > 100) said.delete(said.values().next().value!);
}

function addressOf(input: unknown): URL | null {
  try {
    const text = input instanceof Request ? input.url : String(input);
    return new URL(text, document.baseURI);
  } catch {
    return null;
  }
}

const isForeign = ({protocol, origin}: URL): boolean =>
  /^(https?|wss?):$/.test(protocol) && origin !== location.origin;

const shortened = (address: string): string =>
  address.length > 200 ? `${address.slice(0, 200)}…` : address;
