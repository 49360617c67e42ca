import {SourceError} from "../errors.ts";
import type {Files, OpenFile} from "./files.ts";
import {announcedLength, isEncoded, unreached} from "./host-words.ts";
import {listWebFolder} from "./web-listing.ts";

/** Returns the files below a web address; nothing is asked from any other host. */
export function webFiles(address: URL): Files {
  const folder = address.href.endsWith("/") ? address : new URL(`${address.href}/`);
  const urlOf = (name: string): URL =>
    new URL(name.split("/").map(encodeURIComponent).join("/"), folder);
  const open = async (name: string, signal: AbortSignal | undefined): Promise<OpenFile | null> => {
    const url = urlOf(name);
    const response = await answered(url, "GET", signal);
    return response && bodyOf(response, url, signal);
  };
  return {
    location: folder.href,
    open,
    ask: (signal) => listWebFolder(folder, signal),
    // A browser has six connections to a host: with more files open and unread, the next would wait for ever.
    async peek(name, signal) {
      const url = urlOf(name);
      const response = await answered(url, "HEAD", signal).catch(async (error: unknown) => {
        signal?.throwIfAborted();
        if (!(error instanceof SourceError)) throw error;
        // Some hosts only know GET.
        const got = await answered(url, "GET", signal);
        await got?.body?.cancel();
        return got;
      });
      if (!response) return null;
      return {
        ...announcedBy(response),
        async *read() {
          const opened = await open(name, signal);
          if (!opened) throw new SourceError(`${url.href}: is gone; load it again`);
          yield* opened.read();
        },
        close: () => Promise.resolve()
      };
    }
  };
}

/** Returns a good answer; null where there is no such file. Throws SourceError for anything else. */
async function answered(
  url: URL,
  method: "GET" | "HEAD",
  signal: AbortSignal | undefined
): Promise<Response | null> {
  let response: Response;
  try {
    response = await fetch(url, {method, ...(signal ? {signal} : {})});
  } catch (error) {
    signal?.throwIfAborted();
    throw unreached(url, error);
  }
  if (response.ok && !isFallbackPage(response)) return response;
  await response.body?.cancel();
  if ([404, 410].includes(response.status) || isFallbackPage(response)) return null;
  throw new SourceError(
    `${url.href}: got status ${response.status}, expected 200; try again later`
  );
}

function bodyOf(response: Response, url: URL, signal: AbortSignal | undefined): OpenFile {
  const {body} = response;
  return {
    ...announcedBy(response),
    async *read() {
      if (!body) return;
      const reader = body.getReader();
      try {
        for (;;) {
          const {done, value} = await reader.read();
          if (done) return;
          yield value;
        }
      } catch (error) {
        signal?.throwIfAborted();
        throw new SourceError(`${url.href}: the transfer broke off; load it again`, {
          cause: error
        });
      } finally {
        // Nobody reads on: the connection is free for others.
        await reader.cancel().catch(() => {});
      }
    },
    close: async () => body?.cancel()
  };
}

/** Many hosts answer a missing file with their start page and status 200. */
function isFallbackPage(response: Response): boolean {
  return response.headers.get("content-type")?.startsWith("text/html") ?? false;
}

/** What a host announces: of compressed bytes, where it compresses; and other hosts' pages do not see whether it does. */
function announcedBy(response: Response): Pick<OpenFile, "size" | "expected" | "transfer"> {
  const transfer = announcedLength(response);
  return {size: null, expected: isEncoded(response) ? null : transfer, transfer};
}
