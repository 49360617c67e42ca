/** The pages of the editor, built when they are missing or older than their source. */
import {createHash} from "node:crypto";
import {existsSync, readFileSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {readdir, stat} from "node:fs/promises";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {SourceError} from "@ecco/engine/errors";
import type {InlineConfig} from "vite";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const source = join(root, "apps", "editor");
const built = join(root, "dist", "editor");
/** In the folder: what it was built from. */
const stamp = ".built-from";

/** Where the sources of the editor are, and what decides which packages it is made of. */
const inputs = [
  "apps/editor",
  "packages/engine/src",
  "packages/viz/src",
  "packages/runtime/src",
  "packages/cells/src",
  "package-lock.json"
];

/**
 * Returns the folder of the built editor. Builds it first where that is needed, and says so through *say*. Throws
 * SourceError where there is neither the editor nor what to build it from.
 */
export async function builtEditor(say: (line: string) => void): Promise<string> {
  // Installed as a package: there is nothing to build from.
  if (!existsSync(join(source, "src"))) {
    if (existsSync(join(built, "index.html"))) return built;
    throw new SourceError(`the editor is not in ${built}; install Ecco again`);
  }
  const state = await stateOf(inputs.map((path) => join(root, path)));
  const from = join(built, stamp);
  if (existsSync(from) && readFileSync(from, "utf8") === state) return built;
  say("building the editor (once, a few seconds)");
  await buildEditor();
  return built;
}

/** Builds the editor into dist/editor/. */
export async function buildEditor(plugins: InlineConfig["plugins"] = []): Promise<void> {
  const state = await stateOf(inputs.map((path) => join(root, path)));
  const {build} = await import("vite");
  // Libraries have a second, slower self for those who work on them.
  process.env["NODE_ENV"] = "production";
  const draft = `${built}-${process.pid}`;
  try {
    await build({
      configFile: join(source, "vite.config.ts"),
      logLevel: "error",
      plugins,
      build: {outDir: draft}
    });
    writeFileSync(join(draft, stamp), state);
    // Whole or not at all, also when two commands build at once.
    replaceFolder(built, draft);
  } finally {
    rmSync(draft, {recursive: true, force: true});
  }
}

/** Puts a folder in the place of another, also when somebody else does the same at this moment. */
function replaceFolder(old: string, by: string): void {
  for (let tries = 5; ; tries--) {
    rmSync(old, {recursive: true, force: true});
    try {
      return renameSync(by, old);
    } catch (error) {
      if (!tries || !existsSync(old)) throw error;
    }
  }
}

/** Returns what changes when a file does: sizes and times of all. */
async function stateOf(paths: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const path of paths) {
    for (const file of await filesOf(path)) {
      const {size, mtimeMs} = await stat(file);
      hash.update(`${file} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest("hex");
}

async function filesOf(path: string): Promise<readonly string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, {withFileTypes: true});
  const found = await Promise.all(
    entries
      .filter(({name}) => name !== "node_modules")
      .map(async (entry) => {
        const file = join(path, entry.name);
        return entry.isDirectory() ? filesOf(file) : [file];
      })
  );
  return found.flat().toSorted();
}
