/** What the shell asks about what may run, and says for the reader. */
import type {IncomingMessage, ServerResponse} from "node:http";
import {Refusal} from "./refusal.ts";
import {jsonOf} from "./request-body.ts";
import {isGrant, isHash, isText} from "./trust-file.ts";
import type {Trust} from "./trust.ts";

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
}
interface Options {
  readonly trust: Trust;
  readonly headers: Readonly<Record<string, string>>;
  readonly send: (response: ServerResponse, status: number, value: unknown) => void;
}
type Route = (call: Call, options: Options) => Promise<void>;

/** Most bytes of what is said here. */
const most = 300_000;

async function objectOf({request}: Call): Promise<Readonly<Record<string, unknown>>> {
  const value = await jsonOf(request, most);
  if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  throw new Refusal(400, "expected JSON: an object");
}

function checked<T>(name: string, value: unknown, is: (value: unknown) => value is T): T {
  if (!is(value)) throw new Refusal(400, `${name} is missing, or not as expected`);
  return value;
}

const isGrants = (value: unknown): value is readonly (readonly [string, string])[] =>
  Array.isArray(value) && value.every(isGrant);

const done = ({response}: Call, {headers}: Options): void => {
  response.writeHead(204, headers).end();
};

const routes: ReadonlyMap<string, Route> = new Map<string, Route>([
  [
    "POST trust",
    async (call, options) => {
      const {path, hash, grants} = await objectOf(call);
      await options.trust.add(
        checked("path", path, isText),
        checked("hash", hash, isHash),
        checked("grants", grants, isGrants)
      );
      done(call, options);
    }
  ],
  [
    "PUT trust/folder",
    async (call, options) => {
      await options.trust.setFolder(true);
      done(call, options);
    }
  ],
  [
    "DELETE trust/folder",
    async (call, options) => {
      await options.trust.setFolder(false);
      done(call, options);
    }
  ],
  [
    "GET grants",
    async ({response, query}, {trust, send}) => {
      const path = checked("path", query.get("path"), isText);
      const hash = checked("hash", query.get("hash"), isHash);
      send(response, 200, await trust.grants(path, hash));
    }
  ],
  [
    "POST grants",
    async (call, options) => {
      const {path, grant} = await objectOf(call);
      await options.trust.grant(checked("path", path, isText), checked("grant", grant, isGrant));
      done(call, options);
    }
  ]
]);

/** Answers a request about what may run; false when it is about something else. */
export async function answerTrust(name: string, call: Call, options: Options): Promise<boolean> {
  const route = routes.get(`${call.request.method} ${name}`);
  if (!route) return false;
  await route(call, options);
  return true;
}
