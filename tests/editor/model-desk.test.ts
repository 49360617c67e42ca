/** What a notebook asks for models: in which order the reader, the server and hosts come to know of it. */
import {describe, expect, test, vi} from "vitest";
import {TokenWanted} from "../../packages/cells/src/shelf/shelf.ts";
import type {ToFrame} from "../../apps/editor/src/protocol/messages.ts";
import {OpenGrants} from "../../apps/editor/src/shell/grants.ts";
import {limits, ModelDesk} from "../../apps/editor/src/shell/model-desk.ts";
import type {DeskServer} from "../../apps/editor/src/shell/model-wish.ts";
import {eventually} from "../eventually.ts";

type Answer = Extract<ToFrame, {kind: "model answer"}>;

/** A desk, what it has asked of the server, and what it has answered. */
function desk(server: Partial<DeskServer> = {}) {
  const asked: string[] = [];
  const sent: ToFrame[] = [];
  const grants = new OpenGrants();
  const host = {host: "host.example", address: "https://host.example/", isPrivate: false};
  const logged: DeskServer = {
    list: () => Promise.resolve([]),
    name: (src) =>
      Promise.resolve({
        ...host,
        token: false,
        here: src.startsWith("local:"),
        ...(src.startsWith("local:") ? {host: null} : {})
      }),
    describe: (src) => Promise.resolve({name: src, bytes: 1000, here: false, host: "host.example"}),
    bring: (src) => Promise.resolve(`/fetched/${src}`),
    room: () => Promise.resolve(null),
    keep: () => Promise.resolve("local:kept"),
    ...server
  };
  const log =
    <A extends unknown[], R>(name: string, call: (...given: A) => R) =>
    (...given: A): R => {
      asked.push(typeof given[0] === "string" ? `${name} ${given[0]}` : name);
      return call(...given);
    };
  const own = new ModelDesk({
    notebook: "a.html",
    grants,
    server: {
      list: log("list", logged.list),
      name: log("name", logged.name),
      describe: log("describe", logged.describe),
      bring: log("bring", logged.bring),
      room: log("room", logged.room),
      keep: log("keep", logged.keep)
    },
    send: (message) => sent.push(message),
    changed: () => undefined
  });
  let calls = 0;
  return {
    own,
    asked,
    sent,
    grants,
    want: (src: string) => own.hear({kind: "wants model", call: ++calls, src}),
    keep: (...files: File[]) => own.hear({kind: "keeps files", call: ++calls, files}),
    list: () => own.hear({kind: "lists models", call: ++calls}),
    leave: (call: number) => own.hear({kind: "leaves model", call}),
    /** Waits for the step of the first question. */
    step: (step: string) => eventually(() => expect(own.wanted[0]?.step).toBe(step)),
    answers: () => sent.filter((each): each is Answer => each.kind === "model answer"),
    answered: (count = 1) =>
      eventually(() => expect(sent.filter(({kind}) => kind === "model answer").length).toBe(count))
  };
}
/** A file as browsers have it: of no folder. */
const fileOf = (name: string, bytes = 1): File =>
  Object.assign(new File([new Uint8Array(bytes)], name), {webkitRelativePath: ""});
const gguf = (name = "m.gguf"): File => fileOf(name, 3);

describe("a model that was not granted", () => {
  test.each(["hf:a/b", "https://host.example/what-I-know", "http://127.0.0.1:8080/", "local:mine"])(
    "%s: the reader is asked before anybody else",
    async (src) => {
      const {own, want, asked, step, answered, answers, grants} = desk();
      want(src);
      await step("consent");
      expect(asked).toEqual([`name ${src}`]);
      expect(grants.has("model", src)).toBe(false);
      own.accept(src, null);
      await answered();
      expect(asked).toEqual([`name ${src}`, `describe ${src}`, `bring ${src}`]);
      expect(answers()[0]!.value).toBe(`/fetched/${src}`);
      expect(grants.has("model", src)).toBe(true);
    }
  );

  test("is not asked for where the reader says no, and the third time no more", async () => {
    const {own, want, asked, step, answers} = desk();
    for (let n = 0; n < limits.asked; n++) {
      want("hf:a/b");
      await step("consent");
      own.decline("hf:a/b");
      expect(answers().at(-1)!.error).toMatch("was not downloaded; run the cell again");
    }
    want("hf:a/b");
    await eventually(() => expect(answers().at(-1)!.error).toMatch("no more questions"));
    expect(own.wanted).toEqual([]);
    expect(asked.every((each) => each === "name hf:a/b")).toBe(true);
  });

  test("an address that differs in one letter is asked for again", async () => {
    const {want, asked, step, grants} = desk();
    grants.add("model", "https://host.example/a");
    grants.add("host", "host.example");
    want("https://host.example/b");
    await step("consent");
    expect(asked).toEqual(["name https://host.example/b"]);
  });

  test("one that names nothing is refused in words, without a question", async () => {
    const {own, want, answered, answers} = desk({
      name: () => Promise.reject(new Error("expected hf:owner/name"))
    });
    want("hf:../x");
    await answered();
    expect(answers()[0]!.error).toBe("expected hf:owner/name");
    expect(own.wanted).toEqual([]);
  });

  test("nobody waits any more: nobody is asked", async () => {
    const {own, want, leave, step, asked} = desk();
    want("hf:a/b");
    want("hf:a/b");
    await step("consent");
    leave(1);
    expect(own.wanted.length).toBe(1);
    leave(2);
    expect(own.wanted).toEqual([]);
    own.accept("hf:a/b", null);
    expect(asked).toEqual(["name hf:a/b"]);
  });
});

describe("a model that was granted", () => {
  test("comes without a question where it is small, and with its size as a limit", async () => {
    const bring = vi.fn<DeskServer["bring"]>(() => Promise.resolve("/fetched/x"));
    const {want, grants, answered} = desk({bring});
    grants.add("model", "hf:a/b");
    want("hf:a/b");
    await answered();
    expect(bring.mock.calls[0]![1]).toMatchObject({notebook: "a.html", beside: false, most: 1000});
  });

  test.each([
    ["large", limits.unasked + 1],
    ["of a size that is not said", null]
  ])("is asked for once more where it is %s", async (_, bytes) => {
    const {own, want, grants, step, asked, answered} = desk({
      describe: () => Promise.resolve({name: "b", bytes, here: false, host: "host.example"})
    });
    grants.add("model", "hf:a/b");
    want("hf:a/b");
    await step("size");
    expect(asked).toEqual(["describe hf:a/b"]);
    own.accept("hf:a/b", null);
    await answered();
    expect(asked).toEqual(["describe hf:a/b", "bring hf:a/b"]);
  });

  test("a host that wants to know who asks is told once the reader has said it", async () => {
    const tokens: (string | undefined)[] = [];
    const {own, want, grants, step, answered} = desk({
      describe: (_, {token}) => {
        tokens.push(token);
        if (!token) return Promise.reject(new TokenWanted("give an access token"));
        return Promise.resolve({name: "b", bytes: 1, here: false, host: "host.example"});
      }
    });
    grants.add("model", "hf:a/b");
    want("hf:a/b");
    await step("token");
    expect(own.wanted[0]!.message).toBe("give an access token");
    own.accept("hf:a/b", "hf_x");
    await answered();
    expect(tokens).toEqual([undefined, "hf_x"]);
  });

  test("no host but the hub is given a token", async () => {
    const {own, want, grants, answered, answers} = desk({
      describe: () => Promise.reject(new TokenWanted("give an access token"))
    });
    grants.add("model", "https://evil.example/m/");
    want("https://evil.example/m/");
    await answered();
    expect([own.wanted, answers()[0]!.error]).toEqual([[], "give an access token"]);
  });

  test("one beside the notebook needs no question", async () => {
    const bring = vi.fn<DeskServer["bring"]>(() => Promise.resolve("/fetched/x"));
    const {want, asked, answered} = desk({bring});
    want("./model.gguf");
    await answered();
    expect(asked).toEqual(["bring ./model.gguf"]);
    expect(bring.mock.calls[0]![1]).toMatchObject({notebook: "a.html", beside: true});
  });
});

describe("files that a notebook wants kept", () => {
  test("are kept once the reader agrees, and are granted then", async () => {
    const keep = vi.fn<DeskServer["keep"]>(() => Promise.resolve("local:m-2"));
    const {own, keep: ask, step, grants, asked, answered, answers} = desk({keep});
    ask(gguf());
    await step("keep");
    expect(own.wanted[0]).toMatchObject({src: "local:m", bytes: 3});
    expect(asked).toEqual(["room"]);
    own.accept(own.wanted[0]!.key, null);
    await answered();
    expect(answers()[0]!.value).toBe("local:m-2");
    expect(grants.has("model", "local:m-2")).toBe(true);
    expect(grants.has("model", "local:m")).toBe(false);
    expect(keep.mock.calls[0]![1]).toMatchObject({forNotebook: true});
  });

  test.each([
    ["no model", [fileOf("page.html")], "no model"],
    ["the store's own record", [fileOf("ecco-model.json")], "no model"],
    ["too many", Array.from({length: 65}, (_, i) => gguf(`${i}.gguf`)), "got 65 files"]
  ])("%s: refused without a question", async (_, files, message) => {
    const {own, keep, answered, answers, asked} = desk();
    keep(...files);
    await answered();
    expect(answers()[0]!.error).toMatch(message);
    expect([own.wanted, asked]).toEqual([[], []]);
  });

  test("too large: refused without a question", async () => {
    const large = Object.defineProperty(gguf(), "size", {value: limits.bytes + 1});
    const {keep, answered, answers, asked} = desk();
    keep(large);
    await answered();
    expect(answers()[0]!.error).toMatch("expected at most 64 of");
    expect(asked).toEqual([]);
  });

  test("more than there is room for: refused without a question", async () => {
    const {keep, answered, answers, asked} = desk({room: () => Promise.resolve(2)});
    keep(gguf());
    await answered();
    expect(answers()[0]!.error).toMatch(/may keep 2\sB more/);
    expect(asked).toEqual(["room"]);
  });
});

describe("many questions", () => {
  test("10,000 of them: three are shown, some wait, the others are refused, and the server is asked for three", async () => {
    const {own, want, step, asked, answered, answers} = desk();
    for (let n = 0; n < 10_000; n++) want(`hf:a/m${n}`);
    await step("consent");
    await answered(10_000 - limits.wishes);
    expect(answers()[0]!.error).toMatch("too many models at once");
    expect(own.wanted.length).toBe(limits.questions);
    expect(own.waiting).toBe(limits.wishes - limits.questions);
    expect(asked.length).toBe(limits.questions);
    own.declineAll();
    await answered(10_000);
    expect([own.wanted.length, own.waiting]).toEqual([0, 0]);
    want("hf:a/another");
    await answered(10_001);
    expect(answers().at(-1)!.error).toMatch("no more questions");
    expect(asked.length).toBe(limits.questions);
  });

  test("the next is shown when one is answered", async () => {
    const {own, want} = desk();
    for (let n = 0; n < 5; n++) want(`hf:a/m${n}`);
    const shown = (): readonly string[] => own.wanted.map(({src}) => src);
    await eventually(() => expect(shown()).toEqual(["hf:a/m0", "hf:a/m1", "hf:a/m2"]));
    own.decline("hf:a/m1");
    await eventually(() => expect(shown()).toEqual(["hf:a/m0", "hf:a/m2", "hf:a/m3"]));
  });

  test("a question that is new, or stands elsewhere now, is not answered by a click meant for another", async () => {
    vi.useFakeTimers();
    const {own, want} = desk();
    want("hf:a/b");
    want("hf:a/c");
    await vi.advanceTimersByTimeAsync(1);
    expect([own.wanted.length, own.isFresh]).toEqual([2, true]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(own.isFresh).toBe(false);
    own.decline("hf:a/b");
    expect(own.isFresh).toBe(true);
    vi.useRealTimers();
  });

  test("1,000 calls for one model are one question, and more are refused", async () => {
    const {own, want, step, answered, asked} = desk();
    for (let n = 0; n < limits.calls + 5; n++) want("hf:a/b");
    await step("consent");
    await answered(5);
    own.accept("hf:a/b", null);
    await answered(limits.calls + 5);
    expect(asked).toEqual(["name hf:a/b", "describe hf:a/b", "bring hf:a/b"]);
  });

  test("models beside the notebook come a few at a time", async () => {
    const waiting: (() => void)[] = [];
    const bring = (src: string): Promise<string> =>
      new Promise((done) => waiting.push(() => done(src)));
    const {want, answered} = desk({bring});
    for (let n = 0; n < 50; n++) want(`./m${n}.gguf`);
    expect(waiting.length).toBe(limits.working);
    for (let n = 0; n < 50; n++) {
      await eventually(() => expect(waiting.length).toBeGreaterThan(n));
      waiting[n]!();
    }
    await answered(50);
  });
});

test("a notebook is told of embedded models and of those it was granted", async () => {
  const entry = (src: string, removable: boolean) => ({src, name: src, bytes: 1, removable});
  const all = [entry("atlas", false), entry("local:my-secret", true), entry("hf:a/b", true)];
  const {list, grants, sent, asked} = desk({list: () => Promise.resolve(all)});
  grants.add("model", "hf:a/b");
  for (let n = 0; n < 100; n++) list();
  await eventually(() => expect(sent.length).toBe(100));
  expect(asked).toEqual(["list"]);
  const [answer] = sent as Extract<ToFrame, {kind: "models"}>[];
  expect(answer!.models).toEqual([
    {src: "atlas", name: "atlas", bytes: 1},
    {src: "hf:a/b", name: "hf:a/b", bytes: 1}
  ]);
  expect(JSON.stringify(sent)).not.toContain("my-secret");
});

test("what a life of the page has asked is not answered to the next", async () => {
  let come: (address: string) => void = () => undefined;
  const {own, want, grants, sent} = desk({bring: () => new Promise((done) => (come = done))});
  grants.add("model", "hf:a/b");
  want("hf:a/b");
  await eventually(() => expect(own.wanted.length).toBe(1));
  own.close();
  come("/fetched/x");
  await Promise.resolve();
  expect(sent.filter(({kind}) => kind === "model answer")).toEqual([]);
});
