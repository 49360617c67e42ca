/**
 * Who may read and write files: pages that bring the token of the address the command has printed, and name the folder
 * they were opened for. There are no cookies: browsers send those to every server of this machine, whatever its port.
 */
import {createHash, randomBytes, timingSafeEqual} from "node:crypto";
import type {IncomingMessage, ServerResponse} from "node:http";
import type {Hosts} from "./hosts.ts";
import {Refusal} from "./refusal.ts";

/** Names the folder: in a request the one it means, in an answer the one that is served. */
const folderHeader = "x-ecco-folder";

export class Access {
  readonly token = randomBytes(24).toString("base64url");
  readonly #hosts: Hosts;
  readonly #folder: string;

  /** *folder* is the identity of the folder that is served. */
  constructor(hosts: Hosts, folder: string) {
    this.#hosts = hosts;
    this.#folder = folder;
  }

  /** Whether the address of a page brings the token. */
  opens({searchParams}: URL): boolean {
    const given = searchParams.getAll("token");
    return given.length === 1 && this.#matches(given[0]!);
  }

  /**
   * Throws Refusal unless the request comes from the shell's own page, opened for the folder that is served. Only who
   * asks what the server is may leave the folder out.
   */
  check({method, headers}: IncomingMessage, response: ServerResponse, path: string): void {
    const {"x-ecco-token": token, [folderHeader]: folder} = headers;
    if (typeof token !== "string" || !this.#matches(token))
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
    response.setHeader(folderHeader, this.#folder);
    if (folder === undefined && path !== "/api/info")
      throw new Refusal(
        428,
        `which folder is meant is not said; expected the header ${folderHeader}`
      );
    if (folder !== undefined && folder !== this.#folder)
      throw new Refusal(409, "this address serves another folder now");
  }

  #matches(given: string): boolean {
    const hash = (text: string): Buffer => createHash("sha256").update(text).digest();
    return timingSafeEqual(hash(given), hash(this.token));
  }
}
