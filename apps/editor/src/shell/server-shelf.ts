/** The models of this computer, through the local server: it downloads, keeps and removes them. */
import {filesOfModel, TokenWanted} from "@ecco/cells/model-picker";
import type {Shelf, ShelfCall} from "@ecco/cells/model-picker";
import * as v from "valibot";
import {request} from "./request.ts";

const size = v.nullable(v.number());
const stored = v.array(
  v.object({
    src: v.string(),
    name: v.string(),
    kind: v.picklist(["embedded", "cached", "local"]),
    architecture: v.nullable(v.string()),
    bytes: size
  })
);
const described = v.object({
  name: v.string(),
  bytes: size,
  here: v.boolean(),
  host: v.nullable(v.string())
});
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

export interface BringCall extends ShelfCall {
  /** The notebook that names the model by its place. */
  readonly beside?: string | undefined;
}

/** Brings a model here; returns where the frame finds it. */
export async function bring(
  src: string,
  {signal, progress, token, beside}: BringCall = {}
): Promise<string> {
  const response = await ask("model", beside === undefined ? {src} : {src, beside}, {
    method: "POST",
    token,
    ...(signal ? {signal} : {})
  });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const {done, value = ""} = await reader.read();
    const lines = (rest + value).split("\n");
    rest = lines.pop()!;
    for (const text of lines) {
      const said = v.parse(line, JSON.parse(text));
      if ("address" in said) return said.address;
      if ("message" in said) throw failureOf(said);
      progress?.({...said, name: src});
    }
    if (done) throw new Error("the server stopped before the model was here; try again");
  }
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
  async keep(given, {signal, progress} = {}) {
    const {name, files} = filesOfModel(given);
    const src = `local:${name}`;
    // Files of an earlier model of that name would be read with the new ones.
    if ((await this.list()).some((model) => model.src === src)) await this.remove(src);
    const total = files.reduce((sum, file) => sum + file.size, 0);
    let loaded = 0;
    for (const file of files) {
      await ask(
        "model",
        {name, file: file.name},
        {
          method: "PUT",
          body: file,
          ...(signal ? {signal} : {})
        }
      );
      loaded += file.size;
      progress?.({name, loaded, total});
    }
    return src;
  },
  async remove(src) {
    await ask("model", {src}, {method: "DELETE"});
  }
};
