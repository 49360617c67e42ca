/** A server with a cache of models of its own: what tests keep in it, plant in it and want of it. */
import {mkdirSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {afterAll, afterEach, beforeAll, beforeEach, vi} from "vitest";
import {ask, frameHost, secret, Site} from "./site.ts";
import type {Answer} from "./site.ts";

export type Files = Readonly<Record<string, string>>;
interface Said {
  readonly address?: string;
  readonly message?: string;
}

let own: Site | undefined;
/** The server of the tests of this file. */
export const site = (): Site => own!;
/** Folder of the cache; empty before each test. */
export const cache = (): string => join(site().folder, "cache");

/** Starts the server before the tests of a file, and ends it. */
export function useModelSite(): void {
  beforeAll(async () => {
    own = await Site.start();
    await own.put("cache-of-others/id_rsa", secret);
    await own.put("id_rsa", secret);
  });
  afterAll(() => site()[Symbol.asyncDispose]());
  beforeEach(() => {
    vi.stubEnv("ECCO_CACHE", cache());
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(cache(), {recursive: true, force: true});
  });
}

/** Sends a body to be kept. */
export const put = (query: string, body: string): Promise<Answer> =>
  site().askApi(`model?${query}`, {method: "PUT", body});

/** Keeps files as the shell does, for a notebook or for the reader. */
export function keep(name: string, files: Files, forNotebook = true): Promise<Answer> {
  const query = new URLSearchParams({name, ...(forNotebook ? {notebook: ""} : {})}).toString();
  const list = Object.entries(files).map(([file, text]) => ({
    name: file,
    bytes: Buffer.byteLength(text)
  }));
  return put(query, `${JSON.stringify(list)}\n${Object.values(files).join("")}`);
}

/** Wants a model for a notebook. */
export async function want(src: string, notebook = "a.html"): Promise<Said> {
  const query = new URLSearchParams({src, for: notebook}).toString();
  const {text} = await site().askApi(`model?${query}`, {method: "POST"});
  return JSON.parse(text.trim().split("\n").at(-1)!) as Said;
}

/** Reads an address as a notebook's frame does. */
export const read = (path: string): Promise<Answer> =>
  ask(site().server.port, path, {host: frameHost});

/** Returns the names of what is kept of this computer. */
export function local(): readonly string[] {
  try {
    return readdirSync(join(cache(), "local")).toSorted();
  } catch {
    return [];
  }
}

/** Writes a folder of the cache as another program would. */
export function plant(folder: string, text: unknown, files: Files = {}): void {
  const place = join(cache(), folder);
  mkdirSync(place, {recursive: true});
  const record = typeof text === "string" ? text : JSON.stringify(text);
  for (const [name, content] of Object.entries({"ecco-model.json": record, ...files}))
    writeFileSync(join(place, name), content);
}

/** Returns a record as the cache writes it. */
export const recordOf = (src: string, more: object = {}): object => ({
  src,
  name: src,
  revision: null,
  file: null,
  files: [{name: "config.json", bytes: 2}],
  time: "2026",
  ...more
});
