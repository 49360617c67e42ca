/** What the shell asks about models: which there are, what a download would cost, and to bring or remove one. */
import {stat} from "node:fs/promises";
import type {IncomingMessage, ServerResponse} from "node:http";
import {homedir} from "node:os";
import {basename, dirname} from "node:path";
import {EccoError} from "@ecco/engine/errors";
import type {FetchedModels} from "./fetched-models.ts";
import type {KeepRequest, ModelPlace, ModelStore} from "./model-store.ts";
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

/** Returns a number of the query; undefined where it says none. Throws Refusal for what is none. */
function numberIn(query: URLSearchParams, name: string): number | undefined {
  const said = query.get(name);
  if (said === null) return undefined;
  if (!/^\d{1,15}$/.test(said)) throw new Refusal(400, `expected a number as ?${name}=…`);
  return Number(said);
}

/** What a model in a folder is called: the last part of what names it, without its version and the ONNX export in it. */
const nameOf = (src: string): string =>
  src
    .replace(/[/#](?:onnx|(?:onnx\/)?[^/#]+\.onnx)$/i, "")
    .split(/[/:]/)
    .findLast((part) => part !== "" && part !== ".")
    ?.split("@")[0] ?? "";

/** The token, where the shell sends one: not part of the address, which servers write down. */
const tokenOf = ({headers}: IncomingMessage): string | undefined => {
  const given = headers["x-model-token"];
  return typeof given === "string" && given !== "" ? given : undefined;
};

/** Longest line that says which files come. */
const longestList = 500_000;

/** Returns the files that a body says in its first line, as JSON, and the bytes behind it. Throws Refusal. */
async function filesIn(
  body: AsyncIterable<Uint8Array>
): Promise<Pick<KeepRequest, "files" | "bytes">> {
  const parts = body[Symbol.asyncIterator]();
  let start = Buffer.alloc(0);
  for (;;) {
    const at = start.indexOf(10);
    if (at >= 0) {
      const rest = start.subarray(at + 1);
      const bytes = async function* (): AsyncGenerator<Uint8Array> {
        yield rest;
        yield* {[Symbol.asyncIterator]: () => parts};
      };
      return {files: listIn(start.toString("utf8", 0, at)), bytes: bytes()};
    }
    const {done, value} =
      start.length > longestList ? {done: true, value: null} : await parts.next();
    if (done) throw new Refusal(400, "expected a line that lists the files, then their bytes");
    start = Buffer.concat([start, value as Uint8Array]);
  }
}

function listIn(text: string): KeepRequest["files"] {
  let said: unknown = null;
  try {
    said = JSON.parse(text);
  } catch {
    // Said below.
  }
  const isFile = (each: unknown): boolean => {
    const {name, bytes} = (each ?? {}) as Partial<KeepRequest["files"][number]>;
    return typeof name === "string" && typeof bytes === "number";
  };
  if (!Array.isArray(said) || !said.every(isFile))
    throw new Refusal(400, "expected a list of files, each with its name and bytes");
  return said as KeepRequest["files"];
}

/** A signal that aborts when the page no longer waits. */
function waiting(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once("close", () => controller.abort());
  return controller.signal;
}

/** What an error means for the page: whether the host wants a token, else the message; of the system's, no path. */
export function failureOf(error: unknown): {readonly message: string; readonly token: boolean} {
  if (!(error instanceof EccoError || error instanceof Refusal)) {
    if (process.env["ECCO_DEBUG"]) console.error(error);
    const {code} = error as NodeJS.ErrnoException;
    return {
      message: `the model is not kept on this computer: ${code ?? "it failed"}`,
      token: false
    };
  }
  const message = error.message.replaceAll(homedir(), "~");
  return {message, token: error instanceof EccoError && /\baccess token\b/.test(message)};
}

/** Returns where a model lies that a notebook names by its place. Throws Refusal for what is none. */
async function placeBeside(
  notebooks: NotebookFolder,
  notebook: string,
  src: string
): Promise<ModelPlace> {
  const path = await notebooks.beside(notebook, src);
  const isFile = (await stat(path)).isFile();
  if (isFile && !/\.(?:gguf|safetensors)$/i.test(path))
    throw new Refusal(
      400,
      `${src}: got a file, expected a .gguf file, or a folder with config.json + *.safetensors + tokenizer.json`
    );
  return {
    within: notebooks.folder,
    folder: isFile ? dirname(path) : path,
    name: nameOf(src),
    file: isFile ? basename(path) : null,
    files: null
  };
}

/** Does what may fail for reasons the page is told. */
async function attempt(
  response: ServerResponse,
  work: () => Promise<void>,
  send: Options["send"]
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Refusal || response.closed) throw error;
    send(response, 422, failureOf(error));
  }
}

const routes: Readonly<Record<string, Route>> = {
  "GET models": async ({response}, {store, send}) => send(response, 200, await store.list()),
  /** Who would be asked: nobody is. */
  "GET model/name": ({response, query}, {store, send}) =>
    attempt(response, async () => send(response, 200, await store.name(sourceOf(query))), send),
  "GET model": ({request, response, query}, {store, send}) =>
    attempt(
      response,
      async () => {
        const src = sourceOf(query);
        send(response, 200, await store.describe(src, waiting(response), tokenOf(request)));
      },
      send
    ),
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
      const place =
        notebook === null
          ? await store.fetch(src, {
              signal,
              token: tokenOf(request),
              most: numberIn(query, "most"),
              progress(loaded, total, detail) {
                if (performance.now() - said < 100) return;
                said = performance.now();
                say({loaded, total, ...detail});
              }
            })
          : await placeBeside(notebooks, notebook, src);
      const reader = notebook ?? query.get("for") ?? "";
      say({address: await fetched.serve({...place, name: nameOf(src)}, reader)});
    } catch (error) {
      if (!signal.aborted) say(failureOf(error));
    }
    response.end();
  },
  "DELETE model": ({response, query}, {store, headers, send}) =>
    attempt(
      response,
      async () => {
        await store.remove(sourceOf(query));
        response.writeHead(204, headers).end();
      },
      send
    ),
  "GET room": async ({response, query}, {store, send}) =>
    send(response, 200, {bytes: await store.room(query.has("notebook"))}),
  "PUT model": ({request, response, query}, {store, send}) =>
    attempt(
      response,
      async () => {
        const name = query.get("name");
        if (!name) throw new Refusal(400, "expected ?name=… of what is kept");
        const files = await filesIn(request as AsyncIterable<Uint8Array>);
        const forNotebook = query.has("notebook");
        send(response, 200, {src: await store.keep({name, ...files, forNotebook})});
      },
      send
    )
};

/** Answers a request about models; false when it is about something else. */
export async function answerModels(
  name: string,
  {request, response, query}: Call,
  options: Options
): Promise<boolean> {
  const asked = `${request.method} ${name}`;
  const route = Object.hasOwn(routes, asked) ? routes[asked] : undefined;
  if (!route) return false;
  await route({request, response, query}, options);
  return true;
}
