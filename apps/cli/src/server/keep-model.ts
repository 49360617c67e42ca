/** Keeps files of this computer as a model of the store: all of them, under a name of their own, or none. */
import {randomUUID} from "node:crypto";
import {mkdir, open, readdir, rename, rm, writeFile} from "node:fs/promises";
import {dirname, join} from "node:path";
import {isFileName, isFileOfModel, isModelName, listModelsIn, recordName} from "@ecco/engine";
import type {ModelRecord, Store} from "@ecco/engine";
import type {KeepRequest} from "./model-store.ts";
import {Refusal} from "./refusal.ts";

/** What notebooks may have kept: in one model, in all of them, and how many files. */
export const notebookLimits = {bytes: 4_000_000_000, allBytes: 16_000_000_000, files: 64} as const;
const mostFiles = 2000;
/** Left free on a disk that holds more than models. */
const spare = 100_000_000;

/** Names that some system takes for the same are one. */
const folded = (name: string): string => name.normalize("NFKC").toLowerCase();
const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;

/** Bytes of notebooks that are on their way, so that two at once do not pass the limit. */
let underWay = 0;

/** Returns how many bytes may still be kept; null where the disk does not say. */
export async function roomIn(store: Store, forNotebook: boolean): Promise<number | null> {
  const free = await store.room();
  const onDisk = free === null ? null : Math.max(0, free - spare);
  if (!forNotebook) return onDisk;
  const kept = (await listModelsIn(store))
    .filter(({record}) => record.keptFor === "notebook")
    .flatMap(({record}) => record.files)
    .reduce((sum, {bytes}) => sum + bytes, 0);
  const left = Math.max(0, notebookLimits.allBytes - kept - underWay);
  return Math.min(left, notebookLimits.bytes, onDisk ?? Infinity);
}

/** Keeps a model; returns what names it. Throws Refusal, and leaves nothing behind. */
export async function keepModel(store: Store, request: KeepRequest): Promise<string> {
  const {name, files, bytes, forNotebook} = request;
  check(request);
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  const room = await roomIn(store, forNotebook);
  if (room !== null && total > room)
    throw new Refusal(
      413,
      `${name}: ${megabytes(total)}, and there is room for ${megabytes(room)}; remove models that are not needed${forNotebook ? ", or choose its files in the editor's own list of models" : ""}`
    );
  const local = store.path("local")!;
  await mkdir(local, {recursive: true});
  await clean(local);
  // Hidden: nothing in it is taken for a model before it is whole.
  const draft = join(local, `.keeping-${process.pid}-${randomUUID()}`);
  if (forNotebook) underWay += total;
  try {
    await mkdir(draft);
    await writeFiles(draft, files, bytes);
    return await store.alone("local/.names", () => settle(store, draft, request));
  } finally {
    if (forNotebook) underWay -= total;
    await rm(draft, {recursive: true, force: true});
  }
}

function check({name, files, forNotebook}: KeepRequest): void {
  if (!isModelName(name)) throw new Refusal(400, "the name of what is kept is no plain name");
  const most = forNotebook ? notebookLimits.files : mostFiles;
  if (files.length === 0 || files.length > most)
    throw new Refusal(400, `${name}: got ${files.length} files, expected 1 to ${most}`);
  const bad = files.find(
    (file) => !isFileName(file.name) || (file.name.includes("/") && !isFileOfModel(file.name))
  );
  if (bad) throw new Refusal(400, `${name}: a file's name is no plain name; rename it`);
  if (!files.every(({bytes}) => Number.isSafeInteger(bytes) && bytes >= 0))
    throw new Refusal(400, `${name}: a file's length is no number of bytes`);
  if (new Set(files.map((file) => folded(file.name))).size < files.length)
    throw new Refusal(400, `${name}: two files have the same name; rename one`);
}

async function writeFiles(
  folder: string,
  files: KeepRequest["files"],
  bytes: AsyncIterable<Uint8Array>
): Promise<void> {
  const parts = bytes[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array(0);
  for (const file of files) {
    if (file.name.includes("/")) await mkdir(join(folder, dirname(file.name)), {recursive: true});
    const handle = await open(join(folder, file.name), "wx");
    try {
      for (let left = file.bytes; left > 0;) {
        if (rest.length === 0) {
          const {done, value} = await parts.next();
          if (done) throw new Refusal(400, `${file.name}: fewer bytes came than were said`);
          rest = value;
        }
        const now = rest.subarray(0, left);
        await handle.writeFile(now);
        [rest, left] = [rest.subarray(now.length), left - now.length];
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
  while (rest.length === 0) {
    const {done, value} = await parts.next();
    if (done) return;
    rest = value;
  }
  throw new Refusal(400, "more bytes came than were said");
}

/** Gives the whole model its name: that of an earlier one only where the reader has chosen the files. */
async function settle(
  store: Store,
  draft: string,
  {name, files, forNotebook}: KeepRequest
): Promise<string> {
  const taken = new Set((await store.list("local")).map(folded));
  let own = name;
  for (let n = 2; forNotebook && taken.has(folded(own)); n++) own = `${name.slice(0, 60)}-${n}`;
  const alone = files.length === 1 && /\.gguf$/i.test(files[0]!.name);
  const record: ModelRecord = {
    src: `local:${own}`,
    name: own,
    revision: null,
    file: alone ? files[0]!.name : null,
    files: files.map((file) => ({name: file.name, bytes: file.bytes})),
    time: new Date().toISOString(),
    ...(forNotebook ? {keptFor: "notebook"} : {})
  };
  await writeFile(join(draft, recordName), JSON.stringify(record, null, 1));
  const folder = `local/${own}`;
  await store.alone(folder, async () => {
    const before = `${draft}.before`;
    await rename(store.path(folder)!, before).catch(() => undefined);
    await rename(draft, store.path(folder)!);
    await rm(before, {recursive: true, force: true});
  });
  return record.src;
}

/** Removes what servers that were killed have left half written. */
async function clean(local: string): Promise<void> {
  for (const name of await readdir(local)) {
    const [, process_] = /^\.keeping-(\d+)-/.exec(name) ?? [];
    if (process_ !== undefined && !isRunning(Number(process_)))
      await rm(join(local, name), {recursive: true, force: true});
  }
}

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // Of another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
