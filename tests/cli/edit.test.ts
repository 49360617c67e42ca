import type {ChildProcess} from "node:child_process";
import {chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile} from "node:fs/promises";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {tmpdir} from "node:os";
import {delimiter, dirname, join} from "node:path";
import {afterAll, beforeAll, describe, expect, onTestFinished, test} from "vitest";
import {builtEditor} from "../../apps/cli/src/server/build-editor.ts";
import {identityOf} from "../../apps/cli/src/server/folder-identity.ts";
import {portsOf} from "../../apps/cli/src/server/ports.ts";
import {ask} from "../server/site.ts";
import {ecco, expectOneLine} from "./ecco.ts";
import type {Ran, RunOptions} from "./ecco.ts";

let folder = "";
beforeAll(async () => {
  await builtEditor(() => undefined);
  folder = await mkdtemp(join(tmpdir(), "ecco-edit-"));
  await mkdir(join(folder, "notes"));
  for (const name of ["2.html", "10.html", "notes/x y.html"])
    await writeFile(
      join(folder, name),
      `<!doctype html><notebook><title>${name}</title></notebook>`
    );
  await writeFile(join(folder, "data.csv"), "1,2");
});
afterAll(() => rm(folder, {recursive: true, force: true}));

/** Any port, and no browser. */
const quiet = ["--no-open", "--port", "0"];

interface Editing {
  readonly child: ChildProcess;
  readonly line: string;
  readonly url: URL;
  /** Once it has ended. */
  readonly ran: Promise<Ran>;
}

/** Starts `ecco edit`, and returns when it has printed its address. */
async function edit(args: readonly string[], options: RunOptions = {}): Promise<Editing> {
  let child!: ChildProcess;
  let ran!: Promise<Ran>;
  const line = await new Promise<string>((resolve, reject) => {
    let text = "";
    ran = ecco(["edit", ...args], {
      ...options,
      started: (each) => {
        child = each;
        child.stdout!.on("data", (part: string) => {
          text += part;
          if (text.includes("\n")) resolve(text);
        });
      }
    });
    ran.then(({stderr}) => reject(new Error(stderr)), reject);
  });
  onTestFinished(async () => {
    child.kill("SIGINT");
    await ran;
  });
  return {child, line, url: new URL(/http:\S+/.exec(line)![0]), ran};
}

/** Headers of the page that was opened with that address. */
const known = (url: URL, root = folder): Readonly<Record<string, string>> => ({
  "x-ecco-token": url.searchParams.get("token")!,
  "x-ecco-folder": identityOf(root)
});

/** Asks as a browser that was opened with that address. */
async function get({url}: Editing, path: string, root?: string): Promise<string> {
  const {status, text} = await ask(Number(url.port), path, {headers: known(url, root)});
  expect([path, status]).toEqual([path, 200]);
  return text;
}

test("one line with an address that answers; Ctrl-C ends it", async () => {
  const editing = await edit([...quiet, folder]);
  const {line, url, child, ran} = editing;
  expect(line).toMatch(
    /^Ecco edits ecco-edit-\w+\/ at http:\/\/localhost:\d+\/\?token=[\w-]{32}\n$/
  );
  const first = await ask(Number(url.port), url.pathname + url.search);
  expect(first.status).toBe(200);
  expect(first.text).toMatch(/<script type="module"[^>]* src=/);
  const {notebooks} = JSON.parse(await get(editing, "/api/notebooks")) as {
    notebooks: {path: string}[];
  };
  expect(notebooks.map(({path}) => path)).toEqual(["2.html", "10.html", "notes/x y.html"]);
  const {version, models} = JSON.parse(await get(editing, "/api/info")) as {
    version: string;
    models: {name: string}[];
  };
  expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(models.map(({name}) => name)).toEqual(["atlas", "cloze", "critic"]);
  child.kill("SIGINT");
  const {code, stdout, stderr} = await ran;
  expect(stdout).toBe(line);
  // Where the editor was built anew, that has been said before.
  expect(stderr).toMatch(/^(building the editor .*\n)?Ctrl-C ends it\n$/);
  expect(code).toBe(0);
  await expect(ask(Number(url.port), "/")).rejects.toThrow(/ECONNREFUSED/);
});

test("Ctrl-C ends it also while a page is open", async () => {
  const editing = await edit([...quiet, folder]);
  const port = Number(editing.url.port);
  const events = ask(port, "/api/events", {headers: known(editing.url)}).catch(() => null);
  await get(editing, "/api/info");
  editing.child.kill("SIGINT");
  expect((await editing.ran).code).toBe(0);
  await events;
});

test("a notebook: its folder is served, and the notebook is what opens", async () => {
  const editing = await edit([...quiet, join(folder, "notes/x y.html")]);
  expect(editing.line).toMatch(/^Ecco edits notes\/ at /);
  expect(editing.url.searchParams.get("open")).toBe("x y.html");
  expect(JSON.parse(await get(editing, "/api/info", join(folder, "notes")))).toMatchObject({
    folder: "notes",
    open: "x y.html"
  });
});

/** A stand-in for what opens the browser: keeps what it is given, and what every user sees of it. */
async function opener(): Promise<{
  env: Record<string, string>;
  kept(name: string): Promise<string>;
}> {
  const bin = await mkdtemp(join(tmpdir(), "ecco-bin-"));
  onTestFinished(() => rm(bin, {recursive: true, force: true}));
  const lines = [
    "#!/bin/sh",
    `tr '\\0' ' ' < /proc/$$/cmdline > "${bin}/seen"`,
    `cp "$1" "${bin}/page"`,
    `echo "$1" > "${bin}/opened"`
  ];
  await writeFile(join(bin, "xdg-open"), lines.join("\n"));
  await chmod(join(bin, "xdg-open"), 0o755);
  const kept = (name: string): Promise<string> => readFile(join(bin, name), "utf8").catch(() => "");
  return {env: {PATH: [bin, process.env["PATH"]].join(delimiter)}, kept};
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false
  );

describe.skipIf(process.platform !== "linux")("the browser is opened by a file", () => {
  test("that only this user can read, and that is gone after use; no secret is in arguments", async () => {
    const {env, kept} = await opener();
    const {url} = await edit(["--port", "0", join(folder, "notes/x y.html")], {env});
    await expect.poll(() => kept("opened")).toMatch(/\n$/);
    const file = (await kept("opened")).trim();
    expect(await kept("seen")).toContain(file);
    expect(await kept("seen")).not.toContain(url.searchParams.get("token"));
    expect(await kept("page")).toContain(`content="0; url=${url.href.replace("&", "&amp;")}"`);
    const [own, above] = await Promise.all([stat(file), stat(dirname(file))]);
    expect([own.mode & 0o777, above.mode & 0o777]).toEqual([0o600, 0o700]);
    await ask(Number(url.port), "/?token=wrong");
    expect(await isThere(file)).toBe(true);
    await ask(Number(url.port), url.pathname + url.search);
    await expect.poll(() => isThere(dirname(file))).toBe(false);
  });

  test("that is gone when the server ends, also if nobody has used it", async () => {
    const {env, kept} = await opener();
    const {child, ran} = await edit(["--port", "0", folder], {env});
    await expect.poll(() => kept("opened")).toMatch(/\n$/);
    child.kill("SIGINT");
    await ran;
    expect(await isThere(dirname((await kept("opened")).trim()))).toBe(false);
  });
});

test("without --port a folder has a port of its own; another one says where drafts may be", async () => {
  const state = await mkdtemp(join(tmpdir(), "ecco-state-"));
  onTestFinished(() => rm(state, {recursive: true, force: true}));
  const env = {ECCO_STATE: state};
  const own = portsOf(identityOf(folder)).map(String);
  const first = await edit(["--no-open", folder], {env});
  await get(first, "/api/info");
  const second = await edit(["--no-open", folder], {env});
  await get(second, "/api/info");
  expect(own.slice(0, -1)).toContain(first.url.port);
  expect(second.url.port).not.toBe(first.url.port);
  const ended = async ({child, ran}: Editing): Promise<string> => {
    child.kill("SIGINT");
    return (await ran).stderr;
  };
  expect(await ended(first)).not.toContain("this folder was at port");
  expect(await ended(second)).toContain(`this folder was at port ${first.url.port} before`);
  const ports = join(state, "ports");
  const [name] = await readdir(ports);
  const modes = await Promise.all([stat(ports), stat(join(ports, name!))]);
  expect(modes.map(({mode}) => mode & 0o777)).toEqual([0o700, 0o600]);
});

test.each<[string, readonly string[], number, RegExp]>([
  ["a place that is not there", ["nowhere"], 2, /nowhere is not there; expected a folder of/],
  ["a notebook that is not there", ["x.html"], 2, /x\.html is not there/],
  ["another file", ["data.csv"], 1, /data\.csv is not a notebook; expected .* \.html, or a folder/],
  ["a port that is none", [".", "--port", "70000"], 1, /70000.*expected a number from 0 .* 65535/],
  ["a port in words", [".", "--port", "x"], 1, /'x'.*expected a number/]
])("%s: one line, and the exit code", async (_, [path, ...args], code, message) => {
  expectOneLine(await ecco(["edit", "--no-open", join(folder, path!), ...args]), code, message);
});

test("a port that another program has: one line, exit 1", async () => {
  const other = createServer();
  await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
  onTestFinished(() => void other.close());
  const {port} = other.address() as AddressInfo;
  expectOneLine(
    await ecco(["edit", "--no-open", "--port", String(port), folder]),
    1,
    new RegExp(`port ${port} cannot be used: another program has it; choose another with --port`)
  );
});
