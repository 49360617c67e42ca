/**
 * Slow files of tests that come out the same each time: of each the record has a hash of all that it may read. While that
 * is the same, a run of all tests leaves the file out; one that names it runs it.
 */
import {existsSync, readFileSync} from "node:fs";
import {dirname, join, posix} from "node:path";
import {digest, filesIn, fromDisk, versionOf, versions} from "./hash.ts";
import type {Read} from "./hash.ts";

/** The files: each takes more than three seconds, and none has laws that are recorded one by one. */
export const slowFiles: readonly string[] = JSON.parse(
  readFileSync(join(import.meta.dirname, "slow-files.json"), "utf8")
) as readonly string[];

/** A file whose tests all passed: the hash of what it reads, and how many they were. */
export interface RecordedFile {
  readonly hash: string;
  readonly tests: number;
}
export type FileRecord = Readonly<Record<string, RecordedFile>>;

export const fileRecord: string = join(import.meta.dirname, "files.json");
export const readFileRecord = (): FileRecord =>
  existsSync(fileRecord) ? (JSON.parse(readFileSync(fileRecord, "utf8")) as FileRecord) : {};

const root = join(import.meta.dirname, "../..");

declare module "vitest" {
  interface ProvidedContext {
    /** Slow files that this run leaves out. */
    unchangedFiles: FileRecord;
  }
}

/** What every file may read beside the modules it imports. */
const always = ["models", "tests/fixtures"];
/** What those that import this module read besides, where it is there. */
const besides: Readonly<Record<string, readonly string[]>> = {
  "tests/real/models.ts": ["../shared/models"],
  "tests/real/smollm2.browser.test.ts": ["../shared/models"],
  // They build what they open.
  "tests/pages/editor-host.ts": ["apps/editor", "packages", "notebooks", "scripts"],
  "tests/pages/built.ts": ["apps", "packages", "notebooks", "scripts"]
};

/** Hashes all that files of tests may read; reads each file once. */
export class FileHasher {
  readonly #read: Read;
  readonly #imports = new Map<string, readonly string[]>();
  readonly #digests = new Map<string, string>();

  constructor(read: Read = fromDisk) {
    this.#read = read;
  }

  of(file: string): string {
    const paths = this.pathsOf(file);
    const parts = paths.map((path) => `${path} ${this.#digest(path)}`);
    return digest([
      ...parts,
      ...versions("onnx", /^tests\/pages\/|\.browser\./.test(file) ? "page" : "node"),
      ...packagesOf(paths)
    ]);
  }

  /**
   * Returns what a file of tests may read: the modules of tests that it imports and the data that lies in their folders,
   * and each whole package of ours that it reaches.
   */
  pathsOf(file: string): readonly string[] {
    const paths = new Set(always);
    const visit = (path: string): void => {
      if (paths.has(path)) return;
      paths.add(path);
      for (const more of besides[path] ?? []) if (existsSync(join(root, more))) paths.add(more);
      if (path.startsWith("tests/")) dataBeside(path).forEach((data) => paths.add(data));
      this.#importsOf(path).forEach(visit);
    };
    visit(file);
    return [...paths].toSorted();
  }

  /** Returns what the modules at or below a path name: modules of tests, and folders of packages. */
  #importsOf(path: string): readonly string[] {
    return known(this.#imports, path, () => {
      const modules = filesIn(path).filter((each) => /\.[jt]s$/.test(each));
      return [...new Set(modules.flatMap((each) => namedIn(each, this.#read(each))))];
    });
  }

  #digest(path: string): string {
    return known(this.#digests, path, () =>
      digest(filesIn(path).map((each) => `${each} ${digest([this.#read(each)])}`))
    );
  }
}

function known<T>(all: Map<string, T>, key: string, find: () => T): T {
  const found = all.get(key) ?? find();
  all.set(key, found);
  return found;
}

/**
 * Returns the modules of tests, and the folders of packages, that a module imports, or starts by their names; one that
 * imports by a pattern reaches all of its folder.
 */
function namedIn(path: string, bytes: Uint8Array): readonly string[] {
  const text = new TextDecoder().decode(bytes);
  const named = [...text.matchAll(/"(?:@ecco\/([^"/]+)[^"]*|(\.?[\w./-]+\.[jt]s))"/g)]
    .map(([, ours, name]) => {
      if (ours) return existsSync(join(root, "apps", ours)) ? `apps/${ours}` : `packages/${ours}`;
      const found = posix.join(dirname(path), name!);
      // A package's sources are one; what starts commands, and scripts, are modules by themselves.
      return found.includes("/src/") && !found.startsWith("tests/")
        ? found.split("/").slice(0, 2).join("/")
        : found;
    })
    .filter((found) => existsSync(join(root, found)));
  const byPattern = path.startsWith("tests/") && text.includes("import.meta.glob");
  return byPattern ? [...named, ...filesIn(dirname(path))] : named;
}

/** Returns the files beside a module of tests, and below, that are no modules; records of runs decide nothing. */
function dataBeside(path: string): readonly string[] {
  const folder = dirname(path);
  if (folder === "tests" || folder === "tests/replay") return [];
  return filesIn(folder).filter((each) => !/\.[jt]s$/.test(each));
}

/** Returns the versions of what the packages of ours at or below these paths depend on. */
function packagesOf(paths: readonly string[]): readonly string[] {
  const found = paths
    .flatMap((path) => filesIn(path))
    .filter((path) => /^(?:apps|packages)\/[^/]+\/package\.json$/.test(path));
  return [...new Set(found)].toSorted().flatMap((path) => {
    const {dependencies = {}} = JSON.parse(readFileSync(join(root, path), "utf8")) as {
      readonly dependencies?: Readonly<Record<string, string>>;
    };
    return Object.keys(dependencies).map((name) => `${name} ${versionOf(name)}`);
  });
}

/** Returns the recorded files that would come out the same: nothing that they read has changed. */
export function unchangedFiles(
  record: FileRecord = readFileRecord(),
  hasher: FileHasher = new FileHasher()
): FileRecord {
  return Object.fromEntries(
    Object.entries(record).filter(
      ([file, {hash}]) => slowFiles.includes(file) && hash === hasher.of(file)
    )
  );
}

/** Returns the entries of slow files all of whose tests passed; one that ran none, for want of a model, has none. */
export function fileRecordOf(
  outcomes: readonly {readonly file: string; readonly ok: boolean; readonly tests: number}[],
  hasher: FileHasher
): FileRecord {
  return Object.fromEntries(
    outcomes
      .filter(({file, ok, tests}) => slowFiles.includes(file) && ok && tests > 0)
      .map(({file, tests}) => [file, {hash: hasher.of(file), tests}])
  );
}
