/** Why a worker did not start: browsers say it in the console, where no page can read it. */
import {UntrustedError} from "./trusted-address.ts";

/** What of the page's policy has refused scripts since it was asked for. */
export interface Refusals {
  seen(): string | null;
  end(): void;
}

/** Takes down what the page's policy refuses from now on. */
export function watchRefusals(): Refusals {
  let last: string | null = null;
  const note = ({effectiveDirective, blockedURI}: SecurityPolicyViolationEvent): void => {
    if (/^(?:worker|child|script)-src|^trusted-types|^require-trusted/.test(effectiveDirective))
      last = `${effectiveDirective} refuses ${blockedURI || "it"}`;
  };
  globalThis.document?.addEventListener("securitypolicyviolation", note);
  return {
    seen: () => last,
    end: () => globalThis.document?.removeEventListener("securitypolicyviolation", note)
  };
}

const advice = "see Policies in Ecco's docs/views.md for what it has to allow";

/**
 * Returns in words why the module at *url* did not start in a worker. *cause* is what the browser said, *refused* says
 * what the page's policy has refused by now. Asks the host once: by then the browser has said what it had to say.
 */
export async function whyNot(
  url: URL,
  cause: unknown,
  refused: () => string | null
): Promise<string> {
  const failed = "the engine's worker did not start";
  if (cause instanceof UntrustedError)
    return `${failed}: the page's Content-Security-Policy allows no trusted-types policy called ecco; ${advice}`;
  const answer = await askHost(url, cause);
  const policy = refused();
  return policy
    ? `${failed}: the page's Content-Security-Policy (${policy}); ${advice}`
    : `${failed}: ${answer}`;
}

/** The host is given so long for an answer, in ms. */
const patience = 10_000;

const sayWhere =
  'say where Ecco\'s files lie: <meta name="ecco-assets" content="/ecco/"> (docs/views.md)';

/** Returns what a module's host says about it, and what to do. */
async function askHost(url: URL, cause: unknown): Promise<string> {
  if (url.protocol === "file:" && location.protocol !== "file:")
    return `${url} is a file of the computer on which this page was built: its bundler has made ecco.js part of another file; ${sayWhere}`;
  const signal = AbortSignal.timeout(patience);
  const response = await fetch(url, {method: "HEAD", signal}).catch(() => null);
  if (!response)
    return `${url} cannot be reached; try again with a network, and let its host send Access-Control-Allow-Origin where it is another site`;
  if (!response.ok)
    return `${url} answers ${response.status}; reload the page, for the site may have been renewed, or ${sayWhere}`;
  const type = response.headers.get("content-type");
  if (!/(?:java|ecma)script/i.test(type ?? ""))
    return `${url} comes as ${type ?? "no type"}, expected text/javascript; if it is the script, its host has to say so, else ${sayWhere}`;
  return `${url} is there, but the browser does not run it (${String(cause)}); where the page has a Content-Security-Policy, ${advice}`;
}
