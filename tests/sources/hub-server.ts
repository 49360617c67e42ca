/** A hub and a file host on this machine, which break off, lie and refuse as they are told to. */
import {createHash} from "node:crypto";
import {createServer} from "node:http";
import type {IncomingMessage, ServerResponse} from "node:http";
import type {AddressInfo} from "node:net";

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
}

/** What goes wrong with the next answers of a file, one after the other; then all is well. */
export type Trouble =
  | {readonly kind: "break"; readonly after: number}
  | {readonly kind: "status"; readonly status: number; readonly retryAfter?: string}
  /** States so many bytes more than it sends, and closes. */
  | {readonly kind: "short"; readonly by: number}
  | {readonly kind: "no ranges"}
  /** Answers as another version, bytes and all. */
  | {readonly kind: "change"; readonly bytes: Uint8Array}
  | {readonly kind: "redirect"; readonly to: string}
  | {readonly kind: "claim"; readonly length: string};

export interface HubServer {
  readonly url: string;
  readonly asked: Asked[];
  /** Files by path: owner/name/file of the hub, or any address. */
  readonly files: Map<string, Uint8Array>;
  /** By path; whole hosts by "*". */
  readonly troubles: Map<string, Trouble[]>;
  commit: string;
  close(): Promise<void>;
}

const hash = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

export async function hubServer(): Promise<HubServer> {
  const files = new Map<string, Uint8Array>();
  const troubles = new Map<string, Trouble[]>();
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    // As the hub does: pages of other hosts may read, and see what tells versions.
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-expose-headers", "etag, content-range");
    const path = decodeURIComponent(new URL(request.url!, "http://host").pathname.slice(1));
    asked.push({method: request.method!, path, headers: request.headers});
    answer(path, request, response);
  });

  function answer(path: string, request: IncomingMessage, response: ServerResponse): void {
    const api = /^api\/models\/([^/]+\/[^/]+)\/(revision|tree)\/([^/]+)/.exec(path);
    if (api) return sendApi(api[1]!, api[2]!, path, response);
    const resolved = /^([^/]+\/[^/]+)\/resolve\/[^/]+\/(.+)$/.exec(path);
    const name = resolved ? `${resolved[1]}/${resolved[2]}` : path;
    sendFile(name, request, response);
  }

  function sendApi(repository: string, what: string, path: string, response: ServerResponse): void {
    const trouble = troubles.get(path)?.shift() ?? troubles.get(`api ${repository}`)?.[0];
    if (trouble?.kind === "status") {
      response
        .writeHead(trouble.status, {"content-type": "application/json"})
        .end('{"error":"no"}');
      return;
    }
    const own = [...files].filter(([name]) => name.startsWith(`${repository}/`));
    if (own.length === 0) {
      response.writeHead(404, {"content-type": "application/json"}).end('{"error":"not found"}');
      return;
    }
    const listed = own.map(([name, bytes]) => ({
      type: "file",
      path: name.slice(repository.length + 1),
      size: bytes.length,
      oid: hash(bytes).slice(0, 40),
      ...(/safetensors$|gguf$|onnx$/.test(name)
        ? {lfs: {oid: hash(bytes), size: bytes.length, pointerSize: 130}}
        : {})
    }));
    const info = {
      _id: "1",
      id: repository,
      modelId: repository,
      sha: hub.commit,
      private: false,
      gated: false,
      downloads: 0,
      likes: 0,
      lastModified: "2026-01-01T00:00:00.000Z",
      tags: [],
      siblings: []
    };
    const body = JSON.stringify(what === "tree" ? listed : info);
    response.writeHead(200, {"content-type": "application/json"}).end(body);
  }

  function sendFile(name: string, request: IncomingMessage, response: ServerResponse): void {
    const list = troubles.get(name) ?? [];
    const trouble = request.method === "HEAD" ? undefined : list.shift();
    if (trouble?.kind === "change") files.set(name, trouble.bytes);
    const bytes = files.get(name);
    if (!bytes) return void response.writeHead(404).end();
    if (trouble?.kind === "status") {
      const wait = trouble.retryAfter === undefined ? {} : {"retry-after": trouble.retryAfter};
      return void response.writeHead(trouble.status, wait).end();
    }
    if (trouble?.kind === "redirect")
      return void response.writeHead(302, {location: trouble.to}).end();
    const etag = `"${hash(bytes).slice(0, 16)}"`;
    const range = /^bytes=(\d+)-/.exec(request.headers.range ?? "");
    const valid = request.headers["if-range"] === undefined || request.headers["if-range"] === etag;
    const from = range && valid && trouble?.kind !== "no ranges" ? Number(range[1]) : 0;
    const part = bytes.subarray(from);
    const length =
      trouble?.kind === "claim"
        ? trouble.length
        : String(part.length + (trouble?.kind === "short" ? trouble.by : 0));
    const headers = {etag, "content-length": length, "content-type": "application/octet-stream"};
    response.writeHead(
      from > 0 ? 206 : 200,
      from > 0
        ? {...headers, "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}`}
        : headers
    );
    if (request.method === "HEAD") return void response.end();
    if (trouble?.kind === "break") {
      response.write(part.subarray(0, trouble.after), () =>
        setTimeout(() => response.destroy(), 20)
      );
      return;
    }
    if (trouble?.kind === "short" || trouble?.kind === "claim") {
      response.write(part, () => setTimeout(() => response.destroy(), 20));
      return;
    }
    response.end(part);
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const hub: HubServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    files,
    troubles,
    commit: "0123456789abcdef0123456789abcdef01234567",
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  };
  return hub;
}
