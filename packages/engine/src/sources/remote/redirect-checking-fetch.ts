/** Follows redirects by hand: to the host that was named, and where else the caller allows (Node only). */
import {SourceError} from "../../errors.ts";
import type {Guard} from "./guarded-fetch.ts";
import {nodeRequests} from "./node-request.ts";
import type {RequestOne} from "./node-request.ts";
import {isPrivateHost} from "./private-address.ts";

/** Redirects that are followed for one file. */
const most = 5;
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** Ports of other protocols, which must not be spoken to as if they were hosts of files; as browsers have it. */
const otherPorts: ReadonlySet<number> = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102,
  103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465,
  512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993,
  995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668,
  6669, 6679, 6697, 10080
]);

/** Whether an address is of the named host: the same name and port, or the same by https. */
function isNamed(named: URL, url: URL): boolean {
  if (url.hostname !== named.hostname) return false;
  if (url.protocol === named.protocol) return url.port === named.port;
  return named.protocol === "http:" && url.protocol === "https:" && url.port === named.port;
}

let usual: RequestOne | undefined;

/** Returns a fetch that asks the named host alone and checks every redirect. */
export function redirectCheckingFetch(
  named: URL,
  {onward = () => false, own = false, request}: Guard
): typeof fetch {
  const one = request ?? (usual ??= nodeRequests());
  const mayBePrivate = own || isPrivateHost(named);
  return async (input, init = {}) => {
    const signal = init.signal ?? undefined;
    const method = init.method === "HEAD" ? "HEAD" : "GET";
    let headers = Object.fromEntries(new Headers(init.headers));
    headers["accept-encoding"] = "identity";
    let url = new URL(input instanceof Request ? input.url : input);
    const first = url.href;
    let before: URL | null = null;
    for (let hops = 0; ; hops++) {
      signal?.throwIfAborted();
      const known = isNamed(named, url);
      const backwards = before?.protocol === "https:" && url.protocol !== "https:";
      if (backwards || !(known || (before !== null && onward(url))))
        throw new SourceError(
          `${first}: ${before ? "the host sends on to" : "leads to"} ${url.origin}, expected nothing but ${named.origin}; give that address itself if you trust it`
        );
      if (url.username !== "" || url.password !== "" || otherPorts.has(Number(url.port || 0)))
        throw new SourceError(
          `${first}: not reached: ${url.host} is no address of files (its port is of another protocol, or it has a password); check the address`
        );
      const response = await one(url, {
        method,
        headers,
        signal,
        mayBePrivate: known && mayBePrivate
      });
      const location = response.headers.get("location");
      if (!redirects.has(response.status) || location === null) return response;
      await response.body?.cancel();
      if (hops === most)
        throw new SourceError(
          `${first}: the host sends on more than ${most} times; check the address`
        );
      const next = URL.parse(location, url.href);
      if (!next || !/^https?:$/.test(next.protocol))
        throw new SourceError(
          `${first}: the host sends on to what is no address; check the address`
        );
      // Who asks is said to the named host alone.
      if (next.origin !== url.origin)
        headers = Object.fromEntries(
          Object.entries(headers).filter(([name]) => name !== "authorization" && name !== "cookie")
        );
      before = url;
      url = next;
    }
  };
}
