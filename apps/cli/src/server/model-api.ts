/** What the shell asks about models: which there are, what a download would cost, and to bring or remove one. */
import type {IncomingMessage, ServerResponse} from "node:http";
import {EccoError} from "@ecco/engine";
import type {FetchedModels} from "./fetched-models.ts";
import type {ModelStore} from "./model-store.ts";
import type {NotebookFolder} from "./notebook-folder.ts";
import {Refusal} from "./refusal.ts";

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
}
interface Options {
  readonly store: ModelStore;
  readonly fetched: FetchedModels;
  readonly notebooks: NotebookFolder;
  readonly send: (response: ServerResponse, status: number, value: unknown) => void;
  readonly headers: Readonly<Record<string, string>>;
}
type Route = (call: Call, options: Options) => Promise<void>;

const sourceOf = (query: URLSearchParams): string => {
  const src = query.get("src");
  if (!src) throw new Refusal(400, "which model is not said; expected ?src=…");
  return src;
};

/** What a model in a folder is called: the last part of what names it, without its version. */
const nameOf = (src: string): string =>
  src
    .split(/[/:]/)
    .findLast((part) => part !== "" && part !== ".")
    ?.split("@")[0] ?? "";

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

/** What an error means for the page: whether the host wants a token, else the message; of the system's, no path. */
export function failureOf(error: unknown): {readonly message: string; readonly token: boolean} {
  const {code} = error as NodeJS.ErrnoException;
  const isOurs = error instanceof EccoError || error instanceof Refusal;
  if (!isOurs && code !== undefined)
    return {message: `the model is not kept on this computer: ${code}`, token: false};
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
  "POST model": async ({request, response, query}, {store, fetched, notebooks, headers}) => {
    const src = sourceOf(query);
    const notebook = query.get("beside");
    const signal = waiting(response);
    response.writeHead(200, {
      ...headers,
      "content-type": "application/x-ndjson",
      "cache-control": "no-store"
    });
    const say = (value: unknown): void => void response.write(`${JSON.stringify(value)}\n`);
    let said = 0;
    try {
      const path =
        notebook === null
          ? await store.fetch(src, {
              signal,
              token: tokenOf(request),
              progress(loaded, total, detail) {
                if (performance.now() - said < 100) return;
                said = performance.now();
                say({loaded, total, ...detail});
              }
            })
          : await notebooks.beside(notebook, src);
      say({address: fetched.serve(path, nameOf(src))});
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
