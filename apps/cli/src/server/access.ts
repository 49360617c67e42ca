/** Who may read and write files: pages that were opened with the address the command has printed. */
import {createHash, randomBytes, timingSafeEqual} from "node:crypto";
import type {IncomingMessage, ServerResponse} from "node:http";
import type {Hosts} from "./hosts.ts";
import {Refusal} from "./refusal.ts";

export class Access {
  readonly token = randomBytes(24).toString("base64url");
  readonly #cookie: string;
  readonly #hosts: Hosts;

  constructor(hosts: Hosts, port: number) {
    this.#hosts = hosts;
    // Cookies do not know ports: two editors must not throw each other out.
    this.#cookie = `ecco-${port}`;
  }

  /** Lets the browser in that brings the token, and takes the token out of its address. */
  admit(url: URL, response: ServerResponse): boolean {
    const given = url.searchParams.get("token");
    if (given === null || !this.#matches(given)) return false;
    url.searchParams.delete("token");
    response.writeHead(303, {
      location: url.pathname + url.search,
      "set-cookie": `${this.#cookie}=${this.token}; Path=/; HttpOnly; SameSite=Strict`,
      "cache-control": "no-store"
    });
    response.end();
    return true;
  }

  isKnown({headers}: IncomingMessage): boolean {
    const cookies = (headers.cookie ?? "").split(/;\s*/);
    const own = cookies.find((each) => each.startsWith(`${this.#cookie}=`));
    return own !== undefined && this.#matches(own.slice(this.#cookie.length + 1));
  }

  /** Throws Refusal unless the request comes from the shell's own pages. */
  check(request: IncomingMessage): void {
    const {method, headers} = request;
    if (!this.isKnown(request))
      throw new Refusal(
        403,
        "this page is not known here; open the address that ecco edit has printed"
      );
    const site = headers["sec-fetch-site"];
    const foreign =
      (site !== undefined && site !== "same-origin") ||
      (headers.origin !== undefined && headers.origin !== this.#hosts.shell) ||
      // Every browser says where a write comes from.
      (method !== "GET" && method !== "HEAD" && headers.origin === undefined);
    if (foreign)
      throw new Refusal(
        403,
        `only pages of ${this.#hosts.shell} may do this; got a request from ${headers.origin ?? "elsewhere"}`
      );
  }

  #matches(given: string): boolean {
    const hash = (text: string): Buffer => createHash("sha256").update(text).digest();
    return timingSafeEqual(hash(given), hash(this.token));
  }
}
