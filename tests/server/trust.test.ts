/** Which notebooks of a folder may run, and where that is remembered. */
import {
  chmod,
  mkdir,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile
} from "node:fs/promises";
import {hostname} from "node:os";
import {basename, join} from "node:path";
import {describe, expect, test} from "vitest";
import {identityOf} from "../../apps/cli/src/server/folder-identity.ts";
import {Trust, hashOf} from "../../apps/cli/src/server/trust.ts";
import {bounds} from "../../apps/cli/src/server/trust-file.ts";
import {Site, etagOf, frameHost, match, notebook} from "./site.ts";

const root = join(import.meta.dirname, "../..");
const text = notebook("A");
const agreed = {path: "a.html", hash: hashOf(text), grants: []};

/** A lock of a process of this computer that is not there. */
const deadLock = JSON.stringify({
  host: hashOf(hostname()).slice(0, 8),
  pid: 2 ** 22 + 1,
  time: Date.now(),
  id: "x"
});

const post = (site: Site, name: string, value: unknown, method = "POST") =>
  site.askApi(name, {method, body: JSON.stringify(value)});

/** Whether the server says that what it sends may run. */
async function runs(site: Site, path = "a.html", folder = "notebooks"): Promise<boolean> {
  const meant = {"x-ecco-folder": identityOf(join(site.folder, folder))};
  const {status, headers} = await site.askApi(`notebooks/${path}`, {headers: meant});
  expect(status).toBe(200);
  return headers["x-ecco-known"] === "yes";
}

async function fileOf(site: Site): Promise<string> {
  const folder = join(site.folder, "state/trust");
  const [name] = (await readdir(folder)).filter((each) => each.endsWith(".json"));
  return join(folder, name!);
}

const start = () => Site.start({"a.html": text});

async function again(site: Site, notebooks = "notebooks", options = {}): Promise<void> {
  await site.server.close();
  await site.serve(notebooks, options);
}

test("what was never seen does not run; what was agreed to does, by this text only", async () => {
  await using site = await start();
  expect(await runs(site)).toBe(false);
  expect((await post(site, "trust", agreed)).status).toBe(204);
  expect(await runs(site)).toBe(true);
  await again(site);
  expect(await runs(site)).toBe(true);
});

/** Every change of a text by another program that a hash must see. */
const changes: Readonly<Record<string, (bytes: string) => string | Uint8Array>> = {
  "one byte more at the end": (bytes) => `${bytes} `,
  "a line break more at the end": (bytes) => `${bytes}\n`,
  "a byte order mark": (bytes) => `\uFEFF${bytes}`,
  "line ends of Windows": (bytes) => bytes.replaceAll("\n", "\r\n"),
  "line ends of old Macs": (bytes) => bytes.replaceAll("\n", "\r"),
  "a zero byte at the end": (bytes) => `${bytes}\0`,
  "another case": (bytes) => bytes.replace("A", "a"),
  "a character in another form": (bytes) => bytes.replace("A", "\u0041\u0301"),
  "an invisible character": (bytes) => bytes.replace("A", "A\u200B"),
  "a cell more": (bytes) =>
    bytes.replace("</notebook>", '<script id="9" type="module">x</script></notebook>'),
  "text after the notebook": (bytes) => `${bytes}<script>x</script>`,
  nothing: () => notebook("")
};
test.each(Object.entries(changes))(
  "changed by another program (%s): asks again",
  async (_, change) => {
    await using site = await start();
    await post(site, "trust", agreed);
    await writeFile(join(site.folder, "notebooks/a.html"), change(text));
    expect(await runs(site)).toBe(false);
    await site.put("notebooks/a.html", text);
    expect(await runs(site)).toBe(true);
  }
);

test("the same text in another folder asks again, under another name in this one it does not", async () => {
  await using site = await start();
  await post(site, "trust", agreed);
  await site.put("notebooks/b.html", text);
  expect(await runs(site, "b.html")).toBe(true);
  await site.put("others/a.html", text);
  await again(site, "others");
  expect(await runs(site, "a.html", "others")).toBe(false);
});

test("a list that comes with the folder of notebooks means nothing", async () => {
  await using site = await start();
  await post(site, "trust", agreed);
  const file = await fileOf(site);
  for (const name of [".ecco/trust", "trust", "state/trust", ".local/state/ecco/trust"])
    await site.put(`others/${name}/${file.split("/").at(-1)}`, await readFile(file, "utf8"));
  await site.put("others/a.html", text);
  await again(site, "others");
  expect(await runs(site, "a.html", "others")).toBe(false);
});

describe("what the editor writes", () => {
  const typed = notebook("typed");
  const own = {"x-ecco-known": "yes", ...match(text)};

  test("of a notebook that may run, may run", async () => {
    await using site = await start();
    await site.write("a.html", typed, own);
    expect(await runs(site)).toBe(true);
  });

  test("of one that may not, may not", async () => {
    await using site = await start();
    await site.write("a.html", typed, match(text));
    expect(await runs(site)).toBe(false);
  });

  test("is known before it is written: after a crash in between nobody is asked, and the old text is not known", async () => {
    await using site = await start();
    const {status, text: answer} = await site.write("a.html", typed, {
      "x-ecco-known": "yes",
      ...match("another text")
    });
    expect([status, JSON.parse(answer)]).toMatchObject([409, {etag: etagOf(text), known: false}]);
    expect(await runs(site)).toBe(false);
    await site.put("notebooks/a.html", typed);
    expect(await runs(site)).toBe(true);
  });

  test("a refusal says whether the text that is there may run", async () => {
    await using site = await start();
    await post(site, "trust", agreed);
    const {text: answer} = await site.write("a.html", typed, match("another text"));
    expect(JSON.parse(answer)).toMatchObject({known: true});
  });

  test("a day of typing into one notebook does not push out the others", async () => {
    await using site = await start();
    const trust = new Trust({
      folder: site.folder,
      identity: "typing",
      state: join(site.folder, "state"),
      all: false
    });
    await trust.add("other.html", hashOf("other"));
    for (let n = 0; n < 40; n++) await trust.add("a.html", hashOf(String(n)));
    const known = await Promise.all(
      ["other", "39", "30", "0"].map((each) => trust.knows(hashOf(each)))
    );
    expect(known).toEqual([true, true, true, false]);
  });
});

describe("notebooks that come with Ecco", () => {
  const welcome = (): Promise<string> => readFile(join(root, "notebooks/00-welcome.html"), "utf8");

  test("run at once, in any folder, under any name", async () => {
    await using site = await Site.start({"mine/x.html": await welcome()});
    expect(await runs(site, "mine/x.html")).toBe(true);
  });

  test.each([
    ["a byte more", (given: string) => `${given} `],
    ["a byte less", (given: string) => given.slice(0, -1)],
    ["another model", (given: string) => given.replace("atlas", "atlaz")],
    ["line ends of Windows", (given: string) => given.replaceAll("\n", "\r\n")],
    ["a mark at the beginning", (given: string) => `\uFEFF${given}`]
  ])("changed by %s, they ask", async (_, change) => {
    await using site = await Site.start({"a.html": change(await welcome())});
    expect(await runs(site)).toBe(false);
  });
});

describe("a folder that is trusted", () => {
  const trusted = async (site: Site): Promise<unknown> =>
    (JSON.parse((await site.askApi("info")).text) as {trusted: unknown}).trusted;

  test("runs all of it, also after a start; taken back, it asks", async () => {
    await using site = await start();
    expect(await trusted(site)).toBe(null);
    await post(site, "trust/folder", {}, "PUT");
    await site.put("notebooks/b.html", notebook("B"));
    expect([await runs(site), await runs(site, "b.html"), await trusted(site)]).toEqual([
      true,
      true,
      "reader"
    ]);
    await again(site);
    expect([await runs(site), await trusted(site)]).toEqual([true, "reader"]);
    await site.askApi("trust/folder", {method: "DELETE"});
    expect([await runs(site), await trusted(site)]).toEqual([false, null]);
  });

  test("another folder that was put in its place is not trusted", async () => {
    await using site = await start();
    await post(site, "trust/folder", {}, "PUT");
    await rename(join(site.folder, "notebooks"), join(site.folder, "away"));
    await site.put("notebooks/a.html", text);
    await again(site);
    expect([await runs(site), await trusted(site)]).toEqual([false, null]);
  });

  test("another folder with the very number of one that is gone is not trusted", async () => {
    await using site = await start();
    await post(site, "trust/folder", {}, "PUT");
    await site.server.close();
    // Disks give the number of what was removed to what is made next.
    await rm(join(site.folder, "notebooks"), {recursive: true});
    await site.put("notebooks/a.html", text);
    await site.serve();
    expect([await runs(site), await trusted(site)]).toEqual([false, null]);
  });

  test("ecco edit --trust runs all of it, and remembers nothing", async () => {
    await using site = await start();
    await again(site, "notebooks", {trust: true});
    expect([await runs(site), await trusted(site)]).toEqual([true, "command"]);
    await again(site);
    expect([await runs(site), await trusted(site)]).toEqual([false, null]);
  });
});

describe("what was agreed to", () => {
  const grant = ["model", "hf:a/b"];
  const grantsOf = async (site: Site, hash = agreed.hash): Promise<unknown> =>
    JSON.parse((await site.askApi(`grants?path=a.html&hash=${hash}`)).text);

  test("is remembered for the notebook, with what is agreed to later", async () => {
    await using site = await start();
    await post(site, "trust", {...agreed, grants: [grant]});
    await post(site, "grants", {path: "a.html", grant: ["host", "b.example"]});
    await post(site, "grants", {path: "a.html", grant});
    await again(site);
    expect(await grantsOf(site)).toEqual([["host", "b.example"], grant]);
  });

  test("is void when the text is another one, and replaced when that is agreed to", async () => {
    await using site = await start();
    await post(site, "trust", {...agreed, grants: [grant]});
    const hash = hashOf("changed");
    expect(await grantsOf(site, hash)).toEqual([]);
    await post(site, "trust", {path: "a.html", hash, grants: []});
    expect(await grantsOf(site, hash)).toEqual([]);
    expect(await grantsOf(site)).toEqual([]);
  });

  test.each([
    ["no path", "trust", {...agreed, path: undefined}],
    ["a path that is no text", "trust", {...agreed, path: {}}],
    ["a hash that is none", "trust", {...agreed, hash: "x"}],
    ["a hash in capitals", "trust", {...agreed, hash: agreed.hash.toUpperCase()}],
    ["grants that are no list", "trust", {...agreed, grants: {}}],
    ["a kind there is not", "trust", {...agreed, grants: [["file", "x"]]}],
    ["a name every object has", "grants", {path: "a.html", grant: ["constructor", "x"]}],
    ["an endless name", "grants", {path: "a.html", grant: ["model", "x".repeat(2001)]}],
    ["no JSON", "trust", undefined],
    ["too much", "trust", {...agreed, rest: "x".repeat(400_000)}]
  ])("%s: 4xx, and nothing is remembered", async (_, name, value) => {
    await using site = await start();
    expect(String((await post(site, name, value)).status)).toMatch(/^4/);
    expect(await runs(site)).toBe(false);
    await expect(fileOf(site)).rejects.toThrow(/ENOENT/);
  });
});

test.each([
  ["POST", "trust", agreed],
  ["PUT", "trust/folder", {}],
  ["POST", "grants", {path: "a.html", grant: ["model", "hf:a/b"]}]
])("a notebook and other pages cannot agree: %s %s", async (method, name, value) => {
  await using site = await start();
  const body = JSON.stringify(value);
  const {origin} = site;
  const frame = origin.replace("localhost", frameHost);
  for (const [host, headers] of [
    [frameHost, {...site.shell, origin: frame}],
    ["localhost", {...site.shell, origin: frame}],
    ["localhost", {origin}],
    ["localhost", {...site.shell, origin: "http://evil.example"}]
  ] as const) {
    const {status} = await site.ask(`/api/${name}`, {method, host, headers, body});
    expect(String(status)).toMatch(/^4/);
  }
  expect(await runs(site)).toBe(false);
});

describe("the file it is remembered in", () => {
  async function remembered(): Promise<{site: Site; file: string}> {
    const site = await start();
    await post(site, "trust", agreed);
    return {site, file: await fileOf(site)};
  }

  test("is the user's alone, and so is its folder", async () => {
    const {site, file} = await remembered();
    await using _ = site;
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(file, ".."))).mode & 0o077).toBe(0);
    expect((await readdir(join(file, ".."))).length).toBe(1);
  });

  const good = {format: "ecco-trust", version: 1, all: null};
  const notebooks = [{path: "a.html", texts: [agreed.hash], grants: []}];
  const damaged: Readonly<Record<string, string>> = {
    "half of it": JSON.stringify({...good, notebooks}).slice(0, 90),
    nothing: "",
    null: "null",
    "a number": "7",
    "a list": "[]",
    "another format": JSON.stringify({...good, format: "x", notebooks}),
    "another version": JSON.stringify({...good, version: 2, notebooks}),
    "notebooks that are an object": JSON.stringify({...good, notebooks: {length: 1}}),
    "an entry that is null": JSON.stringify({...good, notebooks: [null]}),
    "a text that is no hash": JSON.stringify({...good, notebooks: [{...notebooks[0], texts: [1]}]}),
    "a grant of no kind": JSON.stringify({
      ...good,
      notebooks: [{...notebooks[0], grants: [["toString", "x"]]}]
    }),
    "a prototype": `{"__proto__": ${JSON.stringify({...good, notebooks})}}`,
    "100,000 deep": `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`,
    "more than it may hold": JSON.stringify({...good, notebooks, rest: "x".repeat(bounds.bytes)})
  };
  test.each(Object.entries(damaged))(
    "damaged (%s): asks again, and is written anew",
    async (_, content) => {
      const {site, file} = await remembered();
      await using __ = site;
      await writeFile(file, content);
      expect(await runs(site)).toBe(false);
      expect((await post(site, "trust", agreed)).status).toBe(204);
      await again(site);
      expect(await runs(site)).toBe(true);
    }
  );

  test("that others may write, or that is a link, is not believed and not written through", async () => {
    const {site, file} = await remembered();
    await using _ = site;
    await chmod(file, 0o666);
    expect(await runs(site)).toBe(false);
    const elsewhere = join(site.folder, "elsewhere.json");
    await rename(file, elsewhere);
    await chmod(elsewhere, 0o600);
    const before = await readFile(elsewhere, "utf8");
    await symlink(elsewhere, file);
    expect(await runs(site)).toBe(false);
    await post(site, "trust", {...agreed, path: "b.html"});
    expect(await runs(site)).toBe(true);
    expect(await readFile(elsewhere, "utf8")).toBe(before);
  });

  test("that cannot be written: it holds as long as the server runs, and that is said", async () => {
    await using site = await start();
    await site.put("state/trust", "a file, where a folder should be");
    const said: string[] = [];
    await again(site, "notebooks", {say: (message: string) => said.push(message)});
    expect((await post(site, "trust", agreed)).status).toBe(204);
    expect(await runs(site)).toBe(true);
    expect(said).toEqual([expect.stringContaining("remembered")]);
    await again(site);
    expect(await runs(site)).toBe(false);
  });

  test("several servers at once: nothing is lost", async () => {
    await using site = await start();
    const options = {folder: site.folder, identity: "many", state: site.folder, all: false};
    const servers = Array.from({length: 4}, () => new Trust(options));
    const names = Array.from({length: 24}, (_, n) => `${n}.html`);
    await Promise.all(names.map((name, n) => servers[n % 4]!.add(name, hashOf(name))));
    const known = await Promise.all(names.map((name) => servers[0]!.knows(hashOf(name))));
    expect(known.every(Boolean)).toBe(true);
  });

  test("a lock that a killed server has left does not last", async () => {
    const {site, file} = await remembered();
    await using _ = site;
    await writeFile(`${file}.lock`, "");
    await utimes(`${file}.lock`, 1, 1);
    await post(site, "trust", {...agreed, path: "b.html"});
    expect(await readFile(file, "utf8")).toContain("b.html");
  });

  const inTheWay: Readonly<Record<string, (lock: string) => Promise<unknown>>> = {
    "of a process that has ended just now": (lock) => writeFile(lock, deadLock),
    "from the future": async (lock) => {
      await writeFile(lock, "");
      await utimes(lock, Date.now() / 1000 + 86_400, Date.now() / 1000 + 86_400);
    },
    "that is a link to nothing": (lock) => symlink("nowhere", lock),
    "that is a link to itself": (lock) => symlink(lock, lock),
    "that is a folder": (lock) => mkdir(lock)
  };
  test.each(Object.entries(inTheWay))("a lock %s holds nobody up", async (_, make) => {
    const {site, file} = await remembered();
    await using __ = site;
    const said: string[] = [];
    await again(site, "notebooks", {say: (message: string) => said.push(message)});
    await make(`${file}.lock`);
    await post(site, "trust", {...agreed, path: "b.html"});
    expect(await readFile(file, "utf8")).toContain("b.html");
    expect([said, await readdir(join(file, ".."))]).toEqual([[], [basename(file)]]);
  });

  test("what a killed server was writing goes after an hour", async () => {
    const {site, file} = await remembered();
    await using _ = site;
    for (const name of ["old.tmp", "new.tmp"]) await writeFile(join(file, "..", name), "");
    await utimes(join(file, "../old.tmp"), 1, 1);
    await post(site, "trust", {...agreed, path: "b.html"});
    expect(await readdir(join(file, ".."))).toEqual([basename(file), "new.tmp"]);
  });

  test("of more folders than are remembered the oldest go", async () => {
    const {site, file} = await remembered();
    await using _ = site;
    await mkdir(join(file, ".."), {recursive: true});
    for (let n = 0; n < 520; n++) await writeFile(join(file, "..", `${n}.json`), "{}");
    await post(site, "trust", {...agreed, path: "b.html"});
    expect((await readdir(join(file, ".."))).length).toBeLessThanOrEqual(501);
    expect(await runs(site)).toBe(true);
  });
});
