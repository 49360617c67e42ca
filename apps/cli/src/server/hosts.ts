/** The sites of the editor, told apart by the name they are asked by. */
import type {IncomingMessage} from "node:http";
import {Refusal} from "./refusal.ts";

export interface Hosts {
  /** Origin of the shell: files, history, settings. */
  readonly shell: string;
  /**
   * Origins of the notebooks' frames, as a policy names them. Each notebook has a site, a storage and a process of its
   * own; the shell chooses its label from folder and path.
   */
  readonly frames: string;
}

export type Site = "shell" | "frame" | "numeric";

export const hostsOf = (port: number): Hosts => ({
  shell: `http://localhost:${port}`,
  frames: `http://*.localhost:${port}`
});

/** Labels of frames; the number counts how often that notebook had to be stopped. */
const label = /^http:\/\/nb-[\da-f]{20}(?:-\d{1,4})?\./;
const numeric = /^http:\/\/(?:127\.0\.0\.1|\[::1\]):/;

/**
 * Returns the site that is asked. Throws Refusal for any other name: a foreign page can have its own name lead here,
 * and would then be of the same origin.
 */
export function siteOf({headers, rawHeaders}: IncomingMessage, {shell}: Hosts): Site {
  const origin = `http://${headers.host ?? ""}`;
  // Of two, whatever stands between might believe the other one.
  const names = rawHeaders.filter((each, at) => at % 2 === 0 && /^host$/i.test(each));
  const alike: Readonly<Record<Site, string>> = {
    shell: origin,
    frame: origin.replace(label, "http://"),
    numeric: origin.replace(numeric, "http://localhost:")
  };
  const site = (["shell", "frame", "numeric"] as const).find((each) => alike[each] === shell);
  if (site && names.length === 1) return site;
  const got = names.length > 1 ? `${names.length} hosts` : (headers.host ?? "no host");
  throw new Refusal(421, `this server is ${shell}; got a request for ${got}`);
}
