/** Models beside a notebook: found from its own folder, and nothing else is read for them. */
import {rename, rm, symlink, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {afterAll, beforeAll, expect, test} from "vitest";
import {frameHost, secret, Site} from "./site.ts";

const notebook = "<!doctype html><notebook><title>T</title></notebook>";
const model = {"config.json": "{}", "model.safetensors": "weights", "tokenizer.json": "{}"};
const files = {
  "a.html": notebook,
  "deep/b.html": notebook,
  "model.gguf": "one file",
  "diary.txt": secret,
  "secrets.json": secret,
  "deep/own/note.txt": secret,
  "deep/own/1_Pooling/config.json": "{}",
  "deep/own/1_Pooling/note.txt": secret,
  "deep/own/2_Dense/model.safetensors": "of the module",
  "deep/own/config_sentence_transformers.json": "{}",
  "deep/own/pytorch_model.bin": "code",
  ...Object.fromEntries(Object.entries(model).map(([name, text]) => [`deep/own/${name}`, text]))
};

let site: Site;
beforeAll(async () => {
  site = await Site.start(files);
  await site.put("outside/config.json", secret);
  await site.put("outside/model.gguf", secret);
  const folder = join(site.folder, "notebooks");
  await symlink(join(site.folder, "outside"), join(folder, "leads-out"));
  await symlink(join(site.folder, "outside/model.gguf"), join(folder, "leads-out.gguf"));
  await symlink(join(folder, "deep/own"), join(folder, "leads-in"));
  await symlink(join(site.folder, "outside/config.json"), join(folder, "deep/own/vocab.json"));
});
afterAll(() => site[Symbol.asyncDispose]());

interface Said {
  readonly address?: string;
  readonly message?: string;
}

async function want(src: string, beside = "a.html"): Promise<Said> {
  const query = new URLSearchParams({src, beside}).toString();
  const {text} = await site.askApi(`model?${query}`, {method: "POST"});
  return JSON.parse(text.trim().split("\n").at(-1)!) as Said;
}
const read = (path: string) => site.ask(path, {host: frameHost});

test("a file and a folder are found from the notebook's own folder, and called as they are", async () => {
  for (const src of ["./model.gguf", "model.gguf", "deep/../model.gguf"]) {
    const {address} = await want(src);
    expect(address).toMatch(/^\/fetched\/[\da-f]{32}\/model\/model\.gguf$/);
    expect((await read(address!)).text).toBe("one file");
  }
  const other = await want("../model.gguf", "deep/b.html");
  expect((await read(other.address!)).text).toBe("one file");
  // What one notebook was granted has no address that another could know.
  expect(other).not.toEqual(await want("model.gguf"));
  for (const [src, beside] of [
    ["./own", "deep/b.html"],
    ["own/", "deep/b.html"],
    ["deep/own/", "a.html"],
    ["./leads-in", "a.html"]
  ] as const) {
    const {address} = await want(src, beside);
    expect(address).toMatch(src.includes("leads") ? /\/leads-in\/$/ : /\/own\/$/);
    for (const [name, text] of Object.entries(model))
      expect((await read(address! + name)).text).toBe(text);
    expect((await read(`${address}1_Pooling/config.json`)).status).toBe(200);
  }
});

test("a folder says what it has of a model, and gives nothing else", async () => {
  const {address} = await want("deep/own");
  const {text, headers} = await read(address!);
  expect(headers["content-type"]).toMatch("application/json");
  expect(headers["content-security-policy"]).toBe("sandbox; default-src 'none'");
  // A file of another format is named, so that its reader can be told, and is not given.
  expect((JSON.parse(text) as string[]).sort()).toEqual([
    "config.json",
    "config_sentence_transformers.json",
    ...Object.keys(model).slice(1, 2),
    "pytorch_model.bin",
    "tokenizer.json",
    "vocab.json"
  ]);
  expect((await read(`${address}2_Dense/model.safetensors`)).text).toBe("of the module");
  expect((await read(`${address}config_sentence_transformers.json`)).status).toBe(200);
  expect(JSON.parse((await read(`${address}1_Pooling/`)).text)).toEqual(["config.json"]);
  const [ofFile, ofRoot] = [await want("model.gguf"), await want("./")];
  const folder = ofFile.address!.replace(/[^/]+$/, "");
  const paths = [
    `${address}note.txt`,
    `${address}1_Pooling/note.txt`,
    `${address}pytorch_model.bin`,
    // A link that leads out of the model's folder.
    `${address}vocab.json`,
    `${address}../../diary.txt`,
    `${address}..%2fb.html`,
    `${folder}diary.txt`,
    `${folder}secrets.json`,
    `${folder}config.json`,
    folder,
    `${ofRoot.address}secrets.json`,
    `${ofRoot.address}diary.txt`,
    `${ofRoot.address}leads-out.gguf`,
    `${ofRoot.address}a.html`
  ];
  for (const path of paths) {
    const answer = await read(path);
    expect([path, answer.status]).toEqual([path, 404]);
    expect(answer.text).not.toContain(secret);
  }
});

test.each([
  "../outside/model.gguf",
  "../outside",
  "leads-out",
  "leads-out/model.gguf",
  "./leads-out.gguf",
  "/etc/passwd",
  "~/model.gguf",
  "C:/model.gguf",
  "..\\outside\\model.gguf",
  "../nothing.gguf"
])("%s is refused: it leads out of the folder", async (src) => {
  const {address, message} = await want(src);
  expect(address).toBeUndefined();
  expect(message).toBe(
    `${src}: leads out of the folder that is open; put the model into it, or choose its files in Models`
  );
});

test.each(["diary.txt", "./a.html", "deep/b.html", "secrets.json", "deep/own/config.json"])(
  "%s is no model: its address is not given",
  async (src) => {
    const {address, message} = await want(src);
    expect(address).toBeUndefined();
    expect(message).toMatch(/: got a file, expected a \.gguf file, or a folder/);
  }
);

test("a folder that was granted is not read where a link stands now", async () => {
  const folder = join(site.folder, "notebooks");
  await site.put("notebooks/moved/config.json", "{}");
  const {address} = await want("moved");
  expect((await read(`${address}config.json`)).status).toBe(200);
  await rename(join(folder, "moved"), join(folder, "before"));
  await symlink(join(site.folder, "outside"), join(folder, "moved"));
  const answer = await read(`${address}config.json`);
  expect(answer.status).toBe(404);
  expect(answer.text).not.toContain(secret);
});

test("a file that is swapped for a link while it is read is never the other", async () => {
  const file = join(site.folder, "notebooks/deep/own/tokenizer_config.json");
  const other = join(site.folder, "outside/config.json");
  const {address} = await want("deep/own");
  let swapping = true;
  const swap = (async () => {
    for (let n = 0; swapping; n++) {
      const draft = `${file}.${n}`;
      await (n % 2 ? symlink(other, draft) : writeFile(draft, "{}"));
      await rename(draft, file);
    }
  })();
  const answers = await Promise.all(
    Array.from({length: 200}, () => read(`${address}tokenizer_config.json`))
  );
  swapping = false;
  await swap;
  expect(answers.filter(({text}) => text.includes(secret))).toEqual([]);
  await rm(file);
  await writeFile(file, "{}");
  expect((await read(`${address}tokenizer_config.json`)).status).toBe(200);
  await rm(file);
});

test("what is not there is said by its name, without a path of this computer", async () => {
  const {message} = await want("./other.gguf", "deep/b.html");
  expect(message).toMatch(
    /^\.\/other\.gguf: there is nothing of that name beside b\.html; expected/
  );
  expect(message).not.toContain(site.folder);
  expect((await want("model.gguf", "../a.html")).message).toMatch("not a path within this folder");
  const kept = await site.askApi("model?src=local:gone", {method: "GET"});
  const told = JSON.parse(kept.text) as Said;
  expect(told.message).toMatch(/^local:gone: is not kept here; choose its files again/);
});
