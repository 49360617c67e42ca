/** What names a model, and what a record of one says: both come from outside. */
import {execFileSync} from "node:child_process";
import {mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, test, vi} from "vitest";
import {cache, plant, read, recordOf, site, useModelSite, want} from "./model-site.ts";
import {secret} from "./site.ts";

useModelSite();

function sparse(file: string): string {
  writeFileSync(file, "{}");
  return file;
}

describe("a record", () => {
  test.each([
    ["leads out by its file", "local/x", recordOf("local:x", {file: "../../../id_rsa", files: []})],
    [
      "leads out by its file, listed",
      "local/x",
      recordOf("local:x", {file: "../id_rsa", files: [{name: "../id_rsa", bytes: 1}]})
    ],
    [
      "lists a file outside",
      "local/x",
      recordOf("local:x", {files: [{name: "../../../id_rsa", bytes: 1}]})
    ],
    [
      "lists an absolute path",
      "local/x",
      recordOf("local:x", {files: [{name: "/etc/passwd", bytes: 1}]})
    ],
    ["names a file it does not list", "local/x", recordOf("local:x", {file: "model.gguf"})],
    ["is another model's", "local/x", recordOf("local:y")],
    ["is of the hub, in a folder of this computer's", "local/x", recordOf("hf:a/b")],
    ["has no list", "local/x", recordOf("local:x", {files: undefined})],
    ["lists what is no file", "local/x", recordOf("local:x", {files: [null]})],
    ["has no length", "local/x", recordOf("local:x", {files: [{name: "config.json"}]})],
    ["names no file by a number", "local/x", recordOf("local:x", {file: 1})],
    ["has a source that is no text", "local/x", recordOf("local:x", {src: {}})],
    ["has no name", "local/x", recordOf("local:x", {name: null})],
    ["has no time", "local/x", recordOf("local:x", {time: undefined})],
    ["is a list", "local/x", []],
    ["is null", "local/x", "null"],
    ["is no JSON", "local/x", "{"],
    [
      "is longer than any",
      "local/x",
      JSON.stringify(recordOf("local:x", {more: "x".repeat(1_100_000)}))
    ],
    [
      "lists too much",
      "local/x",
      recordOf("local:x", {files: Array.from({length: 2001}, (_, n) => ({name: `${n}`, bytes: 1}))})
    ]
  ])("that %s is not believed", async (_, folder, text) => {
    plant(folder, text, {"config.json": "{}", "model.gguf": "x"});
    const {address, message} = await want("local:x");
    expect(address).toBeUndefined();
    expect(message).toMatch(/^local:x: is not kept here/);
    expect(
      await site()
        .askApi("models")
        .then(({text: all}) => all)
    ).not.toContain("local:x");
  });

  test.skipIf(process.platform === "win32").each([
    ["a pipe", (file: string) => execFileSync("mkfifo", [file])],
    ["a folder", (file: string) => mkdirSync(file)],
    ["a link without end", (file: string) => symlinkSync("/dev/zero", file)],
    ["a link in a circle", (file: string) => symlinkSync(file, file)],
    ["a file of gigabytes", (file: string) => truncateSync(sparse(file), 5_000_000_000)]
  ])("that is %s is not read, and the others are listed", async (_, make) => {
    plant("local/good", recordOf("local:good", {files: []}));
    plant("local/x", "{}", {});
    const file = join(cache(), "local/x/ecco-model.json");
    rmSync(file);
    make(file);
    const {text} = await site().askApi("models");
    expect(text).toContain("local:good");
    expect(text).not.toContain("local:x");
  });

  test("beside a link that leads out: the link is not followed", async () => {
    plant(
      "local/x",
      recordOf("local:x", {
        files: [
          {name: "config.json", bytes: 2},
          {name: "vocab.json", bytes: 1}
        ]
      }),
      {"config.json": "{}"}
    );
    symlinkSync(join(site().folder, "id_rsa"), join(cache(), "local/x/vocab.json"));
    const {address} = await want("local:x");
    const answer = await read(`${address}vocab.json`);
    expect(answer.status).toBe(404);
    expect(answer.text).not.toContain(secret);
  });

  test("of a folder that is a link out of the cache: not served", async () => {
    mkdirSync(join(cache(), "local"), {recursive: true});
    writeFileSync(
      join(site().folder, "cache-of-others/ecco-model.json"),
      JSON.stringify(recordOf("local:x", {files: [{name: "id_rsa", bytes: 1}]}))
    );
    symlinkSync(join(site().folder, "cache-of-others"), join(cache(), "local/x"));
    const {address, message} = await want("local:x");
    expect(address).toBeUndefined();
    expect(message).toMatch("leads to another folder than models are kept in");
    expect(message).not.toContain(site().folder);
  });

  test("that came with notebooks is not believed", async () => {
    await site().put(
      "notebooks/evil/ecco-model.json",
      JSON.stringify(
        recordOf("local:evil", {file: "../../id_rsa", files: [{name: "../../id_rsa", bytes: 1}]})
      )
    );
    await site().put("notebooks/evil/config.json", "{}");
    for (const src of [
      "local:../../notebooks/evil",
      "local:../evil",
      "local:..%2f..%2fnotebooks%2fevil"
    ])
      expect((await want(src)).message).toMatch("expected local: and one plain name");
    const query = new URLSearchParams({src: "./evil", beside: "a.html"}).toString();
    await site().put("notebooks/a.html", "<!doctype html><notebook></notebook>");
    const {text} = await site().askApi(`model?${query}`, {method: "POST"});
    const {address} = JSON.parse(text.trim()) as {address: string};
    for (const name of ["ecco-model.json", "../../id_rsa", "..%2f..%2fid_rsa"])
      expect((await read(address + name)).status).toBe(404);
  });
});

describe("names of models", () => {
  test.each([
    "local:",
    "local:.",
    "local:..",
    "local:../../x",
    "local:a/b",
    "local:a\\b",
    "local:a\0b",
    "local:/etc",
    "local:nul",
    "local:CON.x",
    "local:x.",
    "local:x ",
    "local:.x",
    "local:e\u0301",
    "local:a:b",
    "local:x.lock",
    "hf:../x",
    "hf:owner/../x",
    "hf:owner/..",
    "hf:owner/.",
    "hf:./x",
    "hf:owner/x@..",
    "hf:owner/x@../y",
    "hf:owner/x@a?b",
    "hf:owner/x@%2e%2e",
    "hf:owner/x/../y.gguf",
    "hf:owner/x/a?b.gguf",
    "hf:owner/x/a#b.gguf",
    "hf:owner/x/%2e%2e/y.gguf",
    "hf:owner%2f..%2fx/y",
    "hf:owner/x?y",
    "hf:owner/x#y",
    "hf:owner//x",
    "hf:/x",
    "hf:owner",
    "hf:owner/x/ecco-model.json",
    "hf:owner/x/.git/config",
    "http://",
    "https://user:secret@host.example/",
    "http://[/x",
    "https://host.example/%zz.gguf",
    "file:///etc/passwd",
    "ftp://host.example/x",
    "data:text/plain,x",
    "oip:x",
    "../x"
  ])("%j names none: nobody is asked, and no path is said", async (src) => {
    for (const [method, path] of [
      ["GET", "model/name"],
      ["GET", "model"],
      ["POST", "model"]
    ] as const) {
      const query = new URLSearchParams({src, for: "a.html"}).toString();
      const {status, text} = await site().askApi(`${path}?${query}`, {method});
      expect(status === 200 ? method : "refused").toBe(status === 200 ? "POST" : "refused");
      expect(text).toContain('"message"');
      expect(text).not.toContain(site().folder);
      expect(status).toBeLessThan(500);
    }
  });

  test.each([
    ["https://xn--l-7sbq6ba.com/m.gguf", "https://аррlе.com/m.gguf"],
    ["http://127.0.0.1/", "http://2130706433"],
    ["http://127.0.0.1/", "http://0x7f.1/"],
    ["http://host.example/what-I-know?a=b", "http://HOST.example:80/what-I-know?a=b#hidden"]
  ])("the whole address is said as it is asked: %s", async (address, src) => {
    const query = new URLSearchParams({src}).toString();
    const said = JSON.parse((await site().askApi(`model/name?${query}`)).text) as Record<
      string,
      unknown
    >;
    expect(said).toMatchObject({
      address,
      isPrivate: address.includes("127."),
      token: false,
      here: false
    });
    expect(said["host"]).toBe(new URL(address).host);
  });

  test("the hub's name says that a token is sent, and what is here", async () => {
    vi.stubEnv("HF_TOKEN", "hf_secret");
    vi.stubEnv("ECCO_HUB", "http://127.0.0.1:1");
    plant("hub/a--b/0123456789abcdef0123456789abcdef01234567", recordOf("hf:a/b"), {
      "config.json": "{}"
    });
    const {text} = await site().askApi("model/name?src=hf:a/b");
    expect(JSON.parse(text)).toEqual({
      host: "127.0.0.1:1",
      address: "http://127.0.0.1:1/a/b",
      isPrivate: false,
      token: true,
      here: true
    });
    expect(text).not.toContain("hf_secret");
  });
});
