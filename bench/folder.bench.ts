/** The local server of the editor on a folder of 10,000 notebooks: how long lists and saves take, alone and while much happens. */
import {setTimeout as wait} from "node:timers/promises";
import {mkdir, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {afterAll, bench, describe} from "vitest";
import {Events, Site, match, notebook} from "../tests/server/site.ts";

const count = 10_000;
const unclosed = (bytes: number): string => `<!doctype html><notebook>\n${"<a ".repeat(bytes / 3)}`;

const site = await Site.start({"a.html": notebook("0")});
afterAll(() => site[Symbol.asyncDispose]());
const folder = join(site.folder, "notebooks");
for (let group = 0; group < 100; group++) {
  await mkdir(join(folder, `${group}`));
  await Promise.all(
    Array.from({length: count / 100}, (_, n) =>
      writeFile(join(folder, `${group}/${n}.html`), notebook(`${group} ${n}`))
    )
  );
}

const list = async (): Promise<number> => {
  const {text} = await site.askApi("notebooks");
  return (JSON.parse(text) as {notebooks: unknown[]}).notebooks.length;
};
let version = 0;
const save = async (): Promise<void> => {
  const {status} = await site.write(
    "a.html",
    notebook(`${version + 1}`),
    match(notebook(`${version}`))
  );
  if (status !== 204) throw new Error(`got ${status}, expected 204`);
  version++;
};
/** Says how long something took, in ms. */
const timed = async (what: string, work: () => Promise<unknown>): Promise<void> => {
  const start = performance.now();
  const value = await work();
  console.log(
    `${what}: ${Math.round(performance.now() - start)} ms${typeof value === "number" ? ` (${value})` : ""}`
  );
};

await timed("10,000 files, the first list", list);
await timed("again", list);
for (const bytes of [15_000, 100_000]) {
  for (let n = 0; n < 100; n++)
    await site.put(`notebooks/hostile/${bytes}-${n}.html`, unclosed(bytes));
  await timed(`a hundred new files of ${bytes} bytes of tags that do not end, list`, list);
}
{
  using events = await Events.listen(site);
  const told = events.entries;
  await timed("300 files change at once, until all of them are told", async () => {
    const files = Array.from({length: 300}, (_, n) => `${n % 100}/${Math.floor(n / 100)}.html`);
    const changing = Promise.all(
      files.map((file) => site.put(`notebooks/${file}`, notebook("new")))
    );
    await timed("  a save meanwhile", save);
    await timed("  a list meanwhile", list);
    await changing;
    while (!files.every((file) => told.has(file))) await wait(5);
    return events.messages;
  });
}
await timed("20 lists at once", () => Promise.all(Array.from({length: 20}, list)));
await timed("a save while lists are made", async () => {
  const lists = Array.from({length: 5}, list);
  await timed("  the save", save);
  await Promise.all(lists);
});

describe("a folder of 10,000 notebooks", () => {
  const options = {time: 1000, iterations: 5, warmupTime: 0, warmupIterations: 1} as const;
  bench("list", async () => void (await list()), options);
  bench("save", save, options);
});
