/** One request of Node's own, that follows nothing and looks where a name leads before it connects (Node only). */
import type {IncomingMessage} from "node:http";
import type {LookupFunction} from "node:net";
import type {Readable} from "node:stream";
import {SourceError} from "../../errors.ts";
import {builtin} from "../node.ts";
import {isPublicAddress, literalOf} from "./private-address.ts";

export interface RequestInitOfOne {
  readonly method: "GET" | "HEAD";
  readonly headers: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** Whether the host may be this computer, or one of its network. */
  readonly mayBePrivate: boolean;
}

/** Sends one request and follows no redirect. */
export type RequestOne = (url: URL, init: RequestInitOfOne) => Promise<Response>;

/** After so many ms without a byte nobody is waited for. */
const patience = 60_000;

const notPublic = (url: URL): SourceError =>
  new SourceError(
    `${url.href}: ${url.hostname} leads to this computer or its network, expected a public address; give the address by its numbers where that is meant`
  );

/** Returns requests whose names are resolved by *lookup*, and checked as they are connected to: asked twice, a name may lead elsewhere. */
export function nodeRequests(lookup?: LookupFunction): RequestOne {
  const resolve = lookup ?? (builtin("node:dns").lookup as LookupFunction);
  // A proxy resolves names itself, and may well be of the network.
  const byProxy = process.env["NODE_USE_ENV_PROXY"] === "1";
  const agentsOf = (check: LookupFunction | undefined) => {
    const options = {
      keepAlive: true,
      ...(check && !byProxy ? {lookup: check} : {}),
      ...(byProxy ? {proxyEnv: process.env} : {})
    };
    return {
      "http:": new (builtin("node:http").Agent)(options),
      "https:": new (builtin("node:https").Agent)(options)
    };
  };
  const publicOnly: LookupFunction = (name, options, done) =>
    resolve(name, {...options, all: true}, (error, found) => {
      const all = Array.isArray(found) ? found : [];
      if (error) return done(error, [], 0);
      if (all.length === 0 || !all.every(({address}) => isPublicAddress(address)))
        return done(Object.assign(new Error("not public"), {code: "ECCO_PRIVATE"}), [], 0);
      if (options.all) return done(null, all);
      done(null, all[0]!.address, all[0]!.family);
    });
  const agents = {public: agentsOf(publicOnly), any: agentsOf(lookup)};

  const once: RequestOne = (url, {method, headers, signal, mayBePrivate}) => {
    const literal = literalOf(url);
    if (!mayBePrivate && literal !== null && !isPublicAddress(literal))
      return Promise.reject(notPublic(url));
    const secure = url.protocol === "https:";
    const {request} = secure ? builtin("node:https") : builtin("node:http");
    const agent = agents[mayBePrivate ? "any" : "public"][secure ? "https:" : "http:"];
    return new Promise((answer, reject) => {
      const sent = request(url, {
        method,
        headers,
        agent,
        timeout: patience,
        ...(signal ? {signal} : {})
      });
      sent.on("timeout", () => sent.destroy(new Error(`nothing came for ${patience / 1000} s`)));
      sent.on("error", (error: NodeJS.ErrnoException) =>
        reject(
          error.code === "ECCO_PRIVATE"
            ? notPublic(url)
            : // A connection that was kept may be closed just then: nothing was answered.
              error.code === "ECONNRESET" && sent.reusedSocket
              ? new Closed()
              : error
        )
      );
      sent.on("response", (incoming) => {
        const given = new Headers();
        for (let i = 0; i < incoming.rawHeaders.length; i += 2)
          given.append(incoming.rawHeaders[i]!, incoming.rawHeaders[i + 1]!);
        const status = incoming.statusCode!;
        const empty = method === "HEAD" || [204, 205, 304].includes(status);
        if (empty) incoming.resume();
        try {
          const body = empty ? null : bodyOf(incoming, given.get("content-encoding"), url);
          answer(new Response(body, {status, headers: given}));
        } catch (error) {
          incoming.destroy();
          reject(error as Error);
        }
      });
      sent.end();
    });
  };
  return async (url, init) => {
    for (;;) {
      try {
        return await once(url, init);
      } catch (error) {
        if (!(error instanceof Closed)) throw error;
      }
    }
  };
}

/** A kept connection was closed before it was used again: the next is another. */
class Closed extends Error {}

/**
 * Returns the bytes of an answer. Node's own streams of this kind throw where no one can catch it when who reads them has
 * had enough while bytes are unpacked.
 */
function bodyOf(
  incoming: IncomingMessage,
  encoding: string | null,
  url: URL
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const bytes = unpacked(incoming, encoding, url);
  // Said to who reads; nobody may read yet.
  for (const each of [incoming, bytes]) each.on("error", () => undefined);
  const parts = bytes[Symbol.asyncIterator]() as AsyncIterator<Uint8Array<ArrayBuffer>>;
  return new ReadableStream(
    {
      async pull(controller) {
        const {done, value} = await parts.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel() {
        bytes.destroy();
        incoming.destroy();
      }
    },
    {highWaterMark: 0}
  );
}

/** Compressed answers are not asked for; some hosts send them all the same. */
function unpacked(incoming: IncomingMessage, encoding: string | null, url: URL): Readable {
  if (encoding === null || encoding === "" || encoding === "identity") return incoming;
  const format = encoding.replace(/^x-/, "");
  if (format !== "gzip" && format !== "deflate")
    throw new SourceError(
      `${url.href}: the host sends it compressed (${encoding.slice(0, 20)}), which was not asked for; take another host`
    );
  const {createGunzip, createInflate} = builtin("node:zlib");
  const unpack = format === "gzip" ? createGunzip() : createInflate();
  return builtin("node:stream").pipeline(incoming, unpack, () => undefined);
}
