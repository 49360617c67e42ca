/** What the shell asks about drafts. */
import type {IncomingMessage, ServerResponse} from "node:http";
import {draftOf, largestDraft} from "./draft-folder.ts";
import type {DraftFolder} from "./draft-folder.ts";
import {Refusal} from "./refusal.ts";
import {jsonOf} from "./request-body.ts";

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
}
interface Options {
  readonly drafts: DraftFolder;
  readonly headers: Readonly<Record<string, string>>;
  readonly send: (response: ServerResponse, status: number, value: unknown) => void;
}
type Route = (path: string, call: Call, options: Options) => Promise<void>;

const routes: ReadonlyMap<string, Route> = new Map<string, Route>([
  [
    "GET drafts",
    // Most notebooks have none: null is no error.
    async (path, {response}, {drafts, send}) => send(response, 200, drafts.read(path))
  ],
  [
    "PUT drafts",
    async (path, {request, response}, {drafts, headers}) => {
      const draft = draftOf(await jsonOf(request, largestDraft));
      if (!draft) throw new Refusal(400, "expected JSON: a text, its base, and a time");
      await drafts.write(path, draft);
      response.writeHead(204, headers).end();
    }
  ],
  [
    "DELETE drafts",
    async (path, {response}, {drafts, headers}) => {
      await drafts.drop(path);
      response.writeHead(204, headers).end();
    }
  ]
]);

/** Answers a request about drafts; false when it is about something else. Throws Refusal. */
export async function answerDrafts(name: string, call: Call, options: Options): Promise<boolean> {
  const route = routes.get(`${call.request.method} ${name}`);
  if (!route) return false;
  const path = call.query.get("path");
  if (!path || path.length > 4096) throw new Refusal(400, "path is missing, or too long");
  await route(path, call, options);
  return true;
}
