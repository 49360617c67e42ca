import {createReadStream, readFileSync, statSync} from "node:fs";
import {createServer} from "node:http";
import type {IncomingMessage, ServerResponse} from "node:http";
import type {AddressInfo} from "node:net";
import {extname, join, normalize} from "node:path";
import {gzipSync} from "node:zlib";

const types: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm"
};

export interface StaticHost extends AsyncDisposable {
  /** e.g. http://127.0.0.1:40123 */
  readonly origin: string;
  /** Paths asked for, in order. */
  readonly requests: readonly string[];
  /** The same with their methods: "HEAD /models/atlas/config.json". */
  readonly asked: readonly string[];
}

export interface StaticHostOptions {
  readonly folder?: string;
  /** Sent with everything, for example a policy. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Served before files of the folder, by path. */
  readonly pages?: Readonly<Record<string, string>>;
  /** Compresses texts, and says how long they are then. */
  readonly compresses?: boolean;
  /** Answers in its own way, and returns whether it did. */
  readonly answers?: (
    path: string,
    request: IncomingMessage,
    response: ServerResponse
  ) => boolean | Promise<boolean>;
}

/** Returns a plain host of files: no rewriting, no isolation headers; other origins may read, as on any file host. */
export async function staticHost({
  folder,
  headers: more = {},
  pages = {},
  compresses = false,
  answers = () => false
}: StaticHostOptions): Promise<StaticHost> {
  const requests: string[] = [];
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://x").pathname));
    requests.push(path);
    asked.push(`${request.method} ${path}`);
    if (await answers(path, request, response)) return;
    const headers = {
      ...more,
      "content-type": types[extname(path)] ?? "application/octet-stream",
      "access-control-allow-origin": "*"
    };
    const page = pages[path];
    if (page !== undefined) {
      response.writeHead(200, {...headers, "content-type": types[".html"]}).end(page);
      return;
    }
    const file = folder && join(folder, path);
    const size = file ? statSync(file, {throwIfNoEntry: false}) : undefined;
    if (!file || !size?.isFile()) {
      response.writeHead(404, headers).end();
      return;
    }
    if (compresses && /^(?:text|application)\/(?!octet|wasm)/.test(headers["content-type"])) {
      const body = gzipSync(readFileSync(file));
      response
        .writeHead(200, {...headers, "content-encoding": "gzip", "content-length": body.length})
        .end(body);
      return;
    }
    response.writeHead(200, {...headers, "content-length": size.size});
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    asked,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      })
  };
}
