/** Requests to the host that was named and to no other, whatever it answers. */
import {inNode} from "../node.ts";
import type {RequestOne} from "./node-request.ts";

export interface Guard {
  /** Where the named host may send on to, besides itself; must be public. */
  readonly onward?: ((url: URL) => boolean) | undefined;
  /** Whether the user has set this host: its name may lead to the own network. */
  readonly own?: boolean;
  /** Sends one request; defaults to Node's. */
  readonly request?: RequestOne | undefined;
}

/**
 * Returns a fetch that asks the named host alone and checks every redirect. In a page the browser follows redirects
 * itself, within what the page may reach: *given*, or its own fetch, is returned as it is.
 */
export function guardedFetch(named: URL, guard: Guard, given?: typeof fetch): typeof fetch {
  if (given) return given;
  if (!inNode() && !guard.request) return fetch;
  // Pages do not load what only Node needs.
  const checking = import("./redirect-checking-fetch.ts").then(({redirectCheckingFetch}) =>
    redirectCheckingFetch(named, guard)
  );
  return async (input, init) => (await checking)(input, init);
}
