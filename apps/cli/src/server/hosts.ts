/** The two sites of the editor, told apart by the name they are asked by. */
import type {IncomingMessage} from "node:http";
import {Refusal} from "./refusal.ts";

export interface Hosts {
  /** Origin of the shell: files, history, settings. */
  readonly shell: string;
  /** Origin of the notebook frame: another site, in a process of its own. `nb2.`, `nb3.` and so on are frames too. */
  readonly frame: string;
}

export type Site = keyof Hosts | "numeric";

export const hostsOf = (port: number): Hosts => ({
  shell: `http://localhost:${port}`,
  frame: `http://nb.localhost:${port}`
});

/**
 * Returns the site that is asked. Throws Refusal for any other name: a foreign page can have its own name lead here,
 * and would then be of the same origin.
 */
export function siteOf({headers}: IncomingMessage, hosts: Hosts): Site {
  const origin = `http://${headers.host ?? ""}`;
  if (origin === hosts.shell) return "shell";
  if (origin.replace(/^http:\/\/nb\d+\./, "http://nb.") === hosts.frame) return "frame";
  if (/^http:\/\/(127\.0\.0\.1|\[::1\]):\d+$/.test(origin)) return "numeric";
  throw new Refusal(
    421,
    `this server is ${hosts.shell}; got a request for ${headers.host ?? "no host"}`
  );
}
