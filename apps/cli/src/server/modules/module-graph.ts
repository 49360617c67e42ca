/** The modules that a module of the folder imports, all of them: what is wrong with one is known before any is run. */
import {createHash} from "node:crypto";
import {compileModule} from "./compile-module.ts";
import type {CompiledModule} from "./compile-module.ts";
import {findFile, readBytes, textOf} from "./folder-file.ts";
import {ModuleProblem} from "./module-problem.ts";

export interface GraphModule {
  readonly path: string;
  readonly compiled: CompiledModule;
  /** Paths of the files that it imports, by what it calls them. */
  readonly files: ReadonlyMap<string, string>;
  /** Names this very text, and the packages that it finds. */
  readonly hash: string;
}

export interface GraphOptions {
  /** Real place of the opened folder. */
  readonly root: string;
  /** Returns what names the package, and its version, that an import of a module finds. */
  readonly packageOf: (specifier: string, from: string) => Promise<string>;
}

/** Most modules that one import brings. */
const most = 2000;

/** Returns the module of that path and all that it imports, by their paths. Throws ModuleProblem. */
export async function moduleGraph(
  path: string,
  {root, packageOf}: GraphOptions
): Promise<ReadonlyMap<string, GraphModule>> {
  const found = new Map<string, GraphModule>();
  const seen = new Set([path]);
  const waiting = [path];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.size > most)
      throw new ModuleProblem(`${path} imports more than ${most} modules of the folder`);
    const text = textOf(next, await readBytes(root, next));
    const compiled = compileModule(text, next);
    const files = new Map<string, string>();
    const hash = createHash("sha256").update(text);
    for (const {specifier, isFile, line, column} of compiled.imports) {
      if (!isFile) {
        hash.update(`\0${specifier}\0${await packageOf(specifier, next)}`);
        continue;
      }
      const to = await findFrom(root, specifier, {file: next, line, column});
      files.set(specifier, to);
      if (!seen.has(to)) waiting.push(to);
      seen.add(to);
    }
    found.set(next, {path: next, compiled, files, hash: hash.digest("hex")});
  }
  return found;
}

/** Returns the file that an import of a module names. Throws ModuleProblem with the place of the import. */
async function findFrom(
  root: string,
  specifier: string,
  place: {readonly file: string; readonly line: number; readonly column: number}
): Promise<string> {
  try {
    const path = await findFile(root, specifier, place.file);
    if (!path.endsWith(".html")) return path;
    throw new ModuleProblem(`${specifier} is a notebook, and only cells import from notebooks`);
  } catch (error) {
    if (error instanceof ModuleProblem) throw new ModuleProblem(error.message, {place});
    throw error;
  }
}

/** Returns what names a module with all that it imports: another name is another module to the page. */
export function nameOfGraph(graph: ReadonlyMap<string, GraphModule>, path: string): string {
  const reached = new Set([path]);
  for (const each of reached)
    for (const to of graph.get(each)?.files.values() ?? []) reached.add(to);
  const hash = createHash("sha256");
  for (const each of [...reached].toSorted()) hash.update(`${each}\0${graph.get(each)?.hash}\0`);
  return hash.digest("hex").slice(0, 20);
}
