import {SourceError} from "../errors.ts";
import type {Files, OpenFile} from "./files.ts";
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
      const response = await answered(url, "HEAD", signal).catch((error: unknown) => {
        signal?.throwIfAborted();
        // Some hosts only know GET; what else is wrong comes up again when it is read.
        if (error instanceof SourceError) return "unknown" as const;
        throw error;
      });
      if (!response) return null;
      return {
        size: response === "unknown" ? null : statedSize(response),
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
    throw new SourceError(
      `${url.href}: not reached (${error instanceof Error ? error.message : String(error)}); check the address`,
      {
        cause: error
      }
    );
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
    size: statedSize(response),
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

/** The stated length counts compressed bytes where the host compresses, and then says nothing about ours. */
function statedSize(response: Response): number | null {
  const length = response.headers.get("content-length");
  const encoding = response.headers.get("content-encoding");
  return length && (!encoding || encoding === "identity") ? Number(length) : null;
}
