/** Files of the opened folder that modules name: found by what an import says, read within limits. */
import {readdir, stat} from "node:fs/promises";
import {join, posix} from "node:path";
import {nearest} from "../near-names.ts";
import {openWithin} from "../open-within.ts";
import {ModuleProblem} from "./module-problem.ts";

/** What an import may leave out at the end of a name, in the order in which it is tried. */
const endings = ["", ".js", ".mjs", ".ts", ".jsx", ".tsx", ".json", "/index.js", "/index.ts"];
/** TypeScript has imports name the JavaScript that a file becomes. */
const sources: Readonly<Record<string, readonly string[]>> = {
  ".js": [".ts", ".tsx", ".jsx"],
  ".mjs": [".mts"],
  ".jsx": [".tsx"]
};
/** Most bytes of a module. */
const largest = 20 * 2 ** 20;

/**
 * Returns the path, from the folder, of the file that an import names. *from* is the path of the file that imports.
 * Throws ModuleProblem where there is none, or where it would be outside of the folder.
 */
export async function findFile(root: string, specifier: string, from: string): Promise<string> {
  const named = decode(specifier.replace(/[?#].*$/s, ""));
  const path = named.startsWith("/")
    ? posix.normalize(named.slice(1))
    : posix.join(posix.dirname(from), named);
  if (path === ".." || path.startsWith("../") || /[\0\\]/.test(path))
    throw new ModuleProblem(
      `${specifier} leads out of the folder that is open; open the folder above with ecco edit, or put a copy into this one`
    );
  if (path.split("/").some((part) => part.startsWith(".") && part !== "."))
    throw new ModuleProblem(
      `${specifier} is hidden, its name begins with a dot; imports read files that are not`
    );
  for (const each of candidates(path)) if (await isFile(root, each)) return each;
  throw new ModuleProblem(await missing(root, specifier, path));
}

function candidates(path: string): readonly string[] {
  const clean = path.replace(/\/$/, "");
  const ending = posix.extname(clean);
  const others = (sources[ending] ?? []).map((each) => clean.slice(0, -ending.length) + each);
  return [...endings.map((each) => clean + each), ...others];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const isFile = async (root: string, path: string): Promise<boolean> =>
  (await stat(join(root, path)).catch(() => null))?.isFile() ?? false;

/** What is said of a file that is not there: where it was looked for, and names like it. */
async function missing(root: string, specifier: string, path: string): Promise<string> {
  const folder = posix.dirname(path);
  const where = folder === "." ? "the opened folder" : `${folder}/`;
  const entries = await readdir(join(root, folder), {withFileTypes: true}).catch(() => null);
  if (!entries) return `${specifier} is not there: there is no folder ${where}`;
  const names = entries
    .filter((entry) => !entry.name.startsWith(".") && entry.name !== "node_modules")
    .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
  const near = nearest(posix.basename(path), names);
  const has = near.length === 0 ? "nothing" : near.join(", ");
  return `${specifier} is not in ${where}; it has ${has}${names.length > near.length ? ", …" : ""}`;
}

/** Returns what a file of the folder holds. Throws Refusal where it is not to be read, ModuleProblem for one too large. */
export async function readBytes(root: string, path: string): Promise<Buffer> {
  const handle = await openWithin(root, path);
  try {
    const {size} = await handle.stat();
    if (size <= largest) return await handle.readFile();
    throw new ModuleProblem(
      `${path} has ${size} bytes, and what is imported has at most ${largest}; read it with FileAttachment`
    );
  } finally {
    await handle.close();
  }
}

/** Returns the text of bytes. Throws ModuleProblem for what is none. */
export function textOf(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", {fatal: true}).decode(bytes);
  } catch {
    throw new ModuleProblem(`${path} is not text in UTF-8; read it with FileAttachment`);
  }
}
