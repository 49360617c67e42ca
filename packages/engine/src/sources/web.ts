import {SourceError} from "../errors.ts";
import type {Files, OpenFile} from "./files.ts";

/** Returns the files below a web address; nothing is asked from any other host. */
export function webFiles(address: URL): Files {
  const folder = address.href.endsWith("/") ? address : new URL(`${address.href}/`);
  return {
    location: folder.href,
    async open(name: string, signal: AbortSignal | undefined): Promise<OpenFile | null> {
      const url = new URL(name, folder);
      let response: Response;
      try {
        response = await fetch(url, signal ? {signal} : {});
      } catch (error) {
        signal?.throwIfAborted();
        throw new SourceError(
          `${url.href}: not reached (${error instanceof Error ? error.message : String(error)}); check the address`,
          {
            cause: error
          }
        );
      }
      const close = async (): Promise<void> => response.body?.cancel();
      if (response.status === 404 || response.status === 410 || isFallbackPage(response)) {
        await close();
        return null;
      }
      if (!response.ok) {
        await close();
        throw new SourceError(`${url.href}: got status ${response.status}, expected 200`);
      }
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
            reader.releaseLock();
          }
        },
        close
      };
    }
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
