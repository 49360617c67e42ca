/** A user who may not do everything: a server of its own, of a user without rights where the tests run as root. */
import {execFileSync, spawn} from "node:child_process";
import {chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {expect, test} from "vitest";
import {nodeOptions} from "../../apps/cli/bin/node-options.js";
import {identityOf} from "../../apps/cli/src/server/folder-identity.ts";
import {ask, etagOf, notebook} from "./site.ts";

const script = fileURLToPath(new URL("serve.ts", import.meta.url));
const isRoot = process.getuid?.() === 0;
const nobody = 65534;

test.skipIf(process.platform === "win32")(
  "what a user may not read or write is listed and refused in words, and stays as it is",
  async ({skip}) => {
    const folder = await mkdtemp(join(tmpdir(), "ecco-user-"));
    const file = (path: string): string => join(folder, "notebooks", path);
    for (const path of ["", "fixed", "closed"]) await mkdir(file(path), {recursive: true});
    for (const path of ["secret.html", "fixed/x.html", "closed/y.html", "others.html"])
      await writeFile(file(path), notebook("A"));
    if (isRoot) execFileSync("chown", ["-R", `${nobody}:${nobody}`, folder]);
    if (isRoot) execFileSync("chown", ["0:0", file("others.html")]);
    await chmod(file("others.html"), isRoot ? 0o644 : 0o444);
    await chmod(file("secret.html"), 0o000);
    await chmod(file("fixed"), 0o555);
    await chmod(file("closed"), 0o000);
    const child = spawn(process.execPath, [...nodeOptions, script, folder], {
      stdio: ["ignore", "pipe", "ignore"],
      env: {...process.env, ECCO_STATE: join(folder, "state"), HOME: folder},
      ...(isRoot ? {uid: nobody, gid: nobody} : {})
    });
    try {
      const line = await new Promise<string | null>((resolve) => {
        child.stdout.once("data", (text) => resolve(String(text)));
        child.once("error", () => resolve(null)).once("exit", () => resolve(null));
      });
      if (line === null) return skip("the user without rights cannot read this checkout");
      const url = new URL(line.trim());
      const headers = {
        "x-ecco-token": url.searchParams.get("token")!,
        "x-ecco-folder": identityOf(join(folder, "notebooks")),
        origin: url.origin
      };
      const port = Number(url.port);
      const get = (path: string) => ask(port, `/api/notebooks${path}`, {headers});
      const listed = JSON.parse((await get("")).text) as {
        notebooks: {path: string; readOnly?: boolean; problem?: string}[];
      };
      expect(listed.notebooks).toMatchObject([
        {path: "fixed/x.html", readOnly: true},
        {path: "others.html", readOnly: true},
        {path: "secret.html", problem: "may not be read"}
      ]);
      const put = (path: string) =>
        ask(port, `/api/notebooks/${path}`, {
          method: "PUT",
          body: notebook("B"),
          headers: {...headers, "if-match": etagOf(notebook("A"))}
        });
      for (const [path, opens, words] of [
        ["secret.html", 403, "secret.html is read-only"],
        ["closed/y.html", 403, "closed/y.html: this user may not"],
        ["fixed/x.html", 200, "the folder of fixed/x.html is read-only"],
        ["others.html", 200, "others.html is read-only"]
      ] as const) {
        expect([path, (await get(`/${path}`)).status]).toEqual([path, opens]);
        const {status, text} = await put(path);
        expect([path, status, text]).toEqual([path, 403, expect.stringContaining(words)]);
        expect(text).not.toContain(folder);
      }
    } finally {
      child.kill("SIGKILL");
      for (const path of ["secret.html", "fixed", "closed"]) await chmod(file(path), 0o755);
    }
    for (const path of ["secret.html", "fixed/x.html", "closed/y.html", "others.html"])
      expect(await readFile(file(path), "utf8")).toBe(notebook("A"));
    expect(await readdir(file("fixed"))).toEqual(["x.html"]);
    await rm(folder, {recursive: true, force: true});
  }
);
