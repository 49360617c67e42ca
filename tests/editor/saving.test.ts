import {deferred} from "../../packages/engine/src/deferred.ts";
import {afterEach, beforeEach, expect, test, vi} from "vitest";
import {sendSurely} from "../../apps/editor/src/shell/leaving.ts";
import {Unreachable} from "../../apps/editor/src/shell/request.ts";
import {writeFile} from "../../apps/editor/src/shell/server.ts";

/** Most bytes that browsers take with keepalive. */
const most = 64 * 1024;

interface Sent {
  readonly body: Uint8Array;
  readonly keepalive: boolean;
}

let sent: Sent[] = [];
let refuses: (sent: Sent) => boolean = () => false;

/** A browser's fetch as far as it matters: what is more than it takes with keepalive is a TypeError. */
beforeEach(() => {
  sent = [];
  refuses = ({body, keepalive}) => keepalive && body.byteLength > most;
  vi.stubGlobal("fetch", (_: string, {body, keepalive = false}: RequestInit) => {
    const one = {body: body as Uint8Array, keepalive};
    if (refuses(one)) return Promise.reject(new TypeError("Failed to fetch"));
    sent.push(one);
    return Promise.resolve(new Response(null, {status: 204, headers: {etag: '"1"'}}));
  });
  vi.stubGlobal("localStorage", {getItem: () => null, setItem: () => undefined});
});
afterEach(() => vi.unstubAllGlobals());

const hide = (visibilityState: string): void => void vi.stubGlobal("document", {visibilityState});

const texts = {
  "25,000 Chinese characters": "汉".repeat(25_000),
  "40,000 Cyrillic characters": "ж".repeat(40_000),
  "20,000 emoji": "🚀".repeat(20_000),
  "70,000 Latin characters": "a".repeat(70_000),
  "a mark at the beginning, and Windows' line breaks": "\uFEFFa\r\nb\r\n",
  nothing: ""
};

test.each(Object.entries(texts))("%s are sent as they are, seen or hidden", async (_, text) => {
  for (const state of ["visible", "hidden"]) {
    hide(state);
    expect(await writeFile("a.html", text, null)).toEqual({etag: '"1"'});
  }
  expect(sent).toHaveLength(2);
  for (const {body} of sent)
    expect(new TextDecoder("utf-8", {ignoreBOM: true}).decode(body)).toBe(text);
  const fits = sent[0]!.body.byteLength <= most;
  expect(sent.map(({keepalive}) => keepalive)).toEqual([false, fits]);
});

test("half a character is the replacement character on disk, and the rest is as it was", async () => {
  await writeFile("a.html", "a\uD83Db", null);
  expect(new TextDecoder().decode(sent[0]!.body)).toBe("a\uFFFDb");
});

test("what is under way with keepalive counts: together it is not more than browsers take", async () => {
  hide("hidden");
  const {promise, resolve} = deferred<string>();
  const first = sendSurely(40_000, async (keepalive) => [keepalive, await promise]);
  expect(await sendSurely(40_000, async (keepalive) => keepalive)).toBe(false);
  expect(await sendSurely(most - 40_000, async (keepalive) => keepalive)).toBe(true);
  resolve("done");
  expect(await first).toEqual([true, "done"]);
  expect(await sendSurely(most, async (keepalive) => keepalive)).toBe(true);
});

test("what is refused with keepalive is sent without", async () => {
  hide("hidden");
  refuses = ({keepalive}) => keepalive;
  await writeFile("a.html", "a", '"0"');
  expect(sent.map(({keepalive}) => keepalive)).toEqual([false]);
  refuses = () => true;
  await expect(writeFile("a.html", "a", '"0"')).rejects.toThrow(Unreachable);
});

test.each([409, 413, 422, 428, 500, 507])(
  "an answer of %i is said in its words",
  async (status) => {
    vi.stubGlobal("fetch", () =>
      Promise.resolve(Response.json({message: "because of that"}, {status}))
    );
    await expect(writeFile("a.html", "a", '"0"')).rejects.toThrow("because of that");
  }
);
