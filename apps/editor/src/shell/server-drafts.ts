/** Drafts with the server, outside the folder: who opens the folder at another address, or in another browser, gets them. */
import * as v from "valibot";
import type {DraftPlace} from "./drafts.ts";
import {request} from "./request.ts";

const draft = v.nullable(
  v.object({
    text: v.string(),
    base: v.nullable(v.string()),
    own: v.optional(v.boolean(), false),
    time: v.number()
  })
);

const address = (path: string): string => `api/drafts?${new URLSearchParams({path}).toString()}`;

export const serverDrafts: DraftPlace = {
  async load(path) {
    const response = await request(address(path));
    return (response.ok && v.parse(draft, await response.json())) || undefined;
  },
  async keep(path, {text, base, own = false, time}) {
    const response = await request(address(path), {
      method: "PUT",
      headers: {"content-type": "application/json"},
      body: JSON.stringify({text, base, own, time})
    });
    return response.ok ? null : `the server answered ${response.status}`;
  },
  async drop(path) {
    await request(address(path), {method: "DELETE"});
  }
};
