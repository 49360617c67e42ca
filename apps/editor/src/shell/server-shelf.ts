/** The models of this computer, through the local server: it downloads, keeps and removes them. */
import {filesOfModel, TokenWanted} from "@ecco/cells/model-picker";
import type {Shelf} from "@ecco/cells/model-picker";
import * as v from "valibot";
import type {BringCall, DeskServer, KeepCall, Named} from "./model-wish.ts";
import {request} from "./request.ts";

const size = v.nullable(v.number());
const text = v.nullable(v.string());
const stored = v.array(
  v.object({
    src: v.string(),
    name: v.string(),
    kind: v.picklist(["embedded", "cached", "local"]),
    architecture: text,
    bytes: size
  })
);
const named = v.object({
  host: text,
  address: text,
  isPrivate: v.boolean(),
  token: v.boolean(),
  here: v.boolean()
});
const described = v.object({name: v.string(), bytes: size, here: v.boolean(), host: text});
const failed = v.object({message: v.string(), token: v.optional(v.boolean(), false)});
const line = v.union([
  v.object({
    loaded: v.number(),
    total: size,
    rate: v.optional(v.number()),
    remaining: v.optional(size)
  }),
  v.object({address: v.string()}),
  failed
]);

const details = {embedded: "comes with Ecco", cached: "downloaded", local: "of this computer"};

async function ask(
  path: string,
  query: Readonly<Record<string, string>>,
  init: RequestInit & {readonly token?: string | undefined} = {}
): Promise<Response> {
  const {token, ...rest} = init;
  const search = new URLSearchParams(query).toString();
  const headers = token === undefined ? {} : {"x-model-token": token};
  const response = await request(`api/${path}${search ? `?${search}` : ""}`, {headers, ...rest});
  if (response.ok) return response;
  const said = v.safeParse(failed, await response.json().catch(() => null));
  throw failureOf(
    said.success ? said.output : {message: `the server answered ${response.status}`, token: false}
  );
}

const failureOf = ({message, token}: v.InferOutput<typeof failed>): Error =>
  token ? new TokenWanted(message) : new Error(message);

/** Brings a model here; returns where the frame finds it. */
async function bring(
  src: string,
  {signal, progress, token, notebook = "", beside = false, most}: BringCall = {}
): Promise<string> {
  const response = await ask(
    "model",
    {
      src,
      [beside ? "beside" : "for"]: notebook,
      ...(most === undefined ? {} : {most: String(most)})
    },
    {
      method: "POST",
      token,
      ...(signal ? {signal} : {})
    }
  );
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const {done, value = ""} = await reader.read();
    const lines = (rest + value).split("\n");
    rest = lines.pop()!;
    for (const each of lines) {
      const said = v.parse(line, JSON.parse(each));
      if ("address" in said) return said.address;
      if ("message" in said) throw failureOf(said);
      progress?.({...said, name: src});
    }
    if (done) throw new Error("the server stopped before the model was here; try again");
  }
}

/** Returns what a source names; nobody is asked for it. */
async function nameOf(src: string): Promise<Named> {
  return v.parse(named, await (await ask("model/name", {src})).json());
}

/** Returns how many bytes a notebook may have kept; null where the disk does not say. */
async function roomForNotebook(): Promise<number | null> {
  const response = await ask("room", {notebook: ""});
  return v.parse(v.object({bytes: size}), await response.json()).bytes;
}

/** Keeps files, all in one request: none is kept without the others. Returns what names them. */
async function keep(
  given: readonly File[],
  {signal, progress, forNotebook = false}: KeepCall = {}
): Promise<string> {
  const {name, files} = filesOfModel(given);
  const total = files.reduce((sum, {file}) => sum + file.size, 0);
  const list = JSON.stringify(
    files.map(({name: called, file}) => ({name: called, bytes: file.size}))
  );
  progress?.({name, loaded: 0, total});
  const response = await ask(
    "model",
    {name, ...(forNotebook ? {notebook: ""} : {})},
    {
      method: "PUT",
      body: new Blob([`${list}\n`, ...files.map(({file}) => file)]),
      ...(signal ? {signal} : {})
    }
  );
  progress?.({name, loaded: total, total});
  return v.parse(v.object({src: v.string()}), await response.json()).src;
}

export const serverShelf: Shelf = {
  place: "on this computer",
  async list() {
    const models = v.parse(stored, await (await ask("models", {})).json());
    return models.map(({src, name, kind, architecture, bytes}) => ({
      src,
      name,
      bytes,
      detail: [architecture ?? "", details[kind]].filter(Boolean).join(" · "),
      removable: kind !== "embedded"
    }));
  },
  async describe(src, {signal, token} = {}) {
    const response = await ask("model", {src}, {token, ...(signal ? {signal} : {})});
    return v.parse(described, await response.json());
  },
  async fetch(src, call) {
    await bring(src, call);
  },
  keep,
  async remove(src) {
    await ask("model", {src}, {method: "DELETE"});
  }
};

/** What the desk of an open notebook asks the server. */
export const deskServer: DeskServer = {
  list: () => serverShelf.list(),
  describe: (src, call) => serverShelf.describe(src, call),
  name: nameOf,
  bring,
  room: roomForNotebook,
  keep
};
