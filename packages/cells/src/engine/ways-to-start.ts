/** How a worker is started from the address of its module. */
import {trustedAddress} from "./trusted-address.ts";

/** What a worker says before anything else: that it answers now, or why its module did not come. */
export type FirstWord =
  | {readonly ready: true}
  /** `refused` names what of the page's policy refused which address. */
  | {readonly failed: string; readonly refused: string | null};

export type Way = (url: URL) => Worker;

const name = "ecco";

/** Starts the module as it is: only where it is of the page's own origin. */
export const directly: Way = (url) => new Worker(trustedAddress(url.href), {type: "module", name});

/**
 * Starts a worker of the page's own that only imports the module, from wherever that is: browsers start no worker from
 * another host. A classic script, for a module of such an address starts neither in Firefox (from another host) nor in
 * a frame without an origin (in Chromium).
 */
export const importing: Way = (url) => {
  const code = importModule.replace("ADDRESS", () => JSON.stringify(url.href));
  const own = URL.createObjectURL(new Blob([code], {type: "text/javascript"}));
  try {
    const worker = new Worker(trustedAddress(own), {name});
    // Freed once it has been read.
    for (const type of ["message", "error"])
      worker.addEventListener(type, () => URL.revokeObjectURL(own), {once: true});
    return worker;
  } catch (error) {
    URL.revokeObjectURL(own);
    throw error;
  }
};

/** As text: what bundlers do to a function of this module would name things that the worker does not have. */
const importModule = `let refused = null;
addEventListener("securitypolicyviolation", ({effectiveDirective, blockedURI}) => {
  refused = effectiveDirective + " refuses " + blockedURI;
});
// The refusal may be heard of after the failure.
import(ADDRESS).catch((error) => setTimeout(() => postMessage({failed: String(error), refused}), 200));
`;
