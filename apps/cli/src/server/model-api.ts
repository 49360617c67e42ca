/** What the shell asks about models: which there are, what a download would cost, and to bring or remove one. */
import {basename, dirname} from "node:path";
import {createHash} from "node:crypto";
import {statSync} from "node:fs";
import type {IncomingMessage, ServerResponse} from "node:http";
import {EccoError} from "@ecco/engine";
import type {ModelStore} from "./model-store.ts";
import {Refusal} from "./refusal.ts";

/** Fetched models by the part of an address that names them. */
export class FetchedModels {
  readonly #folders = new Map<string, string>();

  /** Returns the address below the frame's origin where a folder's (or one file's) bytes are served from now on. */
  serve(path: string): string {
    const isFile = statSync(path).isFile();
    const folder = isFile ? dirname(path) : path;
    const id = createHash("sha256").update(folder).digest("hex").slice(0, 16);
    this.#folders.set(id, folder);
    return isFile ? `/fetched/${id}/${encodeURIComponent(basename(path))}` : `/fetched/${id}/`;
  }

  /** Returns the folder and file of such an address; null for one that is not known. */
  locate(pathname: string): {readonly folder: string; readonly path: string} | null {
    const [, , id = "", ...rest] = pathname.split("/");
    const folder = this.#folders.get(id);
    return folder === undefined ? null : {folder, path: rest.map(decodeURIComponent).join("/")};
  }
}

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
}
interface Options {
  readonly store: ModelStore;
  readonly fetched: FetchedModels;
  readonly send: (response: ServerResponse, status: number, value: unknown) => void;
  readonly headers: Readonly<Record<string, string>>;
}
type Route = (call: Call, options: Options) => Promise<void>;

const sourceOf = (query: URLSearchParams): string => {
  const src = query.get("src");
  if (!src) throw new Refusal(400, "which model is not said; expected ?src=…");
  return src;
};

/** The token, where the shell sends one: not part of the address, which servers write down. */
const tokenOf = ({headers}: IncomingMessage): string | undefined => {
  const given = headers["x-model-token"];
  return typeof given === "string" && given !== "" ? given : undefined;
};

/** A signal that aborts when the page no longer waits. */
function waiting(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once("close", () => controller.abort());
  return controller.signal;
}

/** What an error means for the page: whether the host wants a token, else the message. */
export function failureOf(error: unknown): {readonly message: string; readonly token: boolean} {
  const message = error instanceof Error ? error.message : String(error);
  return {message, token: error instanceof EccoError && /\btoken\b/.test(message)};
}

const routes: Readonly<Record<string, Route>> = {
  "GET models": async ({response}, {store, send}) => send(response, 200, await store.list()),
  "GET model": async ({request, response, query}, {store, send}) => {
    try {
      send(
        response,
        200,
        await store.describe(sourceOf(query), waiting(response), tokenOf(request))
      );
    } catch (error) {
      if (error instanceof Refusal || response.closed) throw error;
      send(response, 422, failureOf(error));
    }
  },
  /** Answers line by line: how far it is, at last where it lies or why it does not. */
  "POST model": async ({request, response, query}, {store, fetched, headers}) => {
    const src = sourceOf(query);
    const signal = waiting(response);
    response.writeHead(200, {
      ...headers,
      "content-type": "application/x-ndjson",
      "cache-control": "no-store"
    });
    const say = (value: unknown): void => void response.write(`${JSON.stringify(value)}\n`);
    let said = 0;
    try {
      const path = await store.fetch(src, {
        signal,
        token: tokenOf(request),
        progress(loaded, total, detail) {
          if (performance.now() - said < 100) return;
          said = performance.now();
          say({loaded, total, ...detail});
        }
      });
      say({address: fetched.serve(path)});
    } catch (error) {
      if (!signal.aborted) say(failureOf(error));
    }
    response.end();
  },
  "DELETE model": async ({response, query}, {store, headers}) => {
    await store.remove(sourceOf(query));
    response.writeHead(204, headers).end();
  },
  "PUT model": async ({request, response, query}, {store, headers}) => {
    const [name, file] = [query.get("name"), query.get("file")];
    if (!name || !file) throw new Refusal(400, "expected ?name=… and &file=… of what is kept");
    await store.keep(name, file, request as AsyncIterable<Uint8Array>);
    response.writeHead(204, headers).end();
  }
};

/** Answers a request about models; false when it is about something else. */
export async function answerModels(
  name: string,
  {request, response, query}: Call,
  options: Options
): Promise<boolean> {
  const route = routes[`${request.method} ${name}`];
  if (!route) return false;
  await route({request, response, query}, options);
  return true;
}
