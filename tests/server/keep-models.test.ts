/** Files that are kept as models of this computer: under which names, and how much. */
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, test} from "vitest";
import {notebookLimits} from "../../apps/cli/src/server/keep-model.ts";
import {
  cache,
  keep,
  local,
  plant,
  put,
  read,
  recordOf,
  site,
  useModelSite,
  want
} from "./model-site.ts";
import {secret} from "./site.ts";

useModelSite();
const model = {"config.json": "{}", "model.safetensors": "weights"};

describe("files that are kept", () => {
  test("are a model, with the files that were listed and no others", async () => {
    const {status, text} = await keep("mine", model);
    expect([status, JSON.parse(text)]).toEqual([200, {src: "local:mine"}]);
    writeFileSync(join(cache(), "local/mine/vocab.json"), secret);
    const {address} = await want("local:mine");
    expect((await read(`${address}config.json`)).text).toBe("{}");
    expect(JSON.parse((await read(address!)).text)).toEqual(Object.keys(model));
    for (const name of ["vocab.json", "ecco-model.json", "..%2f..%2f..%2fid_rsa"])
      expect([name, (await read(address! + name)).status]).toEqual([name, 404]);
  });

  test("of a sentence encoder keep their folders, and no others", async () => {
    const whole = {...model, "1_Pooling/config.json": "{}", "2_Dense/model.safetensors": "x"};
    expect((await keep("sentences", whole)).status).toBe(200);
    const {address} = await want("local:sentences");
    expect((await read(`${address}2_Dense/model.safetensors`)).text).toBe("x");
    expect((await keep("other", {...model, "other/config.json": "{}"})).status).toBe(400);
  });

  test("take no other model's name where a notebook asks, not even by other letters", async () => {
    await keep("mine", {"m.gguf": "the reader's own"}, false);
    const names: string[] = [];
    for (const name of ["mine", "MINE", "ｍine".normalize("NFC"), "mine"])
      names.push(
        (JSON.parse((await keep(name, {"m.gguf": "POISONED"})).text) as {src: string}).src
      );
    expect(names).toEqual(["local:mine-2", "local:MINE-3", "local:ｍine-4", "local:mine-5"]);
    expect(readFileSync(join(cache(), "local/mine/m.gguf"), "utf8")).toBe("the reader's own");
  });

  test("take the place of an earlier model as a whole where the reader has chosen them", async () => {
    await keep("mine", model, false);
    await keep("mine", {"m.gguf": "new"}, false);
    expect(local()).toEqual(["mine"]);
    expect(readdirSync(join(cache(), "local/mine")).toSorted()).toEqual([
      "ecco-model.json",
      "m.gguf"
    ]);
  });

  test("100 at once are 100 models", async () => {
    const answers = await Promise.all(
      Array.from({length: 100}, (_, n) => keep("same", {"m.gguf": `bytes of ${n}`}))
    );
    const names = answers.map(({text}) => (JSON.parse(text) as {src: string}).src);
    expect(new Set(names).size).toBe(100);
    expect(local().length).toBe(100);
    for (const [n, src] of names.entries())
      expect(readFileSync(join(cache(), "local", src.slice(6), "m.gguf"), "utf8")).toBe(
        `bytes of ${n}`
      );
  });

  test.each([
    "ecco-model.json",
    "ECCO-MODEL.JSON",
    "ecco-model.json.",
    "ecco-model.json ",
    "ecco-model.json::$DATA",
    "ecco\u200d-model.json",
    "ecco-model.jſon",
    "ｅcco-model.json",
    "ECCO-M~1.JSO",
    "m.gguf.part",
    "m.gguf.PART",
    "m.gguf.lock",
    "m.gguf.tmp",
    "m.gguf.part.json",
    "../m.gguf",
    "a/../../m.gguf",
    "..",
    ".",
    "",
    "/etc/passwd",
    "C:m.gguf",
    "a\\b.gguf",
    "a/b.gguf",
    "nul",
    "NUL.gguf",
    "con.json",
    "com1",
    ".hidden.gguf",
    "a\0b.gguf",
    "a\nb.gguf",
    "e\u0301.gguf",
    "x".repeat(300)
  ])("a file called %j is not kept", async (name) => {
    expect((await keep("mine", {"m.gguf": "x", [name]: "y"})).status).toBe(400);
    expect(readdirSync(site().folder)).not.toContain("m.gguf");
    expect(local()).toEqual([]);
  });

  test.each([
    "..",
    ".",
    "",
    "../x",
    "a/b",
    "a\\b",
    "/x",
    "C:",
    "x.lock",
    "x.part",
    "nul",
    "CON",
    "ecco-model.json",
    " x",
    "x ",
    "x.",
    ".x",
    "a\0b",
    "e\u0301",
    "a\u202eb",
    "a:b",
    "a~1"
  ])("no model is called %j", async (name) => {
    expect((await keep(name, {"m.gguf": "x"})).status).toBe(400);
  });

  test.each([
    ["two files of one name", '[{"name":"a.gguf","bytes":1},{"name":"A.gguf","bytes":1}]\nxx'],
    ["fewer bytes than said", '[{"name":"a.gguf","bytes":5}]\nxx'],
    ["more bytes than said", '[{"name":"a.gguf","bytes":1}]\nxx'],
    ["a length that is none", '[{"name":"a.gguf","bytes":-1}]\nxx'],
    ["a length that is no whole number", '[{"name":"a.gguf","bytes":0.5}]\nxx'],
    ["no files", "[]\n"],
    ["no list", "{}\n"],
    ["no JSON", "[\n"],
    ["no line", "[]"],
    ["nothing", ""],
    ["a line without end", "x".repeat(600_000)]
  ])("%s: refused, and nothing is left", async (_, body) => {
    expect((await put("name=mine&notebook", body)).status).toBe(400);
    expect(local()).toEqual([]);
  });

  test("too many, too large and more than all together: refused before a byte is kept", async () => {
    const many = Object.fromEntries(Array.from({length: 65}, (_, n) => [`${n}.gguf`, "x"]));
    expect((await keep("mine", many)).status).toBe(400);
    const line = (bytes: number): string => `${JSON.stringify([{name: "a.gguf", bytes}])}\nx`;
    expect((await put("name=mine&notebook", line(notebookLimits.bytes + 1))).status).toBe(413);
    const before = recordOf("local:big", {
      files: [{name: "config.json", bytes: notebookLimits.allBytes}],
      keptFor: "notebook"
    });
    plant("local/big", before, {"config.json": "{}"});
    const {status, text} = await keep("mine", model);
    expect([status, (JSON.parse(text) as {message: string}).message]).toEqual([
      413,
      expect.stringMatching(/there is room for 0 MB; remove models that are not needed/)
    ]);
    expect(JSON.parse((await site().askApi("room?notebook")).text)).toEqual({bytes: 0});
    expect((await keep("mine", model, false)).status).toBe(200);
  });

  test("what a killed server has left half written goes", async () => {
    mkdirSync(join(cache(), "local/.keeping-999999999-x"), {recursive: true});
    mkdirSync(join(cache(), `local/.keeping-${process.pid}-x`), {recursive: true});
    await keep("mine", model);
    expect(local()).toEqual([`.keeping-${process.pid}-x`, "mine"]);
  });
});

test("the race: a notebook that writes the record while it asks for the model gets no file of the user's", async () => {
  const evil = JSON.stringify({
    src: "local:race",
    name: "race",
    revision: null,
    file: "../../../id_rsa",
    files: [],
    time: "2020"
  });
  const keeps = Array.from({length: 60}, (_, n) =>
    keep(
      "race",
      n % 3 === 0
        ? {"race.bin": " ".repeat(3000), "ecco-model.json": evil}
        : {"race.gguf": " ".repeat(n)}
    )
  );
  const wants = Array.from({length: 200}, () => want("local:race"));
  const found = await Promise.all(wants);
  await Promise.all(keeps);
  found.push(await want("local:race"));
  const addresses = new Set(found.flatMap(({address}) => address ?? []));
  expect(addresses.size).toBeGreaterThan(0);
  for (const address of addresses) {
    expect(address).not.toContain("id_rsa");
    for (const path of [address, `${address.replace(/[^/]*$/, "")}id_rsa`, `${address}/../id_rsa`])
      expect((await read(path)).text).not.toContain(secret);
  }
});
