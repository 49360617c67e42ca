import {mkdtemp, mkdir, readFile, readdir, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {setImmediate, setTimeout as wait} from "node:timers/promises";
import {afterAll, beforeAll, expect, test} from "vitest";
import {identityOf} from "../../apps/cli/src/server/folder-identity.ts";
import {kill, start} from "./server-process.ts";
import type {Running} from "./server-process.ts";
import {ask, etagOf} from "./site.ts";

/** Large enough that a kill often comes in the middle of a write. */
const size = 3_000_000;

let folder = "";
let file = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ecco-crash-"));
  await mkdir(join(folder, "notebooks/sub"), {recursive: true});
  file = join(folder, "notebooks/sub/a.html");
});
afterAll(() => rm(folder, {recursive: true, force: true}));

/** Returns a notebook whose every line says which version it is of: a mixture of two is seen. */
function version(n: number): string {
  const line = `    // version ${n}\n`;
  return `<!doctype html>\n<notebook>\n  <script id="1" type="module">\n${line.repeat(
    Math.floor(size / line.length)
  )}  </script>\n</notebook>\n`;
}

/** Returns numbers from 0 to 1, the same for the same seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const leftovers = async (): Promise<readonly string[]> =>
  (await readdir(join(folder, "notebooks"), {recursive: true})).filter((name) =>
    name.endsWith(".tmp")
  );

/** Writes version after version until the server is gone. */
class Writer {
  /** Last version that was confirmed; the one after it was sent. */
  confirmed: number;
  readonly done: Promise<void>;

  constructor({url}: Running, from: number) {
    this.confirmed = from;
    this.done = this.#write(Number(url.port), {
      "x-ecco-token": url.searchParams.get("token")!,
      "x-ecco-folder": identityOf(join(folder, "notebooks")),
      origin: url.origin
    });
  }

  async #write(port: number, headers: Readonly<Record<string, string>>): Promise<void> {
    for (; ; this.confirmed++) {
      const answer = await ask(port, "/api/notebooks/sub/a.html", {
        method: "PUT",
        body: version(this.confirmed + 1),
        headers: {...headers, "if-match": etagOf(version(this.confirmed))}
      }).catch(() => null);
      if (!answer) return;
      expect([this.confirmed, answer.status]).toEqual([this.confirmed, 204]);
    }
  }
}

test("a server that is killed while it writes leaves one version, whole; the next start tidies up", async () => {
  const next = random(7);
  await writeFile(file, version(0));
  let current = 0;
  let hits = 0;
  for (let round = 0; round < 8 || (hits < 2 && round < 200); round++) {
    const server = await start(folder);
    expect(await leftovers()).toEqual([]);
    const writer = new Writer(server, current);
    const goal = current + Math.floor(3 * next());
    while (writer.confirmed < goal) await wait(1);
    // Any time; and every other time while a file is being written for sure.
    if (round % 2) while (!(await leftovers()).length) await setImmediate();
    else await wait(80 * next());
    await kill(server.child);
    await writer.done;
    const text = await readFile(file, "utf8");
    // Confirmed means on disk; what was not confirmed may be on disk or not, but not in part.
    const found = [writer.confirmed, writer.confirmed + 1].find((n) => text === version(n));
    expect(found, `round ${round}: ${text.length} characters`).toBeDefined();
    current = found!;
    hits += Number((await leftovers()).length > 0);
  }
  // Else the kills have missed what they were meant for.
  expect(hits).toBeGreaterThanOrEqual(2);
  const {child} = await start(folder);
  expect(await leftovers()).toEqual([]);
  expect(await readdir(join(folder, "notebooks/sub"))).toEqual(["a.html"]);
  await kill(child);
});
