/** Answers for `/modules/…` on the site of a notebook: what its imports lead to, and their code. */
import type {IncomingMessage, ServerResponse} from "node:http";
import {Refusal} from "../refusal.ts";
import type {ModuleSite} from "./module-site.ts";

/** Where such addresses begin. */
export const modulesAt = "/modules/";

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  /** Path of the notebook. */
  readonly notebook: string;
  /** What is asked for, decoded, below the address that was made for the notebook. */
  readonly path: string;
}

export interface ModuleAnswers {
  readonly site: ModuleSite;
  /** Of code: it runs under the policy of the notebook's page. */
  readonly headers: Readonly<Record<string, string>>;
  /** Sends a file of the folder as it is. Throws Refusal. */
  readonly sendFile: (path: string) => Promise<void>;
}

type Route = (call: Call, rest: readonly string[], answers: ModuleAnswers) => Promise<void>;

/** What a page wants a module for, as browsers say it; others read the file itself. */
const runs: ReadonlySet<unknown> = new Set([undefined, "script", "worker", "sharedworker"]);

const routes: ReadonlyMap<string, Route> = new Map<string, Route>([
  [
    "find",
    async (call, _, {site, headers}) => {
      const specifier = call.query.get("specifier");
      if (!specifier) throw new Refusal(400, "what is imported is not said; expected ?specifier=…");
      const found = await site.find(specifier, call.query.get("by") ?? call.notebook);
      send(call, "application/json;charset=utf-8", JSON.stringify(found), headers);
    }
  ],
  [
    "code",
    async (call, [name = "", ...rest], {site, headers, sendFile}) => {
      const path = rest.join("/");
      const isRun = runs.has(call.request.headers["sec-fetch-dest"]);
      const text = isRun ? await site.text(name, path) : null;
      if (text === null) return sendFile(path);
      send(call, "text/javascript;charset=utf-8", text, headers);
    }
  ],
  [
    "packages",
    async (call, [id = "", name = ""], {site, headers}) => {
      const chunk = await site.chunk(id, name);
      if (!chunk) throw new Refusal(404, "this package is not here; run the cell again");
      send(call, "text/javascript;charset=utf-8", chunk, headers);
    }
  ],
  // What packages read by themselves: workers, WebAssembly, style sheets.
  ["files", (_, rest, {sendFile}) => sendFile(rest.join("/"))]
]);

/** Answers a request for what imports lead to. Throws Refusal. */
export async function answerModules(call: Call, answers: ModuleAnswers): Promise<void> {
  const {"sec-fetch-dest": use, "sec-fetch-site": from} = call.request.headers;
  const isOwn = from === undefined || from === "same-origin";
  if (!isOwn || (typeof use === "string" && pages.has(use)))
    throw new Refusal(403, "modules are for the notebook's own page, which imports them");
  const [first = "", ...rest] = call.path.split("/");
  const route = routes.get(first);
  if (!route) throw new Refusal(404, `${call.path} is not here`);
  await route(call, rest, answers);
}

/** What shows a page of its own. */
const pages: ReadonlySet<string> = new Set(["document", "iframe", "frame", "object", "embed"]);

function send(
  {response, request}: Call,
  type: string,
  text: string | Buffer,
  headers: Readonly<Record<string, string>>
): void {
  response.writeHead(200, {...headers, "content-type": type, "cache-control": "no-store"});
  response.end(request.method === "HEAD" ? undefined : text);
}
